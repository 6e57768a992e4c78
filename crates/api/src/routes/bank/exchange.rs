use super::import_report::ImportReport;
use crate::extract::{FromQuery, Params, Query, SignedIn, TextBody};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ludger_application::bank::{ExportError, ImportError, ImportRequest, Keeper};
use ludger_application::formats::Format;
use ludger_domain::fault::Fault;
use ludger_domain::ids::TopicId;
use utoipa::IntoParams;
use uuid::Uuid;

/// How a document is to be taken.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Import {
    /// How it is written; left out: as it says itself.
    #[param(schema_with = words::import_format, required = false)]
    format: Option<Format>,
    /// The title of the topic for questions that name none; left out: `Imported`.
    topic: Option<String>,
    /// Report only, and write nothing.
    #[param(value_type = Option<bool>, default = false)]
    dry_run: bool,
}

/// What is to be written into a document.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Export {
    /// How. `aiken` and `opentdb` are read only.
    #[param(schema_with = words::import_format)]
    format: Format,
    /// This topic alone; left out: all of them.
    #[param(value_type = Option<Uuid>)]
    topic: Option<TopicId>,
}

impl FromQuery for Import {
    fn read(params: &mut Params) -> Option<Self> {
        let format = params.optional_with("format", named);
        let topic = params.optional("topic");
        Some(Self { format, topic, dry_run: params.flag("dry_run") })
    }
}

impl FromQuery for Export {
    fn read(params: &mut Params) -> Option<Self> {
        let format = params.required_with("format", named);
        let topic = params.optional("topic");
        Some(Self { format: format?, topic })
    }
}

fn named(text: &str) -> Result<Format, String> {
    let names = || Format::ALL.map(Format::as_str).join(", ");
    Format::from_name(text).ok_or_else(|| format!("must be one of {}", names()))
}

/// Import questions
///
/// The body is the document: GIFT, Aiken, CSV, Open Trivia DB JSON or Ludger's own, up to 8 MiB of UTF-8. Each question
/// is taken whole or skipped with its faults; what the topic has already is left out, so an import that was cut off is
/// simply sent again.
#[utoipa::path(
    post, path = "/v1/questions/import", tag = "bank", security(("bearer" = [])), params(Import),
    request_body(description = "The document.", content(
        (String = "text/plain"), (String = "text/csv"), (Object = "application/json"),
    )),
    responses((status = 200, description = "What became of each question.", body = ImportReport))
)]
pub(super) async fn import_questions(
    state: Data<ApiState>,
    SignedIn(caller, (Query(asked), TextBody(text))): SignedIn<(Query<Import>, TextBody)>,
) -> Result<HttpResponse, Problem> {
    let Import { format, topic, dry_run } = asked;
    let request = ImportRequest { format, topic, dry_run, ..ImportRequest::of("", &text) };
    let import = &state.use_cases.bank.import;
    let report = import.run(Keeper::Caller(&caller), request, &|_, _| {}).await;
    let report = report.map_err(|error| not_taken(&state, error))?;
    Ok(HttpResponse::Ok().json(ImportReport::from(report)))
}

/// Export questions
///
/// A document that imports as the same questions.
#[utoipa::path(
    get, path = "/v1/questions/export", tag = "bank", security(("bearer" = [])), params(Export),
    responses((status = 200, description = "The document.", content(
        (String = "text/plain"), (String = "text/csv"), (Object = "application/json"),
    )))
)]
pub(super) async fn export_questions(
    state: Data<ApiState>,
    SignedIn(caller, Query(asked)): SignedIn<Query<Export>>,
) -> Result<HttpResponse, Problem> {
    let (keeper, format) = (Keeper::Caller(&caller), asked.format);
    let document = state.use_cases.bank.export.run(keeper, format, asked.topic).await;
    let (kind, extension) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Json | Format::OpenTriviaDb => ("application/json", "json"),
        Format::Gift | Format::Aiken => ("text/plain; charset=utf-8", format.as_str()),
    };
    let disposition = format!("attachment; filename=\"questions.{extension}\"");
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(document.map_err(not_written)?))
}

fn wrong_format(detail: impl Into<String>) -> Problem {
    Problem::new(Code::InvalidQuery).faults(Fault::new("/format", "invalid_parameter", detail))
}

fn not_taken(state: &ApiState, error: ImportError) -> Problem {
    match error {
        ImportError::Forbidden(forbidden) => forbidden.into(),
        ImportError::TooLarge => Problem::new(Code::BodyTooLarge)
            .with("limit_bytes", state.settings.limits.import_bytes_max),
        ImportError::UnknownFormat => wrong_format("the document does not tell how it is written"),
        ImportError::Invalid(faults) => faults.into(),
        ImportError::Outage(outage) => outage.into(),
    }
}

fn not_written(error: ExportError) -> Problem {
    match error {
        ExportError::Forbidden(forbidden) => forbidden.into(),
        ExportError::NotFound => Problem::not_found(),
        ExportError::ReadOnly(_) => wrong_format(error.to_string()),
        ExportError::Outage(outage) => outage.into(),
    }
}

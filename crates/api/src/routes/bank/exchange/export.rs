use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ludger_application::bank::{ExportError, Keeper};
use ludger_application::formats::Format;
use ludger_domain::ids::TopicId;
use utoipa::IntoParams;

/// What to write, and how.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// How to write it: `gift`, `csv` or `json`; the others are read, but not written.
    #[param(value_type = String, pattern = "^(gift|csv|json)$", example = "gift")]
    format: Format,
    /// This topic alone.
    #[param(value_type = Option<Uuid>)]
    topic: Option<TopicId>,
}

/// Export questions
///
/// For those who may manage questions: the bank, or one topic of it, as a file that imports as the same questions.
#[utoipa::path(
    get, path = "/v1/questions/export", tag = "bank", params(Asked), security(("bearer" = [])),
    responses((
        status = 200, description = "The file.",
        content((String = "text/plain"), (String = "text/csv"), (Value = "application/json")),
        headers(("Content-Disposition" = String, description = "What to call the file.")),
    ))
)]
pub(super) async fn export_questions(
    state: Data<ApiState>,
    SignedIn(caller, Query(Asked { format, topic })): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let export = &state.use_cases.bank.export;
    let document = export.run(Keeper::Caller(&caller), format, topic).await?;
    let (content_type, file_name) = file(format);
    let disposition = format!("attachment; filename=\"{file_name}\"");
    Ok(HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(document))
}

fn file(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Gift => ("text/plain; charset=utf-8", "questions.gift"),
        Format::Aiken => ("text/plain; charset=utf-8", "questions.aiken"),
        Format::Csv => ("text/csv; charset=utf-8", "questions.csv"),
        Format::OpenTriviaDb | Format::Json => ("application/json", "questions.json"),
    }
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let format = params.required_with("format", super::named);
        let topic = params.optional("topic");
        Some(Self {
            format: format?,
            topic,
        })
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Forbidden(forbidden) => forbidden.into(),
            ExportError::NotFound => Self::not_found(),
            ExportError::ReadOnly(_) => Self::new(Code::ReadOnlyFormat).detail(error.to_string()),
            ExportError::Outage(outage) => outage.into(),
        }
    }
}

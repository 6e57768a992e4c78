use super::report::ApiImportReport;
use crate::extract::{FromQuery, Params, Query, SignedIn, TextBody};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::bank::{BYTES_MAX, ImportError, ImportRequest, Keeper};
use ludger_application::formats::Format;
use ludger_domain::fault::check_text;
use utoipa::IntoParams;

/// How to take a document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// How it is written. When left out: as its name and its content say.
    #[param(schema_with = words::import_format, required = false)]
    format: Option<Format>,
    /// What the file is called. Lends its name to the topic of questions for which neither the document nor `topic`
    /// names one.
    #[param(example = "astronomy.gift")]
    file_name: Option<String>,
    /// The title of the topic for questions that name none.
    #[param(example = "Astronomy", min_length = 1, max_length = 255)]
    topic: Option<String>,
    /// Whether to report only, and write nothing.
    #[param(value_type = Option<bool>, default = false)]
    dry_run: bool,
}

/// Import questions
///
/// For those who may manage questions. The body is the file itself. Each question of it is taken whole, skipped with
/// its faults, or found to be there already; the report says which, line by line. So an import that was cut off is
/// simply run again.
#[utoipa::path(
    post, path = "/v1/questions/import", tag = "bank", params(Asked), security(("bearer" = [])),
    request_body(
        description = "The file, in UTF-8; up to 8 MiB.",
        content(
            (String = "text/plain", example = "Which planet is nearest to the Sun? {=Mercury ~Venus ~Mars}"),
            (String = "text/csv"),
            (Value = "application/json"),
        ),
    ),
    responses((status = 200, description = "What became of each question.", body = ApiImportReport))
)]
pub(super) async fn import_questions(
    state: Data<ApiState>,
    SignedIn(caller, (Query(asked), TextBody(text))): SignedIn<(Query<Asked>, TextBody)>,
) -> Result<HttpResponse, Problem> {
    let import = &state.use_cases.bank.import;
    let report = import
        .run(Keeper::Caller(&caller), asked.request(&text), &|_, _| {})
        .await?;
    Ok(HttpResponse::Ok().json(ApiImportReport::from(report)))
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self {
            format: params.optional_with("format", super::named),
            file_name: params.optional("file_name"),
            topic: params.optional_with("topic", title),
            dry_run: params.flag("dry_run"),
        })
    }
}

fn title(text: &str) -> Result<String, String> {
    check_text("", text.trim(), 1, 255)
        .map(|()| text.to_owned())
        .map_err(|fault| fault.detail)
}

impl Asked {
    fn request<'a>(&'a self, text: &'a str) -> ImportRequest<'a> {
        ImportRequest {
            format: self.format,
            topic: self.topic.clone(),
            dry_run: self.dry_run,
            ..ImportRequest::of(self.file_name.as_deref().unwrap_or_default(), text)
        }
    }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Forbidden(forbidden) => forbidden.into(),
            ImportError::TooLarge => Self::new(Code::BodyTooLarge).with("limit_bytes", BYTES_MAX),
            ImportError::UnknownFormat => Self::new(Code::UnknownFormat),
            ImportError::Invalid(faults) => faults.into(),
            ImportError::Outage(outage) => outage.into(),
        }
    }
}

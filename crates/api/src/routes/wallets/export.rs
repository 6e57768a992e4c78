use super::filter::{self, Filter};
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use futures::stream;
use ludger_application::Outage;
use ludger_application::ledger::{Export, ExportFormat};
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

pub(crate) struct Asked {
    filter: Filter,
    format: ExportFormat,
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let filter = Filter::read(params);
        let format = params.required_with("format", |text| match text {
            "csv" => Ok(ExportFormat::Csv),
            "jsonl" => Ok(ExportFormat::JsonLines),
            _ => Err("must be csv or jsonl".to_owned()),
        });
        Some(Self { filter, format: format? })
    }
}

/// Export your transactions
///
/// As CSV (with a header; cells that a spreadsheet would run are defused) or as JSON Lines, newest first. A file that
/// cannot be sent to its end is cut off, and the connection with it.
#[utoipa::path(
    get, path = "/v1/me/transactions/export", tag = "wallets", security(("bearer" = [])),
    params(("format" = inline(Formats), Query, description = "What the file is."), Filter),
    responses((status = 200, description = "The file.", content(
        (String = "text/csv"), (String = "application/jsonl"),
    )))
)]
pub(super) async fn export_transactions(
    state: Data<ApiState>,
    SignedIn(caller, Query(Asked { filter, format })): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let user = caller.principal.user;
    let export = state.use_cases.ledger.export.begin(user, &filter.wanted(), format);
    let mut export = export.map_err(filter::problem)?;
    // Whether there is an export at all shows in its first part, while there is still a status to tell it by.
    let first = export.next_chunk().await?;
    let (kind, file_name) = match format {
        ExportFormat::Csv => ("text/csv; charset=utf-8", "transactions.csv"),
        ExportFormat::JsonLines => ("application/jsonl; charset=utf-8", "transactions.jsonl"),
    };
    let disposition = format!("attachment; filename=\"{file_name}\"");
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .streaming(stream::try_unfold((first, export), next)))
}

type Next = Option<(Bytes, (Option<String>, Export))>;

async fn next((chunk, mut export): (Option<String>, Export)) -> Result<Next, Problem> {
    let Some(chunk) = chunk else { return Ok(None) };
    let following = export.next_chunk().await.inspect_err(log)?;
    Ok(Some((Bytes::from(chunk), (following, export))))
}

fn log(outage: &Outage) {
    tracing::warn!(%outage, "an export was cut off");
}

/// The formats, for the document.
struct Formats;

impl utoipa::PartialSchema for Formats {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        formats().into()
    }
}

impl utoipa::ToSchema for Formats {}

fn formats() -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["csv", "jsonl"])).build()
}

use super::AuditRecord;
use super::filter::Filter;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use futures::{StreamExt, stream};
use ludger_application::Outage;
use ludger_application::accounts::AuditExport;
use ludger_domain::accounts as domain;

pub(in crate::routes::admin) struct Asked(Filter);

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self(Filter::read(params)))
    }
}

/// Export what was done
///
/// JSON Lines, newest first. A file that cannot be sent to its end is cut off, and the connection with it.
#[utoipa::path(
    get, path = "/v1/admin/audit/export", tag = "admin", security(("bearer" = [])), params(Filter),
    responses((status = 200, description = "The file.", content((String = "application/x-ndjson"))))
)]
pub(in crate::routes::admin) async fn export_audit(
    state: Data<ApiState>,
    SignedIn(caller, Query(Asked(filter))): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let accounts = &state.use_cases.accounts;
    let mut export = accounts.export_audit.begin(&caller, filter.wanted())?;
    // Whether there is an export at all shows in the first chunk, while there is still a status to tell it by.
    let first = export.next_chunk().await?;
    let first = stream::iter(lines(first)?.map(Ok));
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .insert_header((
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"audit.jsonl\"",
        ))
        .streaming(first.chain(stream::try_unfold(export, next))))
}

/// The next chunk. An error breaks the body off, so that nobody takes what came for all there is.
async fn next(mut export: AuditExport) -> Result<Option<(Bytes, AuditExport)>, Outage> {
    let chunk = export.next_chunk().await;
    let chunk = chunk.and_then(lines).inspect_err(log)?;
    Ok(chunk.map(|chunk| (chunk, export)))
}

/// One on each line; `None` when there are none.
fn lines(records: Vec<domain::AuditRecord>) -> Result<Option<Bytes>, Outage> {
    let mut text = String::new();
    for record in records {
        let line = serde_json::to_string(&AuditRecord::from(record));
        text.push_str(&line.map_err(|error| Outage::Broken(error.to_string()))?);
        text.push('\n');
    }
    Ok((!text.is_empty()).then(|| Bytes::from(text)))
}

fn log(outage: &Outage) {
    tracing::warn!(%outage, "an export was cut off");
}

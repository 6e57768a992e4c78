use super::AuditRecord;
use super::filter::Filter;
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::accounts::ListAuditError;

pub(in crate::routes::admin) struct Asked(PageParams, Filter);

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let filter = Filter::read(params);
        Some(Self(PageParams::read(params), filter))
    }
}

/// List what was done
///
/// Newest first.
#[utoipa::path(
    get, path = "/v1/admin/audit", tag = "admin", security(("bearer" = [])), params(PageParams, Filter),
    responses((status = 200, description = "A page.", body = PageOf<AuditRecord>))
)]
pub(in crate::routes::admin) async fn list_audit(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(Asked(page, filter))): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "audit",
        filter: &filter,
    };
    let wanted = page.of(&request, &list)?;
    let accounts = &state.use_cases.accounts;
    let records = accounts
        .list_audit
        .run(&caller, &filter.wanted(), wanted)
        .await;
    let records = records.map_err(problem)?.map(AuditRecord::from);
    page::answer(&request, &list, records)
}

fn problem(error: ListAuditError) -> Problem {
    match error {
        ListAuditError::Forbidden(forbidden) => forbidden.into(),
        ListAuditError::Outage(outage) => outage.into(),
    }
}

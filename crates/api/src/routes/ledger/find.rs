use super::transfer::Transfer;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::page::PageOf;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::ledger::FindError;
use ludger_domain::ids::TransferId;
use utoipa::IntoParams;

/// Which transfer.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// What it is the payment of.
    #[param(example = "round/3/ada", min_length = 1)]
    reference: String,
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let reference = params.required_with("reference", |text| Ok(text.to_owned()));
        Some(Self {
            reference: reference?,
        })
    }
}

/// Find a transfer by its reference
///
/// A list of one or none.
#[utoipa::path(
    get, path = "/v1/ledger/transfers", tag = "ledger", security(("bearer" = [])), params(Asked),
    responses((status = 200, description = "The transfer, if there is one.", body = PageOf<Transfer>))
)]
pub(super) async fn find_transfer(
    state: Data<ApiState>,
    SignedIn(caller, Query(asked)): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let found = state
        .use_cases
        .ledger
        .find
        .by_reference(&caller, &asked.reference)
        .await;
    let items = match found {
        Ok(transfer) => vec![Transfer::of(&state.currencies, &transfer)],
        Err(FindError::NotFound) => Vec::new(),
        Err(error) => return Err(problem(error)),
    };
    Ok(HttpResponse::Ok().json(PageOf::whole(items)))
}

/// Look at a transfer
#[utoipa::path(
    get, path = "/v1/ledger/transfers/{id}", tag = "ledger", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the transfer."), IfNoneMatchHeader),
    responses((status = 200, description = "The transfer.", body = Transfer))
)]
pub(super) async fn get_transfer_by_id(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Path(id)): SignedIn<Path<TransferId>>,
) -> Result<HttpResponse, Problem> {
    let found = state
        .use_cases
        .ledger
        .find
        .by_id(&caller, id)
        .await
        .map_err(problem)?;
    tagged(&request, None, &Transfer::of(&state.currencies, &found))
}

fn problem(error: FindError) -> Problem {
    match error {
        FindError::Forbidden(forbidden) => forbidden.into(),
        FindError::NotFound => Problem::not_found(),
        FindError::Outage(outage) => outage.into(),
    }
}

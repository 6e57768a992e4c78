use super::error;
use super::transaction::Side;
use crate::extract::{Path, Query, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;

/// Hide one of your transactions
///
/// From your own statement. The ledger keeps it, the balance does not change, and `hidden=true` still lists it. One
/// that is hidden stays hidden.
#[utoipa::path(delete, path = "/v1/me/wallets/{currency}/transactions/{sequence}", tag = "wallets",
    security(("bearer" = [])),
    params(
        ("currency" = String, Path, description = "The code of a currency.", example = "INR"),
        ("sequence" = i64, Path, description = "Its number in the account.", example = 12),
        Side,
    ),
    responses((status = 204, description = "It is hidden.")))]
pub(super) async fn hide(
    state: Data<ApiState>,
    SignedIn(caller): SignedIn,
    Path(place): Path<(String, i64)>,
    Query(side): Query<Side>,
) -> Result<HttpResponse, Problem> {
    let hidden = state.use_cases.ledger.hide.hide(caller.principal.user, &side.key(place)).await;
    hidden.map_err(error::of_transaction)?;
    Ok(HttpResponse::NoContent().finish())
}

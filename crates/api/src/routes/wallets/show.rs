use super::error;
use super::transaction::{Side, TransactionBody};
use crate::extract::{Path, Query, SignedIn, tagged};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// One of your transactions
///
/// Hidden or not.
#[utoipa::path(get, path = "/v1/me/wallets/{currency}/transactions/{sequence}", tag = "wallets",
    security(("bearer" = [])),
    params(
        ("currency" = String, Path, description = "The code of a currency.", example = "INR"),
        ("sequence" = i64, Path, description = "Its number in the account.", example = 12),
        Side,
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` that you have."),
    ),
    responses((status = 200, body = TransactionBody)))]
pub(super) async fn transaction(
    request: HttpRequest,
    state: Data<ApiState>,
    SignedIn(caller): SignedIn,
    Path(place): Path<(String, i64)>,
    Query(side): Query<Side>,
) -> Result<HttpResponse, Problem> {
    let transactions = &state.use_cases.ledger.transactions;
    let found = transactions.get(caller.principal.user, &side.key(place)).await;
    let found = found.map_err(error::of_transaction)?;
    tagged(&request, None, &TransactionBody::of(found, &state.currencies))
}

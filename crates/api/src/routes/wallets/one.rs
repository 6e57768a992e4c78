use super::error;
use super::wallet::WalletBody;
use crate::extract::{Path, SignedIn, tagged};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// Your wallet of one currency
#[utoipa::path(get, path = "/v1/me/wallets/{currency}", tag = "wallets", security(("bearer" = [])),
    params(
        ("currency" = String, Path, description = "The code of a currency.", example = "INR"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` that you have."),
    ),
    responses((status = 200, body = WalletBody)))]
pub(super) async fn wallet(
    request: HttpRequest,
    state: Data<ApiState>,
    SignedIn(caller): SignedIn,
    Path(currency): Path<String>,
) -> Result<HttpResponse, Problem> {
    let wallets = &state.use_cases.ledger.wallets;
    let wallet = wallets.get(caller.principal.user, &currency).await.map_err(error::in_path)?;
    tagged(&request, None, &WalletBody::of(&wallet, &state.currencies))
}

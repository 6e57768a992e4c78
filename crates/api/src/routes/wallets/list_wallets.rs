use super::wallet::Wallet;
use super::wallet_error;
use crate::extract::{Path, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::page::PageOf;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// List your wallets
///
/// One for each currency of the deployment; those that never held anything are empty.
#[utoipa::path(
    get, path = "/v1/me/wallets", tag = "wallets", security(("bearer" = [])),
    params(IfNoneMatchHeader),
    responses((status = 200, description = "All of them.", body = PageOf<Wallet>))
)]
pub(super) async fn list_wallets(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let wallets = state
        .use_cases
        .ledger
        .wallets
        .list(caller.principal.user)
        .await?;
    let wallets = wallets
        .iter()
        .map(|wallet| Wallet::of(&state.currencies, wallet));
    tagged(&request, None, &PageOf::whole(wallets.collect()))
}

/// Look at one wallet
#[utoipa::path(
    get, path = "/v1/me/wallets/{currency}", tag = "wallets", security(("bearer" = [])),
    params(("currency" = String, Path, description = "Its code.", example = "INR"), IfNoneMatchHeader),
    responses((status = 200, description = "The wallet.", body = Wallet))
)]
pub(super) async fn get_wallet(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Path(currency)): SignedIn<Path<String>>,
) -> Result<HttpResponse, Problem> {
    let wallets = &state.use_cases.ledger.wallets;
    let wallet = wallets.get(caller.principal.user, &currency).await;
    let wallet = wallet.map_err(wallet_error::in_path)?;
    tagged(&request, None, &Wallet::of(&state.currencies, &wallet))
}

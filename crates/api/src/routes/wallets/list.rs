use super::wallet::WalletBody;
use crate::cursor::List;
use crate::extract::SignedIn;
use crate::page::{self, PageOf};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_ports::Page;

/// Your wallets
///
/// One for each currency of the deployment, in its order; those that never held anything are empty.
#[utoipa::path(get, path = "/v1/me/wallets", tag = "wallets", security(("bearer" = [])),
    responses((status = 200, body = PageOf<WalletBody>)))]
pub(super) async fn wallets(
    request: HttpRequest,
    state: Data<ApiState>,
    SignedIn(caller): SignedIn,
) -> Result<HttpResponse, Problem> {
    let wallets = state.use_cases.ledger.wallets.list(caller.principal.user).await?;
    let items = wallets.iter().map(|wallet| WalletBody::of(wallet, &state.currencies)).collect();
    let list = List { name: "wallets", filter: &() };
    page::answer(&request, &list, Page { items, next: None::<()> })
}

use super::wallet::Wallet;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::page::PageOf;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use ludger_application::ledger::WalletError;
use utoipa::IntoParams;

/// When.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct At {
    /// A past instant; left out: now.
    at: Option<Timestamp>,
}

impl FromQuery for At {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self { at: params.instant("at") })
    }
}

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
    let wallets = state.use_cases.ledger.wallets.list(caller.principal.user).await?;
    let wallets = wallets.iter().map(|wallet| Wallet::now(&state.currencies, wallet));
    tagged(&request, None, &PageOf::whole(wallets.collect()))
}

/// Look at one wallet, now or at a past instant
#[utoipa::path(
    get, path = "/v1/me/wallets/{currency}", tag = "wallets", security(("bearer" = [])),
    params(("currency" = String, Path, description = "Its code.", example = "INR"), At, IfNoneMatchHeader),
    responses((status = 200, description = "The wallet.", body = Wallet))
)]
pub(super) async fn get_wallet(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, (Path(currency), Query(At { at }))): SignedIn<(Path<String>, Query<At>)>,
) -> Result<HttpResponse, Problem> {
    let (wallets, user) = (&state.use_cases.ledger.wallets, caller.principal.user);
    let wallet = match at {
        None => wallets.get(user, &currency).await.map(|w| Wallet::now(&state.currencies, &w)),
        Some(at) => {
            let balance = wallets.balance_at(user, &currency, at).await;
            balance.map(|balance| Wallet::at(&state.currencies, &balance))
        }
    };
    tagged(&request, None, &wallet.map_err(problem)?)
}

fn problem(error: WalletError) -> Problem {
    match error {
        WalletError::UnknownCurrency(_) => Problem::not_found(),
        WalletError::Outage(outage) => outage.into(),
    }
}

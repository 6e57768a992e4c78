use super::wallet_error;
use crate::amounts::ApiAmount;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use jiff::Timestamp;
use ludger_application::ledger::BalanceAt;
use ludger_domain::money::Currencies;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// When.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct At {
    /// An instant; what was posted at it is counted.
    #[param(example = "2026-01-31T12:00:00Z")]
    at: Timestamp,
}

impl FromQuery for At {
    fn read(params: &mut Params) -> Option<Self> {
        let detail = || "must be an instant, for example 2026-01-31T12:00:00Z".to_owned();
        let at = params.required_with("at", |text| text.parse().map_err(|_| detail()));
        Some(Self { at: at? })
    }
}

/// What you had in one currency.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Balance {
    /// Which currency.
    #[schema(example = "INR")]
    currency: String,
    /// When.
    at: Timestamp,
    /// What you could spend.
    available: ApiAmount,
    /// What was in holds.
    held: ApiAmount,
    /// Both.
    total: ApiAmount,
}

/// Look at what was in a wallet at an instant
///
/// Right after the last transaction that was posted at or before it; nothing, before the first.
#[utoipa::path(
    get, path = "/v1/me/wallets/{currency}/balance", tag = "wallets", security(("bearer" = [])),
    params(("currency" = String, Path, description = "Its code.", example = "INR"), At),
    responses((status = 200, description = "The balance.", body = Balance))
)]
pub(super) async fn get_balance(
    state: Data<ApiState>,
    SignedIn(caller, (Path(currency), Query(At { at }))): SignedIn<(Path<String>, Query<At>)>,
) -> Result<HttpResponse, Problem> {
    let wallets = &state.use_cases.ledger.wallets;
    let balance = wallets
        .balance_at(caller.principal.user, &currency, at)
        .await;
    let balance = balance.map_err(wallet_error::in_path)?;
    Ok(HttpResponse::Ok().json(Balance::of(&state.currencies, balance)))
}

impl Balance {
    fn of(
        currencies: &Currencies,
        BalanceAt {
            at,
            available,
            held,
        }: BalanceAt,
    ) -> Self {
        let of = |minor| ApiAmount::of(currencies, available.currency, minor);
        Self {
            currency: available.currency.to_string(),
            at,
            available: of(available.minor),
            held: of(held.minor),
            total: of(available.minor.saturating_add(held.minor)),
        }
    }
}

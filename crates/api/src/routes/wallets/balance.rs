use super::{error, filters};
use crate::amounts::ApiAmount;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::ledger::BalanceAt;
use ludger_domain::Timestamp;
use ludger_domain::money::{Currencies, CurrencyCode};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// When.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Moment {
    /// An instant in RFC 3339.
    #[param(example = "2026-01-31T12:00:00Z")]
    at: Timestamp,
}

impl FromQuery for Moment {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self { at: params.required_with("at", filters::instant)? })
    }
}

/// What a user had in one currency.
#[derive(Serialize, ToSchema)]
#[schema(as = Balance)]
pub(super) struct BalanceBody {
    /// Which currency.
    #[schema(value_type = String, example = "INR")]
    currency: CurrencyCode,
    /// When: what was posted at this instant is counted.
    at: Timestamp,
    /// What could be spent.
    available: ApiAmount,
    /// What was set aside in holds.
    held: ApiAmount,
    /// Both together.
    total: ApiAmount,
}

impl BalanceBody {
    fn of(BalanceAt { at, available, held }: BalanceAt, currencies: &Currencies) -> Self {
        let currency = available.currency;
        let amount = |minor| ApiAmount::of(currencies, currency, minor);
        Self {
            currency,
            at,
            available: amount(available.minor),
            held: amount(held.minor),
            total: amount(available.minor.saturating_add(held.minor)),
        }
    }
}

/// Your balance at an instant
///
/// What the wallet held right after the last transaction that was posted at or before it.
#[utoipa::path(get, path = "/v1/me/wallets/{currency}/balance", tag = "wallets",
    security(("bearer" = [])),
    params(
        ("currency" = String, Path, description = "The code of a currency.", example = "INR"),
        Moment,
    ),
    responses((status = 200, body = BalanceBody)))]
pub(super) async fn balance(
    state: Data<ApiState>,
    SignedIn(caller): SignedIn,
    Path(currency): Path<String>,
    Query(Moment { at }): Query<Moment>,
) -> Result<HttpResponse, Problem> {
    let wallets = &state.use_cases.ledger.wallets;
    let balance = wallets.balance_at(caller.principal.user, &currency, at).await;
    let balance = balance.map_err(error::in_path)?;
    Ok(HttpResponse::Ok().json(BalanceBody::of(balance, &state.currencies)))
}

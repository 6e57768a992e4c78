use crate::amounts;
use crate::extract::SignedIn;
use crate::page::PageOf;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::ledger::BooksError;
use ludger_domain::money::Currencies;
use ludger_ports::read;
use serde::Serialize;
use utoipa::ToSchema;

/// The sums of one currency.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TrialBalance {
    #[schema(example = "INR")]
    currency: String,
    /// On all accounts with a balance above zero.
    #[schema(example = "120.00")]
    credit: String,
    /// On all accounts with a balance below zero, as a positive number.
    #[schema(example = "120.00")]
    debit: String,
    /// Zero, or the books are broken.
    #[schema(example = "0.00")]
    difference: String,
    /// How many accounts there are.
    accounts: i64,
}

/// Sum up the books
///
/// Each currency in one snapshot.
#[utoipa::path(
    get, path = "/v1/ledger/trial-balance", tag = "ledger", security(("bearer" = [])),
    responses((status = 200, description = "Each currency.", body = PageOf<TrialBalance>))
)]
pub(super) async fn trial_balance(
    state: Data<ApiState>,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let sums = state
        .use_cases
        .ledger
        .books
        .trial_balance(&caller)
        .await
        .map_err(problem)?;
    let told = sums
        .iter()
        .map(|sum| TrialBalance::of(&state.currencies, sum));
    Ok(HttpResponse::Ok().json(PageOf::whole(told.collect())))
}

pub(super) fn problem(error: BooksError) -> Problem {
    match error {
        BooksError::Forbidden(forbidden) => forbidden.into(),
        BooksError::Outage(outage) => outage.into(),
    }
}

impl TrialBalance {
    fn of(currencies: &Currencies, sums: &read::TrialBalance) -> Self {
        let text = |minor| amounts::wide_text(currencies, sums.currency, minor);
        Self {
            currency: sums.currency.to_string(),
            credit: text(sums.credit),
            debit: text(sums.debit),
            difference: text(sums.difference()),
            accounts: sums.accounts,
        }
    }
}

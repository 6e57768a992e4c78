use super::view::TransferBody;
use super::{posted, refusal};
use crate::extract::{Json, Key, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::Caller;
use ludger_application::ledger::{AdjustError, Adjustment};
use ludger_domain::money::Currencies;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a correction can be answered with.
pub(super) const CODES: &[Code] =
    &[Code::Forbidden, Code::InsufficientFunds, Code::BalanceOverflow];

/// A correction that is asked for.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAdjustment {
    /// The id of the user.
    #[schema(example = "01980000-0000-7000-8000-000000000001")]
    user: String,
    /// `credit`: the user gets. `debit`: the user gives.
    #[schema(example = "credit")]
    r#type: String,
    /// Positive decimal text in the currency's scale.
    #[schema(example = "12.50")]
    amount: String,
    /// The code of the currency.
    #[schema(example = "INR")]
    currency: String,
    /// Why, 1 to 255 characters. The user sees it, and the audit log has it.
    #[schema(example = "the quiz of Monday was counted twice")]
    reason: String,
}

impl From<NewAdjustment> for Adjustment {
    fn from(asked: NewAdjustment) -> Self {
        Self {
            user: asked.user,
            currency: asked.currency,
            direction: asked.r#type,
            amount: asked.amount,
            reason: asked.reason,
        }
    }
}

/// Correct what a user has
///
/// By hand and with a reason. The other side is the mint for play currencies, else `clearing/adjustments`.
#[utoipa::path(post, path = "/v1/admin/adjustments", tag = "admin", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header,
        description = "1 to 255 visible ASCII characters.",
        example = "5d0c0c2e-6f5b-4a3e-9b52-0a2f8f2d6c11")),
    request_body = NewAdjustment,
    responses((status = 201, description = "It is posted.", body = TransferBody)))]
pub(super) async fn adjust(
    state: Data<ApiState>,
    SignedIn(caller): SignedIn,
    key: Key,
    Json(asked): Json<NewAdjustment>,
) -> Result<HttpResponse, Problem> {
    let key = key.of("POST /v1/admin/adjustments", &asked)?;
    let done = state.use_cases.ledger.adjust.adjust(&caller, &key, &asked.into()).await;
    let done = done.map_err(|error| problem(error, &caller, &state.currencies))?;
    Ok(posted::created(done, &state.currencies))
}

fn problem(error: AdjustError, caller: &Caller, currencies: &Currencies) -> Problem {
    match error {
        AdjustError::Forbidden(forbidden) => forbidden.into(),
        AdjustError::Invalid(faults) => faults.into(),
        AdjustError::Refused(why) => refusal::problem(&why, caller, currencies),
        AdjustError::Reused(_) => Problem::new(Code::IdempotencyKeyReused),
        AdjustError::Outage(outage) => outage.into(),
    }
}

use crate::extract::{Json, Key, SignedIn};
use crate::headers::IdempotencyKeyHeader;
use crate::problem::{Code, Problem};
use crate::routes::ledger::{Transfer, created, refusal};
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::Caller;
use ludger_application::ledger::AdjustError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A correction of what a user has.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Adjustment {
    /// Whose.
    #[schema(value_type = Uuid)]
    user: String,
    /// In or out.
    #[serde(rename = "type")]
    #[schema(schema_with = words::direction)]
    direction: String,
    /// Positive.
    #[schema(example = "12.50", pattern = r"^[0-9]+(\.[0-9]+)?$")]
    amount: String,
    #[schema(example = "INR", pattern = "^[A-Z0-9]{3,10}$")]
    currency: String,
    /// The user sees it.
    #[schema(
        example = "the prize of the spring cup",
        min_length = 1,
        max_length = 255
    )]
    reason: String,
}

/// Correct what a user has, by hand
///
/// With a reason, which the user and the audit log see. The other side is the mint for play currencies, and
/// `clearing/adjustments` for others.
#[utoipa::path(
    post, path = "/v1/admin/adjustments", tag = "admin", security(("bearer" = [])),
    params(IdempotencyKeyHeader), request_body = Adjustment,
    responses((status = 201, description = "The transfer that corrects it.", body = Transfer))
)]
pub(super) async fn adjust(
    state: Data<ApiState>,
    SignedIn(caller, (key, Json(asked))): SignedIn<(Key, Json<Adjustment>)>,
) -> Result<HttpResponse, Problem> {
    let key = key.of("POST /v1/admin/adjustments", &asked)?;
    let done = state
        .use_cases
        .ledger
        .adjust
        .adjust(&caller, &key, &asked.into())
        .await;
    let done = done.map_err(|error| problem(&state, &caller, error))?;
    Ok(created(&state, &done.value, done.replayed))
}

fn problem(state: &ApiState, caller: &Caller, error: AdjustError) -> Problem {
    match error {
        AdjustError::Forbidden(forbidden) => forbidden.into(),
        AdjustError::Invalid(faults) => faults.into(),
        AdjustError::Refused(refused) => refusal(&state.currencies, caller, &refused),
        AdjustError::Reused(_) => Problem::new(Code::IdempotencyKeyReused),
        AdjustError::Outage(outage) => outage.into(),
    }
}

impl From<Adjustment> for ludger_application::ledger::Adjustment {
    fn from(asked: Adjustment) -> Self {
        let Adjustment {
            user,
            direction,
            amount,
            currency,
            reason,
        } = asked;
        Self {
            user,
            currency,
            direction,
            amount,
            reason,
        }
    }
}

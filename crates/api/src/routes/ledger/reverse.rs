use super::view::TransferBody;
use super::{posted, refusal};
use crate::extract::{Json, Key, Path, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::Caller;
use ludger_application::ledger::ReverseError;
use ludger_domain::ids::TransferId;
use ludger_domain::money::Currencies;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a reversal can be answered with.
pub(super) const CODES: &[Code] = &[
    Code::Forbidden,
    Code::InsufficientFunds,
    Code::BalanceOverflow,
    Code::AlreadyReversed,
    Code::IsReversal,
    Code::BelongsToHold,
];

/// Why.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewReversal {
    /// 1 to 255 characters. The users see it, and the audit log has it.
    #[schema(example = "the market was settled by mistake")]
    reason: String,
}

/// Undo a transfer
///
/// By hand and with a reason: the opposite is posted, at most once for each transfer. Nothing is deleted.
#[utoipa::path(post, path = "/v1/admin/transfers/{id}/reversal", tag = "admin",
    security(("bearer" = [])),
    params(
        ("id" = uuid::Uuid, Path, description = "The transfer to undo."),
        ("Idempotency-Key" = String, Header,
            description = "1 to 255 visible ASCII characters.",
            example = "5d0c0c2e-6f5b-4a3e-9b52-0a2f8f2d6c11"),
    ),
    request_body = NewReversal,
    responses((status = 201, description = "The reversal is posted.", body = TransferBody)))]
pub(super) async fn reverse(
    state: Data<ApiState>,
    SignedIn(caller): SignedIn,
    Path(id): Path<TransferId>,
    key: Key,
    Json(asked): Json<NewReversal>,
) -> Result<HttpResponse, Problem> {
    let key = key.of("POST /v1/admin/transfers/{id}/reversal", &(id, &asked))?;
    let done = state.use_cases.ledger.reverse.reverse(&caller, &key, id, &asked.reason).await;
    let done = done.map_err(|error| problem(error, &caller, &state.currencies))?;
    Ok(posted::created(done, &state.currencies))
}

fn problem(error: ReverseError, caller: &Caller, currencies: &Currencies) -> Problem {
    match error {
        ReverseError::Forbidden(forbidden) => forbidden.into(),
        ReverseError::NotFound => Problem::not_found(),
        ReverseError::Invalid(faults) => faults.into(),
        ReverseError::IsReversal => Problem::new(Code::IsReversal),
        ReverseError::BelongsToHold => Problem::new(Code::BelongsToHold),
        ReverseError::Refused(why) => refusal::problem(&why, caller, currencies),
        ReverseError::Reused(_) => Problem::new(Code::IdempotencyKeyReused),
        ReverseError::Outage(outage) => outage.into(),
    }
}

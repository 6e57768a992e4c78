use crate::extract::{Json, Key, Path, SignedIn};
use crate::headers::IdempotencyKeyHeader;
use crate::problem::{Code, Problem};
use crate::routes::ledger::{Transfer, created, refusal};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::Caller;
use ludger_application::ledger::ReverseError;
use ludger_domain::ids::TransferId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a transfer is undone.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reversal {
    /// Everybody sees it whose account it changes.
    #[schema(example = "posted twice", min_length = 1, max_length = 255)]
    reason: String,
}

type Asked = (Path<TransferId>, Key, Json<Reversal>);

/// Undo a transfer
///
/// Posts its opposite, once for each transfer. What was given and is spent by now cannot be taken back.
#[utoipa::path(
    post, path = "/v1/admin/transfers/{id}/reversal", tag = "admin", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the transfer."), IdempotencyKeyHeader),
    request_body = Reversal,
    responses((status = 201, description = "The transfer that undoes it.", body = Transfer))
)]
pub(super) async fn reverse(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), key, Json(asked))): SignedIn<Asked>,
) -> Result<HttpResponse, Problem> {
    let key = key.of("POST /v1/admin/transfers/{id}/reversal", &(id, &asked))?;
    let done = state
        .use_cases
        .ledger
        .reverse
        .reverse(&caller, &key, id, &asked.reason)
        .await;
    let done = done.map_err(|error| problem(&state, &caller, error))?;
    Ok(created(&state, &done.value, done.replayed))
}

fn problem(state: &ApiState, caller: &Caller, error: ReverseError) -> Problem {
    match error {
        ReverseError::Forbidden(forbidden) => forbidden.into(),
        ReverseError::NotFound => Problem::not_found(),
        ReverseError::Invalid(faults) => faults.into(),
        ReverseError::IsReversal => Problem::new(Code::ReversalOfReversal),
        ReverseError::BelongsToHold => Problem::new(Code::BelongsToHold),
        ReverseError::Refused(refused) => refusal(&state.currencies, caller, &refused),
        ReverseError::Reused(_) => Problem::new(Code::IdempotencyKeyReused),
        ReverseError::Outage(outage) => outage.into(),
    }
}

use super::batch_result::BatchResult;
use super::post::Rehearsal;
use super::refusal;
use super::transfer_body::NewTransfer;
use crate::extract::{BatchJson, Key, Query, SignedIn, replayed};
use crate::headers::RealIdempotencyKeyHeader;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::Caller;
use ludger_application::ledger::{Batch, BatchError, BatchMode, TransferDraft};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Many transfers to be posted.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBatch {
    /// In this order, with 4,000 entries in all at most.
    #[schema(min_items = 1, max_items = 1000)]
    transfers: Vec<NewTransfer>,
    /// `true`: all of them or none. Else each succeeds or fails by itself.
    #[serde(default)]
    all_together: bool,
}

type Asked = (Query<Rehearsal>, BatchJson<NewBatch>);

/// Post many transfers
///
/// In one commit. Each succeeds or fails by itself, and the answer has one result for each, in their order; or, if
/// asked, all together: then the first failure is the problem of the whole, and `index` tells which it was.
/// The body may have 2 MiB.
#[utoipa::path(
    post, path = "/v1/ledger/transfers/batch", tag = "ledger", security(("bearer" = [])),
    params(Rehearsal, RealIdempotencyKeyHeader), request_body = NewBatch,
    responses((status = 200, description = "What became of each.", body = BatchResult))
)]
pub(super) async fn post_batch(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, (Query(asked), BatchJson(new))): SignedIn<Asked>,
) -> Result<HttpResponse, Problem> {
    let (batches, refused) = (&state.use_cases.ledger.batch, |e| {
        problem(&state, &caller, e)
    });
    let told = |items| BatchResult::of(&state.currencies, &caller, items);
    if asked.dry_run {
        let would = batches
            .rehearse(&caller, &new.into())
            .await
            .map_err(refused)?;
        return Ok(HttpResponse::Ok().json(told(would)));
    }
    let key = Key::read(&request)?.of("POST /v1/ledger/transfers/batch", &new)?;
    let done = batches
        .post(&caller, &key, &new.into())
        .await
        .map_err(refused)?;
    Ok(replayed(done.replayed, HttpResponse::Ok()).json(told(done.value)))
}

fn problem(state: &ApiState, caller: &Caller, error: BatchError) -> Problem {
    match error {
        BatchError::Forbidden(forbidden) => forbidden.into(),
        BatchError::Invalid(faults) => faults.into(),
        BatchError::Refused {
            index,
            refusal: refused,
        } => {
            let problem = refusal(&state.currencies, caller, &refused);
            index
                .into_iter()
                .fold(problem, |problem, index| problem.with("index", index))
        }
        BatchError::Reused(_) => Problem::new(Code::IdempotencyKeyReused),
        BatchError::Outage(outage) => outage.into(),
    }
}

impl From<NewBatch> for Batch {
    fn from(
        NewBatch {
            transfers,
            all_together,
        }: NewBatch,
    ) -> Self {
        let mode = if all_together {
            BatchMode::AllTogether
        } else {
            BatchMode::EachByItself
        };
        Self {
            transfers: transfers.into_iter().map(TransferDraft::from).collect(),
            mode,
        }
    }
}

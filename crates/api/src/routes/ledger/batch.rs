use super::batch_item::Item;
use super::post::Rehearsal;
use super::refusal;
use super::transfer_body::NewTransfer;
use crate::extract::{BatchJson, Key, Query, SignedIn, replayed};
use crate::headers::RealIdempotencyKeyHeader;
use crate::page::PageOf;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::ledger::{Batch, BatchError, BatchItem, BatchMode, TransferDraft};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Many transfers to be posted.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBatch {
    /// What one failure means for the others.
    #[serde(default)]
    mode: Mode,
    /// In this order, with 4,000 entries in all at most.
    #[schema(min_items = 1, max_items = 1000)]
    transfers: Vec<NewTransfer>,
}

/// What one failure in a batch means for the others.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BatchMode)]
pub(crate) enum Mode {
    /// Nothing: they are posted.
    #[default]
    EachByItself,
    /// None is posted.
    AllTogether,
}

/// Post many transfers
///
/// In one commit. Each succeeds or fails by itself, and the answer has one item for each, in their order; or, if
/// asked, all together: then the first failure is the problem of the whole, and `index` tells which it was.
/// The body may have 1 MiB.
#[utoipa::path(
    post, path = "/v1/ledger/transfers/batch", tag = "ledger", security(("bearer" = [])),
    params(Rehearsal, RealIdempotencyKeyHeader), request_body = NewBatch,
    responses((status = 200, description = "What became of each.", body = PageOf<Item>))
)]
pub(super) async fn post_batch(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, (Query(asked), BatchJson(new))): SignedIn<(Query<Rehearsal>, BatchJson<NewBatch>)>,
) -> Result<HttpResponse, Problem> {
    let (batches, refused) = (&state.use_cases.ledger.batch, |e| problem(&state, e));
    let told = |items: Vec<BatchItem>| {
        let items = items.into_iter().map(|item| Item::of(&state.currencies, item));
        PageOf::whole(items.collect())
    };
    if asked.dry_run {
        let would = batches.rehearse(&caller, &new.into()).await.map_err(refused)?;
        return Ok(HttpResponse::Ok().json(told(would)));
    }
    let key = Key::read(&request)?.of("POST /v1/ledger/transfers/batch", &new)?;
    let done = batches.post(&caller, &key, &new.into()).await.map_err(refused)?;
    Ok(replayed(done.replayed, HttpResponse::Ok()).json(told(done.value)))
}

fn problem(state: &ApiState, error: BatchError) -> Problem {
    match error {
        BatchError::Forbidden(forbidden) => forbidden.into(),
        BatchError::Invalid(faults) => faults.into(),
        BatchError::Refused { index, refusal: refused } => {
            refusal(&state.currencies, &refused).with("index", index)
        }
        BatchError::Reused(_) => Problem::new(Code::IdempotencyKeyReused),
        BatchError::Outage(outage) => outage.into(),
    }
}

impl From<NewBatch> for Batch {
    fn from(NewBatch { mode, transfers }: NewBatch) -> Self {
        Self {
            transfers: transfers.into_iter().map(TransferDraft::from).collect(),
            mode: match mode {
                Mode::EachByItself => BatchMode::EachByItself,
                Mode::AllTogether => BatchMode::AllTogether,
            },
        }
    }
}

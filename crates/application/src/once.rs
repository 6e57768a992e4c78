//! Requests that are applied once, however often they arrive.
//!
//! The record is written in the commit of the effect. A request whose key is known gets the first answer, whatever a
//! rule would say now; so the record is looked for when a rule refuses, and when the door says that it is there.

use crate::Outage;
use crate::retry::{Attempt, Rejected, retry_stale};
use ludger_domain::ids::UserId;
use ludger_ports::read::Idempotency;
use ludger_ports::sabotage::Sabotage;
use ludger_ports::{
    Changes, CommitError, Committed, Fingerprint, IdempotencyKey, IdempotencyRecord,
    IdempotencyScope, Recorded, Store,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A request that came with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// What the client calls it by.
    pub key: IdempotencyKey,
    /// What is asked for, for example `POST /v1/ledger/transfers`.
    pub operation: String,
    /// A digest of the request.
    pub fingerprint: Fingerprint,
}

/// An answer, and whether it was given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once<T> {
    /// The answer.
    pub value: T,
    /// Whether this request had been answered before.
    pub replayed: bool,
}

/// The key was used before, for another request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this idempotency key was used before, for another request")]
pub struct Reused;

/// What a decision hands to the door, and what it needs to tell the answer again.
pub(crate) struct Decision<R> {
    pub(crate) changes: Changes,
    pub(crate) receipt: R,
}

/// The error of a use case that is applied once.
pub(crate) trait Keyed: Rejected + From<Reused> {
    /// Whether it tells that something gave no answer, and not that a rule refuses.
    fn is_outage(&self) -> bool;
}

/// The ports behind [`once`].
pub(crate) struct Door<'a> {
    pub(crate) store: &'a dyn Store,
    pub(crate) idempotency: &'a dyn Idempotency,
}

/// Decides and commits at most once for each key of a principal. The answer is told from the receipt and from what the
/// commit made true, which is what is stored; so a replay cannot differ from the first answer.
pub(crate) async fn once<T, R, E, F>(
    door: Door<'_>,
    principal: UserId,
    request: &RequestKey,
    decide: impl Fn() -> F,
    answer: impl Fn(R, Committed) -> T,
) -> Result<Once<T>, E>
where
    R: Serialize + DeserializeOwned,
    E: Keyed,
    F: Future<Output = Result<Decision<R>, Attempt<E>>>,
{
    let scope = IdempotencyScope {
        principal,
        operation: request.operation.clone(),
        key: request.key.clone(),
    };
    let renamed = AtomicBool::new(false);
    let replay = |recorded: Recorded| replay(recorded, request, &answer);
    retry_stale(async || {
        let decision = match decide().await {
            Ok(decision) => decision,
            Err(Attempt::Stale) => return Err(Attempt::Stale),
            // Whoever waited for one answer in vain need not wait for another.
            Err(Attempt::Failed(error)) if error.is_outage() => return Err(error.into()),
            Err(Attempt::Failed(error)) => {
                return match door.idempotency.find(&scope).await {
                    Ok(Some(recorded)) => replay(recorded).map_err(Attempt::Failed),
                    Ok(None) => Err(Attempt::Failed(error)),
                    Err(unavailable) => Err(Attempt::outage(unavailable)),
                };
            }
        };
        let receipt =
            serde_json::to_string(&decision.receipt).map_err(|e| E::from(Outage::broken(e)))?;
        let record = IdempotencyRecord {
            scope: if renamed.load(Relaxed) {
                another(&scope)
            } else {
                scope.clone()
            },
            fingerprint: request.fingerprint,
            receipt,
        };
        match door.store.commit(decision.changes.once(record)).await {
            Ok(committed) => Ok(Once {
                value: answer(decision.receipt, committed),
                replayed: false,
            }),
            Err(CommitError::Unknown(_)) if Sabotage::RetryUnknown.is_on() => {
                renamed.store(true, Relaxed);
                Err(Attempt::Stale)
            }
            Err(CommitError::Duplicate(recorded)) => replay(*recorded).map_err(Attempt::Failed),
            Err(error) => Err(Attempt::rejected(error)),
        }
    })
    .await
}

/// For [`Sabotage::RetryUnknown`].
fn another(scope: &IdempotencyScope) -> IdempotencyScope {
    IdempotencyScope {
        operation: format!("{} again", scope.operation),
        ..scope.clone()
    }
}

fn replay<T, R, E>(
    recorded: Recorded,
    request: &RequestKey,
    answer: impl Fn(R, Committed) -> T,
) -> Result<Once<T>, E>
where
    R: DeserializeOwned,
    E: Keyed,
{
    if recorded.fingerprint != request.fingerprint {
        return Err(Reused.into());
    }
    let receipt =
        serde_json::from_str(&recorded.receipt).map_err(|e| E::from(Outage::broken(e)))?;
    Ok(Once {
        value: answer(receipt, recorded.committed),
        replayed: true,
    })
}

//! What can be guessed is counted before it is looked at, so that those who guess side by side gain nothing.

use crate::{Outage, Ports};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Attempt, TooMany};
use ludger_ports::read::Guesses;
use ludger_ports::{Changes, CommitError, Expectation, Store};
use std::sync::Arc;

/// How often an attempt that was free when it was looked at, and not when it was counted, is looked at again.
const LOOKS_MAX: usize = 4;

/// Counts attempts.
pub(super) struct Guessing {
    guesses: Arc<dyn Guesses>,
    store: Arc<dyn Store>,
}

/// Why an attempt was not counted.
#[derive(Debug)]
pub(super) enum NotCounted {
    /// It may not be made now.
    TooMany {
        refused: Attempt,
        /// Where the window began that is full.
        since: Timestamp,
        too_many: TooMany,
    },
    /// See there.
    Outage(Outage),
}

impl Guessing {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            guesses: ports.guesses.clone(),
            store: ports.store.clone(),
        }
    }

    /// Counts all of them in one commit, with what else is in it, or none.
    pub(super) async fn count(
        &self,
        attempts: &[Attempt],
        changes: Changes,
    ) -> Result<(), NotCounted> {
        let changes = attempts
            .iter()
            .copied()
            .fold(changes, Changes::count_attempt);
        for _ in 0..LOOKS_MAX {
            let refused = match self.store.commit(changes.clone()).await {
                Ok(_) => return Ok(()),
                Err(CommitError::Stale(Expectation::MayAttempt(refused))) => refused,
                Err(CommitError::Unavailable(error)) => {
                    return Err(NotCounted::Outage(error.into()));
                }
                Err(CommitError::Unknown(error)) => return Err(NotCounted::Outage(error.into())),
                Err(error) => return Err(NotCounted::Outage(Outage::broken(error))),
            };
            let before = self.guesses.attempts(refused.key).await;
            let before = before.map_err(|error| NotCounted::Outage(error.into()))?;
            if let (Some(before), Err(too_many)) = (before, refused.take(before)) {
                return Err(NotCounted::TooMany {
                    refused,
                    since: before.first_at,
                    too_many,
                });
            }
        }
        Err(NotCounted::Outage(Outage::Contended))
    }
}

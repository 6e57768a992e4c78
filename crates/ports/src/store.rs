use crate::{Changes, Expectation, Recorded};
use async_trait::async_trait;
use ludger_domain::ledger::{Outcome, Refusal};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::sync::Arc;

/// The door: the one way in which anything is written.
///
/// One call cannot be cut in half: a caller that goes away while it waits changes nothing about the outcome. What has
/// been answered is durable, and is seen by every read that begins afterwards.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Applies `changes`, all at once. A rejection leaves no trace.
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError>;
}

/// What a commit made true.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    /// One for each posting, in their order.
    pub outcomes: Vec<Outcome>,
}

/// Why a commit did not happen, or cannot be said to have happened.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CommitError {
    /// Something changed since the decision was made: decide again.
    #[error("out of date: {0:?}")]
    Stale(Expectation),
    /// The ledger refuses.
    #[error("refused: {0}")]
    Refused(#[source] Refusal),
    /// The request's key was used before. If the fingerprint is the same, this is its answer.
    #[error("this request's key was used before")]
    Duplicate(Box<Replay>),
    /// Not applied, and never will be. Trying again may help.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// Applied, or not: asking again with the same key tells.
    #[error(transparent)]
    Unknown(#[from] OutcomeUnknown),
}

/// What was answered when the key was used first.
pub type Replay = Recorded;

/// The store cannot answer now. What happened is for the log, not for branching.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the store is unavailable")]
pub struct Unavailable {
    /// What went wrong.
    #[source]
    pub source: Arc<dyn Error + Send + Sync>,
    /// Whether there is too much to do, rather than something broken.
    pub overloaded: bool,
}

/// The connection was lost while a commit was under way, and its fate could not be found out in time.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the outcome of the commit is not known")]
pub struct OutcomeUnknown {
    /// What went wrong.
    #[source]
    pub source: Arc<dyn Error + Send + Sync>,
}

impl Unavailable {
    /// Something is broken.
    pub fn broken(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            source: source.into().into(),
            overloaded: false,
        }
    }

    /// There is too much to do.
    pub fn overloaded(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            source: source.into().into(),
            overloaded: true,
        }
    }
}

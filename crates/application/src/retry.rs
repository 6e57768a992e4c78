use crate::Outage;
use ludger_domain::ledger::Refusal;
use ludger_ports::{CommitError, Expectation, Unavailable};

/// How often a decision is made before the caller is told to come back later. Of many who meet on one row, one wins each
/// time; so this is how many can meet and all of them come through. A browser's parallel requests are far fewer.
const ATTEMPTS_MAX: usize = 32;

/// The error of a use case that commits.
pub(crate) trait Rejected: From<Outage> + Sized {
    /// The ledger refused. Use cases that move no value leave this out.
    fn refused(refusal: Refusal) -> Self {
        Outage::broken(refusal).into()
    }

    /// What an expectation that does not hold means to whoever asked; `None`: decide again.
    fn stale(_expectation: &Expectation) -> Option<Self> {
        None
    }
}

/// Use cases that nothing else can befall.
impl Rejected for Outage {}

/// Why one attempt came to nothing.
#[derive(Debug)]
pub(crate) enum Attempt<E> {
    /// Decide again.
    Stale,
    /// That is the answer.
    Failed(E),
}

impl<E> From<E> for Attempt<E> {
    fn from(error: E) -> Self {
        Self::Failed(error)
    }
}

impl<E: Rejected> Attempt<E> {
    /// What a commit that did not happen means for the attempt.
    pub(crate) fn rejected(error: CommitError) -> Self {
        match error {
            CommitError::Stale(expectation) => {
                E::stale(&expectation).map_or(Self::Stale, Self::Failed)
            }
            CommitError::Refused(refusal) => Self::Failed(E::refused(refusal)),
            CommitError::Unavailable(unavailable) => Self::outage(unavailable),
            CommitError::Unknown(unknown) => Self::Failed(Outage::from(unknown).into()),
            CommitError::Duplicate(_) => {
                Self::Failed(Outage::broken("a duplicate without a key").into())
            }
        }
    }

    /// The answer, where nothing is decided again.
    pub(crate) fn failed(self) -> E {
        match self {
            Self::Stale => Outage::Contended.into(),
            Self::Failed(error) => error,
        }
    }

    /// A read that failed.
    pub(crate) fn outage(unavailable: Unavailable) -> Self {
        Self::Failed(Outage::from(unavailable).into())
    }
}

/// Loads and decides again while what was decided on changes under it.
///
/// The attempt changes nothing that it captured. So its future may move to another thread, and whoever calls the use
/// case can spawn it; of an `AsyncFnMut` the compiler could not tell that.
pub(crate) async fn retry_stale<T, E: Rejected, F>(attempt: impl Fn() -> F) -> Result<T, E>
where
    F: Future<Output = Result<T, Attempt<E>>>,
{
    for _ in 0..ATTEMPTS_MAX {
        match attempt().await {
            Ok(done) => return Ok(done),
            Err(Attempt::Failed(error)) => return Err(error),
            Err(Attempt::Stale) => {}
        }
    }
    Err(Outage::Contended.into())
}

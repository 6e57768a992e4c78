//! Work that a commit leaves for later: mail to be sent, data to be erased, what is due every night.
//!
//! A [`Job`] is a row, written in the commit that wants it done, so that neither is there without the other. A worker
//! **claims** it before the effect, with a lease; whoever is killed in between leaves a lease that runs out. What then
//! happens depends on the kind:
//! - what may be done again ([`Repeatable::Yes`]) is claimed by the next worker;
//! - what must not ([`Repeatable::No`], mail) is dead: nobody knows whether it was done, and a person decides.
//!
//! A failure that is known to have had no effect is tried again, later each time, until it is dead too.

#[cfg(test)]
mod tests;

use crate::accounts::words::words;
use crate::ids::{JobId, UserId, WorkerId};
use crate::{Timestamp, micros};
use jiff::SignedDuration;
use serde_json::Value;

/// Work for later.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Unique.
    pub id: JobId,
    /// What is to be done.
    pub kind: JobKind,
    /// With what.
    pub payload: Value,
    /// Whom it is about, if anybody.
    pub user: Option<UserId>,
    /// Why; there is one job for each cause, whatever comes of it.
    pub cause: String,
    /// Not before.
    pub run_at: Timestamp,
    /// How often it was claimed.
    pub attempts: u32,
    /// Who is at it.
    pub lease: Option<Lease>,
    /// What came of it so far.
    pub state: JobState,
    /// What went wrong last; never a secret.
    pub error: Option<String>,
    /// When it was wanted.
    pub created_at: Timestamp,
    /// Counts changes, from 1.
    pub version: i64,
}

words! {
    /// A kind of work.
    JobKind, "kind of job" {
        /// A mail to one person.
        SendMail = "mail.send",
        /// Nothing is left of a deleted user but their id.
        EraseUser = "user.erase",
        /// What is past its time is thrown away, each night.
        Prune = "prune",
        /// Leaderboards whose windows are over are frozen, and pay their prizes.
        FreezeBoards = "boards.freeze",
    }
}

/// Whether a job may be done again when nobody knows whether it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeatable {
    /// Doing it twice is the same as doing it once.
    Yes,
    /// People would notice.
    No,
}

/// A worker's right to a job, for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// Whose.
    pub worker: WorkerId,
    /// Its end.
    pub until: Timestamp,
}

words! {
    /// What came of a job.
    JobState, "state of a job" {
        /// It is to be done, or somebody is at it.
        Open = "open",
        /// It was given up; a person may have it run again.
        Dead = "dead",
        /// It is done; kept for its cause.
        Done = "done",
    }
}

/// How long one attempt may take.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Attempts until it is dead.
const ATTEMPTS_MAX: u32 = 8;

impl JobKind {
    /// Whether it may be done twice.
    pub const fn repeatable(self) -> Repeatable {
        match self {
            Self::SendMail => Repeatable::No,
            Self::EraseUser | Self::Prune | Self::FreezeBoards => Repeatable::Yes,
        }
    }
}

/// The first pause after a failure; each one after it is four times as long.
const PAUSE_MIN: SignedDuration = SignedDuration::from_secs(15);
/// The longest.
const PAUSE_MAX: SignedDuration = SignedDuration::from_hours(6);

impl Job {
    /// Work to be done at once.
    pub fn new(id: JobId, kind: JobKind, cause: String, payload: Value, now: Timestamp) -> Self {
        let now = micros(now);
        Self {
            id,
            kind,
            payload,
            user: None,
            cause,
            run_at: now,
            attempts: 0,
            lease: None,
            state: JobState::Open,
            error: None,
            created_at: now,
            version: 1,
        }
    }

    /// The same, about this user: they are told of it when they ask what is known of them, and mail to them goes with
    /// them.
    #[must_use]
    pub fn about(self, user: UserId) -> Self {
        Self {
            user: Some(user),
            ..self
        }
    }

    /// The same, not before then.
    #[must_use]
    pub fn not_before(self, run_at: Timestamp) -> Self {
        Self {
            run_at: micros(run_at),
            ..self
        }
    }

    /// Whether a worker may look at it.
    pub fn is_due(&self, now: Timestamp) -> bool {
        let is_free = self.lease.is_none_or(|lease| lease.until <= now);
        self.state == JobState::Open && self.run_at <= now && is_free
    }

    /// The job claimed by a worker, or dead where a worker before was lost over it; `None` when it is not due.
    #[must_use]
    pub fn claim(self, worker: WorkerId, now: Timestamp) -> Option<Self> {
        let now = micros(now);
        if !self.is_due(now) {
            return None;
        }
        let was_lost = self.lease.is_some();
        if was_lost && self.kind.repeatable() == Repeatable::No {
            return Some(self.dead("a worker was lost over it: nobody knows whether it was done"));
        }
        if self.attempts >= ATTEMPTS_MAX {
            return Some(self.dead("every worker was lost over it"));
        }
        let until = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
        Some(Self {
            attempts: self.attempts.saturating_add(1),
            lease: Some(Lease { worker, until }),
            ..self.changed()
        })
    }

    /// The job done.
    #[must_use]
    pub fn done(self) -> Self {
        Self {
            state: JobState::Done,
            lease: None,
            error: None,
            payload: Value::Null,
            ..self.changed()
        }
    }

    /// The job after an attempt that is known to have had no effect: to be tried again, or dead.
    #[must_use]
    pub fn failed(self, error: &str, now: Timestamp) -> Self {
        if self.attempts >= ATTEMPTS_MAX {
            return self.dead(error);
        }
        let pause = pause(self.attempts);
        Self {
            run_at: micros(now.checked_add(pause).unwrap_or(Timestamp::MAX)),
            lease: None,
            error: Some(error.to_owned()),
            ..self.changed()
        }
    }

    /// The job given up.
    #[must_use]
    pub fn dead(self, error: &str) -> Self {
        Self {
            state: JobState::Dead,
            lease: None,
            error: Some(error.to_owned()),
            ..self.changed()
        }
    }

    /// A dead job, to be done after all; `None` when it is not dead.
    #[must_use]
    pub fn again(self, now: Timestamp) -> Option<Self> {
        (self.state == JobState::Dead).then(|| Self {
            state: JobState::Open,
            attempts: 0,
            run_at: micros(now),
            ..self.changed()
        })
    }

    fn changed(self) -> Self {
        let version = self.version.saturating_add(1);
        Self { version, ..self }
    }
}

/// After so many attempts.
fn pause(attempts: u32) -> SignedDuration {
    let times = 4_i32.saturating_pow(attempts.saturating_sub(1));
    PAUSE_MIN.saturating_mul(times).min(PAUSE_MAX)
}

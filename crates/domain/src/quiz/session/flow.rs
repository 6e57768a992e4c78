//! What happens between answers: a question is served, the session pauses, resumes, or is left.

use super::{End, PlayError, QuizSession, Status};
use crate::Timestamp;
use crate::quiz::Ending;
use jiff::SignedDuration;

/// A session that nothing happened in for so long is to be [forfeited](QuizSession::forfeit).
pub const IDLE_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// A session whose current question was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// With `served_at` set.
    pub session: QuizSession,
    /// Whether this was the first look, so that there is something to store.
    pub changed: bool,
}

/// A session that was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forfeited {
    /// Finished.
    pub session: QuizSession,
    /// A loss that pays nothing.
    pub ended: Ending,
}

impl QuizSession {
    /// Serves the current question: the first look starts its clock for points, later ones change nothing.
    ///
    /// # Errors
    /// The session is not active.
    pub fn serve(self, now: Timestamp) -> Result<Served, PlayError> {
        self.check_active()?;
        if self.served_at.is_some() {
            return Ok(Served {
                session: self,
                changed: false,
            });
        }
        let session = self.changed(now);
        Ok(Served {
            session: Self {
                served_at: Some(session.updated_at),
                ..session
            },
            changed: true,
        })
    }

    /// Stops the session for a while. The clock of a question that was already served runs on: it is the time since
    /// the player first saw it that counts, and nothing that a client sends can change that.
    ///
    /// # Errors
    /// The session is not active.
    pub fn pause(self, now: Timestamp) -> Result<Self, PlayError> {
        self.check_active()?;
        Ok(Self {
            status: Status::Paused,
            ..self.changed(now)
        })
    }

    /// Goes on after a pause.
    ///
    /// # Errors
    /// The session is not paused.
    pub fn resume(self, now: Timestamp) -> Result<Self, PlayError> {
        match self.check_active() {
            Err(PlayError::Paused) => Ok(Self {
                status: Status::Active,
                ..self.changed(now)
            }),
            Ok(()) => Err(PlayError::NotPaused),
            Err(other) => Err(other),
        }
    }

    /// Ends the session before its time, as a loss that pays nothing. Its score stays as it was. Whether it may be
    /// left, for instance because it [is idle](Self::is_idle), is for the caller to decide.
    ///
    /// # Errors
    /// The session is finished.
    pub fn forfeit(self, now: Timestamp) -> Result<Forfeited, PlayError> {
        if self.status == Status::Finished {
            return Err(PlayError::Finished);
        }
        let session = self.changed(now).finished(End::Forfeited);
        let ended = session.ending().ok_or(PlayError::Finished)?;
        Ok(Forfeited { session, ended })
    }

    /// Whether the session is still open, and nothing changed in it for [`IDLE_AFTER`]. A second look at a question
    /// is no change.
    pub fn is_idle(&self, now: Timestamp) -> bool {
        self.status != Status::Finished && now.duration_since(self.updated_at) >= IDLE_AFTER
    }

    pub(super) fn check_active(&self) -> Result<(), PlayError> {
        match self.status {
            Status::Active => Ok(()),
            Status::Waiting | Status::Countdown => Err(PlayError::NotStarted),
            Status::Paused => Err(PlayError::Paused),
            Status::Finished => Err(PlayError::Finished),
        }
    }
}

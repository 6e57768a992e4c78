//! What happens between answers: a question is served, the session pauses, resumes, or is left.

use super::{AnswerError, End, PlayError, QuizSession, Status};
use crate::Timestamp;
use crate::quiz::{Ending, Question};
use jiff::SignedDuration;

/// A session that nothing happened in for so long is to be [forfeited](QuizSession::forfeit).
pub const IDLE_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// A session whose current question was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// With `served_at` set.
    pub session: QuizSession,
    /// Whether there is something to store: this was the first look, or the first one at the words of an edit.
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
    /// Serves the current question. The first look starts its clock for points; no later look does, be it at other
    /// words than the first.
    ///
    /// # Errors
    /// The session is not active, or the question is not the current one.
    pub fn serve(self, question: &Question, now: Timestamp) -> Result<Served, AnswerError> {
        self.check_current(question)?;
        let served_version = Some(question.words_version());
        if self.served_at.is_some() && self.served_version == served_version {
            return Ok(Served {
                session: self,
                changed: false,
            });
        }
        let session = self.changed(now);
        Ok(Served {
            session: Self {
                served_at: session.served_at.or(Some(session.updated_at)),
                served_version,
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

    pub(super) fn check_current(&self, question: &Question) -> Result<(), AnswerError> {
        self.check_active()?;
        if self.current() != Some(question.id) {
            return Err(AnswerError::NotCurrent);
        }
        Ok(())
    }

    fn check_active(&self) -> Result<(), PlayError> {
        match self.status {
            Status::Active => Ok(()),
            Status::Waiting | Status::Countdown => Err(PlayError::NotStarted),
            Status::Paused => Err(PlayError::Paused),
            Status::Finished => Err(PlayError::Finished),
        }
    }
}

//! A question is shown for the first time.

use super::{AnswerError, LiveEvent, Moved, PlayError, QuizSession, Round, Status};
use crate::Timestamp;
use crate::quiz::{Mode, Question};

impl QuizSession {
    /// Opens the current question: the start of its clock for all players. In solo the player's first look does that,
    /// else the clock, when the question [is due](Self::due); the first one starts the game. Looked at again after an
    /// edit, it shows other words, and its clock runs on.
    ///
    /// # Errors
    /// The session is not being played, the question is not the current one, or its time has not come.
    pub fn open(self, question: &Question, now: Timestamp) -> Result<Moved, AnswerError> {
        self.check_open(question, now)?;
        let mut session = self.changed(now);
        session.status = Status::Active;
        session.opens_at = None;
        session.started_at = session.started_at.or(Some(session.updated_at));
        session.round = Some(Round {
            opened_at: session
                .round
                .map_or(session.updated_at, |round| round.opened_at),
            words_version: question.words_version(),
        });
        let view = session.view(question)?;
        Ok(session.telling(LiveEvent::Question(view)))
    }

    /// Whether [`open`](Self::open) would tell anything that was not told before.
    pub fn is_news(&self, question: &Question) -> bool {
        self.round.map(|round| round.words_version) != Some(question.words_version())
    }

    /// A countdown that is over is as good as a start.
    fn check_open(&self, question: &Question, now: Timestamp) -> Result<(), AnswerError> {
        let is_early = self.opens_at.is_some_and(|opens_at| now < opens_at);
        match self.status {
            Status::Countdown if !is_early => {}
            _ => self.check_active()?,
        }
        if self.current() != Some(question.id) {
            return Err(AnswerError::NotCurrent);
        }
        if self.is_time_up(now) {
            return Err(AnswerError::TooLate);
        }
        // Between questions; in solo nothing stands between them.
        if is_early || (self.mode != Mode::Solo && self.round.is_none() && self.opens_at.is_none())
        {
            return Err(AnswerError::NotServed);
        }
        Ok(())
    }

    pub(super) const fn check_active(&self) -> Result<(), PlayError> {
        match self.status {
            Status::Active => Ok(()),
            Status::Waiting | Status::Countdown => Err(PlayError::NotStarted),
            Status::Paused => Err(PlayError::Paused),
            Status::Finished => Err(PlayError::Finished),
        }
    }
}

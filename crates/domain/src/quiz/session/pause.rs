//! The game is stopped for a while.

use super::answer::millis_between;
use super::{LiveEvent, Moved, PlayError, QuizSession, Status, later};
use crate::Timestamp;
use crate::ids::UserId;
use crate::quiz::Mode;
use crate::quiz::rules::{PAUSE_BUDGET, PAUSES_MAX};
use jiff::SignedDuration;

impl QuizSession {
    /// Stops the game: the player of a solo session whenever they like, the host of others three times, for ten minutes in
    /// all. Alone, the clock of a question that was shown runs on, or a pause would be time to think; for several players
    /// it stands still. The countdown is stopped altogether: nobody is ready any more, and no pause is used up.
    ///
    /// # Errors
    /// The session is not active and does not count down, this is not the host, or there is no pause left.
    pub fn pause(self, by: UserId, now: Timestamp) -> Result<Moved, PlayError> {
        if self.status == Status::Countdown {
            self.check_host(by)?;
            return Ok(Moved::of(self.changed(now)).stop_countdown());
        }
        self.check_active()?;
        self.check_host(by)?;
        let spent = SignedDuration::from_millis(self.pauses.spent_ms);
        let is_used_up = self.pauses.count >= PAUSES_MAX || spent >= PAUSE_BUDGET;
        if self.mode != Mode::Solo && is_used_up {
            return Err(PlayError::NoPausesLeft);
        }
        let mut session = self.changed(now);
        session.status = Status::Paused;
        session.pauses.count = session.pauses.count.saturating_add(1);
        session.pauses.since = Some(session.updated_at);
        let until = session.resumes_at();
        Ok(session.telling(LiveEvent::Paused { until }))
    }

    /// Goes on after a pause.
    ///
    /// # Errors
    /// The session is not paused, or this is not the host.
    pub fn resume(self, by: UserId, now: Timestamp) -> Result<Moved, PlayError> {
        self.check_paused()?;
        self.check_host(by)?;
        Ok(self.resumed(now))
    }

    /// Goes on because no time for pauses is left.
    ///
    /// # Errors
    /// The session is not paused.
    pub fn resume_by_itself(self, now: Timestamp) -> Result<Moved, PlayError> {
        self.check_paused()?;
        Ok(self.resumed(now))
    }

    fn resumed(self, now: Timestamp) -> Moved {
        let mut session = self.changed(now);
        session.status = Status::Active;
        let since = session.pauses.since.take().unwrap_or(session.updated_at);
        let lasted_ms = millis_between(since, session.updated_at);
        session.pauses.spent_ms = session.pauses.spent_ms.saturating_add(lasted_ms);
        if session.mode != Mode::Solo {
            let lasted = SignedDuration::from_millis(lasted_ms);
            session.opens_at = session.opens_at.map(|at| later(at, lasted));
            if let Some(round) = &mut session.round {
                round.opened_at = later(round.opened_at, lasted);
            }
        }
        let closes_at = session.closes_at();
        session.telling(LiveEvent::Resumed { closes_at })
    }

    fn check_paused(&self) -> Result<(), PlayError> {
        match self.check_active() {
            Err(PlayError::Paused) => Ok(()),
            Ok(()) => Err(PlayError::NotPaused),
            Err(other) => Err(other),
        }
    }

    fn check_host(&self, by: UserId) -> Result<(), PlayError> {
        if by == self.host {
            Ok(())
        } else {
            Err(PlayError::NotHost)
        }
    }
}

//! What happens by itself. Everything follows from stored times, so that a restart loses nothing and any node can see
//! to it; what is late is done late: a question that opens late is open for as long as any other.

use super::{QuizSession, Status, later};
use crate::Timestamp;
use crate::ids::QuestionId;
use crate::quiz::Mode;
use crate::quiz::rules::{IDLE_AFTER, PAUSE_BUDGET, SETTLING};
use jiff::SignedDuration;

/// What is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// [`close`](QuizSession::close): the time for this question, or for the session, is over.
    Closes(QuestionId),
    /// [`open`](QuizSession::open): the countdown, or the time between two questions, is over.
    Opens(QuestionId),
    /// [`resume_by_itself`](QuizSession::resume_by_itself): no more time for pauses is left.
    Resumes,
    /// [`run_out`](QuizSession::run_out): the time for the session is over, between two questions.
    RunsOut,
    /// [`forfeit`](QuizSession::forfeit): nothing has happened for a day.
    Forfeits,
}

impl QuizSession {
    /// What has to be done by now, the most urgent first.
    pub fn due(&self, now: Timestamp) -> Option<Due> {
        let (_, due) = self.next_due().filter(|(at, _)| *at <= now)?;
        Some(match due {
            // It is late, or it would come when all is over: nobody could answer.
            Due::Opens(_) if self.is_time_up(now) => Due::RunsOut,
            due => due,
        })
    }

    /// When something has to be done, if nothing else happens.
    pub fn due_at(&self) -> Option<Timestamp> {
        self.next_due().map(|(at, _)| at)
    }

    fn next_due(&self) -> Option<(Timestamp, Due)> {
        if self.status == Status::Finished {
            return None;
        }
        let current = self.current()?;
        let is_active = self.status == Status::Active;
        let closes = self.round_ends_at().filter(|_| is_active);
        let opens = self.opens_at.filter(|_| self.status != Status::Paused);
        let runs_out = self.runs_out_at().filter(|_| is_active);
        [
            closes.map(|at| (at, Due::Closes(current))),
            opens.map(|at| (at, Due::Opens(current))),
            runs_out.map(|at| match self.round {
                Some(_) => (at, Due::Closes(current)),
                None => (at, Due::RunsOut),
            }),
            self.resumes_at().map(|at| (at, Due::Resumes)),
            Some((later(self.updated_at, IDLE_AFTER), Due::Forfeits)),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Whether the open question takes no more answers.
    pub(super) fn is_time_over(&self, now: Timestamp) -> bool {
        self.round_ends_at().is_some_and(|at| at <= now) || self.is_time_up(now)
    }

    /// Whether the session's time ends before that of the open question.
    pub(super) fn is_cut_short(&self) -> bool {
        let is_before = |end| self.round_ends_at().is_none_or(|own| end < own);
        self.runs_out_at().is_some_and(is_before)
    }

    /// Whether the time for the whole session is over.
    pub(super) fn is_time_up(&self, now: Timestamp) -> bool {
        self.runs_out_at().is_some_and(|at| at <= now)
    }

    /// When the last pause ends by itself.
    pub(super) fn resumes_at(&self) -> Option<Timestamp> {
        let since = self.pauses.since.filter(|_| self.mode != Mode::Solo)?;
        let spent = SignedDuration::from_millis(self.pauses.spent_ms);
        Some(later(since, PAUSE_BUDGET.saturating_sub(spent)))
    }

    fn round_ends_at(&self) -> Option<Timestamp> {
        let time = self.rules.open_for()?.saturating_add(SETTLING);
        Some(later(self.round?.opened_at, time))
    }

    /// Pauses of several players do not count; a player alone cannot stop the clock.
    pub(super) fn runs_out_at(&self) -> Option<Timestamp> {
        let limit = SignedDuration::from_millis(self.rules.time_limit_ms?);
        let spent = match self.mode {
            Mode::Solo => 0,
            Mode::Comp | Mode::Collab => self.pauses.spent_ms,
        };
        let limit = limit.saturating_add(SignedDuration::from_millis(spent));
        Some(later(self.started_at?, limit))
    }
}

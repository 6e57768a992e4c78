//! What the players of a session are told, as it happens.

use super::{Departure, End, Ending, Player, QuestionView, QuizSession, SessionResult};
use crate::Timestamp;
use crate::ids::{QuestionId, UserId};
use crate::quiz::{Given, Solution};
use serde::Serialize;

/// One event. All players are told the same; nothing in it gives an answer away before its question is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", untagged)]
pub enum LiveEvent {
    /// Somebody took a seat.
    Joined {
        /// Who.
        #[serde(rename = "user_id")]
        user: UserId,
    },
    /// Somebody went.
    Left {
        /// Who.
        #[serde(rename = "user_id")]
        user: UserId,
        /// Whether they wanted to.
        how: Departure,
    },
    /// Somebody is ready, or no longer.
    Ready {
        /// Who.
        #[serde(rename = "user_id")]
        user: UserId,
        /// Whether they are.
        is_ready: bool,
    },
    /// All are ready.
    Countdown {
        /// When the first question comes.
        starts_at: Timestamp,
    },
    /// The countdown was stopped: nobody is ready any more.
    Waiting {},
    /// A question is open.
    Question(QuestionView),
    /// Somebody answered; not what.
    Answered {
        /// Who.
        #[serde(rename = "user_id")]
        user: UserId,
        /// To which question.
        #[serde(rename = "question_id")]
        question: QuestionId,
    },
    /// A question is closed.
    Result(Box<RoundResult>),
    /// How all stand.
    Scores {
        /// In the order of seats.
        players: Vec<Standing>,
        /// When the next question comes; `None`: none does.
        next_at: Option<Timestamp>,
    },
    /// The host paused.
    Paused {
        /// When it goes on by itself, at the latest.
        until: Option<Timestamp>,
    },
    /// It goes on.
    Resumed {
        /// The end of the question that was open, as it is now.
        closes_at: Option<Timestamp>,
    },
    /// It is over.
    Finished {
        /// How it ended.
        end: End,
        /// What it was for whom, in the order of seats.
        players: Vec<Outcome>,
    },
}

/// What became of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoundResult {
    /// Which.
    #[serde(rename = "question_id")]
    pub question: QuestionId,
    /// Its place in the session, from 1.
    pub number: i64,
    /// What was right.
    pub solution: Solution,
    /// The question's; may be empty.
    pub explanation: String,
    /// In `collab`: what the team answered in the end, if anything.
    pub team: Option<Given>,
    /// In the order of seats; of those who could answer.
    pub players: Vec<Scored>,
}

/// What one player got for a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scored {
    /// Who.
    #[serde(rename = "user_id")]
    pub user: UserId,
    /// Whether their own answer was right in full.
    pub is_correct: bool,
    /// What was added to their score.
    pub points_awarded: i64,
    /// How long they took; `None`: they did not answer.
    pub answer_time_ms: Option<i64>,
}

/// How one player stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Who.
    #[serde(rename = "user_id")]
    pub user: UserId,
    /// See [`Player`].
    pub hearts_left: i64,
    /// See [`Player`].
    pub score: i64,
}

/// What a finished session was for one player.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Who.
    #[serde(rename = "user_id")]
    pub user: UserId,
    /// Won, lost or neither.
    pub result: SessionResult,
    /// The points of all answers.
    pub score: i64,
    /// WISE that were paid for it.
    pub coins: i64,
    /// 0 to 3.
    pub stars: u8,
}

/// A session after a change: all of this belongs into one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Moved {
    /// As it stands now.
    pub session: QuizSession,
    /// What its players are told, in this order.
    pub events: Vec<LiveEvent>,
    /// Answers that are stored for the first time, and what stands for those that did not come.
    pub added: Vec<super::PlayerAnswer>,
    /// Answers that were stored when they came, with what they earned.
    pub awarded: Vec<super::PlayerAnswer>,
}

impl LiveEvent {
    /// The name of the event.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Joined { .. } => "joined",
            Self::Left { .. } => "left",
            Self::Ready { .. } => "ready",
            Self::Countdown { .. } => "countdown",
            Self::Waiting {} => "waiting",
            Self::Question(_) => "question",
            Self::Answered { .. } => "answered",
            Self::Result(_) => "result",
            Self::Scores { .. } => "scores",
            Self::Paused { .. } => "paused",
            Self::Resumed { .. } => "resumed",
            Self::Finished { .. } => "finished",
        }
    }
}

impl Standing {
    pub(super) const fn of(player: &Player) -> Self {
        Self {
            user: player.user,
            hearts_left: player.hearts_left,
            score: player.score,
        }
    }
}

impl Outcome {
    pub(super) const fn of(user: UserId, ending: Ending) -> Self {
        Self {
            user,
            result: ending.result,
            score: ending.score,
            coins: ending.coins,
            stars: ending.stars,
        }
    }
}

impl Moved {
    pub(super) const fn of(session: QuizSession) -> Self {
        Self {
            session,
            events: Vec::new(),
            added: Vec::new(),
            awarded: Vec::new(),
        }
    }

    /// The same, of which the players are told this too.
    pub(super) fn telling(mut self, event: LiveEvent) -> Self {
        self.events.push(event);
        self
    }
}

impl QuizSession {
    pub(super) fn telling(self, event: LiveEvent) -> Moved {
        Moved::of(self).telling(event)
    }
}

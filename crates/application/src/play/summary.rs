use crate::{Outage, Ports};
use ludger_domain::Timestamp;
use ludger_domain::ids::{GameSessionId, QuestionId, QuizId, UserId};
use ludger_domain::quiz::{
    Departure, Ending, JoinCode, Mode, Player, QuizSession, Rules, SessionResult, Status,
};
use ludger_ports::read::Users;
use serde::Serialize;
use std::sync::Arc;

/// What a player may know of their session: neither its seed nor what is still to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionSummary {
    /// Unique.
    pub id: GameSessionId,
    /// Alone, against or with others.
    pub mode: Mode,
    /// Where it stands.
    pub status: Status,
    /// What it is played by.
    pub rules: Rules,
    /// The quiz that it is a session of.
    pub quiz: Option<QuizId>,
    /// Who may pause it and send others away.
    pub host: UserId,
    /// What others join it by; solo has none.
    pub join_code: Option<JoinCode>,
    /// How many questions there are.
    pub questions: usize,
    /// How many of them are closed.
    pub answered: i64,
    /// The question that is open, or comes next; `None` when it is over.
    pub current: Option<QuestionId>,
    /// When the next question comes by itself.
    pub opens_at: Option<Timestamp>,
    /// When the open question's time is over.
    pub closes_at: Option<Timestamp>,
    /// Wrong answers that the player, in `collab` the team, can still afford.
    pub hearts_left: i64,
    /// The points of all answers of the player, in `collab` of the team.
    pub score: i64,
    /// How many of these answers were right in full.
    pub right_count: i64,
    /// All who have a seat, or had one when the game began, in the order of seats.
    pub players: Vec<Seat>,
    /// When it became active.
    pub started_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it finished.
    pub ended_at: Option<Timestamp>,
    /// How it ended for the player, and what that paid.
    pub ending: Option<Ending>,
    /// Counts changes, from 1.
    pub version: i64,
}

/// One of the players.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seat {
    /// Who.
    pub user: UserId,
    /// Their name. `None`: they are deleted.
    pub username: Option<String>,
    /// In the order of joining, from 1.
    pub seat: i64,
    /// Whether the game may begin for all they care.
    pub is_ready: bool,
    /// See [`Player`].
    pub hearts_left: i64,
    /// See [`Player`].
    pub score: i64,
    /// How they went, if they did.
    pub departure: Option<Departure>,
    /// Set at the end.
    pub result: Option<SessionResult>,
}

/// Finds the names of players.
#[derive(Clone)]
pub(super) struct Summaries {
    users: Arc<dyn Users>,
}

impl Summaries {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
        }
    }

    /// The session as one of its players is told of it.
    pub(super) async fn told(
        &self,
        session: &QuizSession,
        user: UserId,
    ) -> Result<SessionSummary, Outage> {
        // Asked for at once: the store reads them together.
        let names = session.players.iter().map(|player| self.name(player.user));
        let names = futures::future::try_join_all(names).await?;
        Ok(SessionSummary::new(session, user, names))
    }

    async fn name(&self, user: UserId) -> Result<Option<String>, Outage> {
        let found = self.users.find(user).await?;
        let found = found.filter(|user| user.deleted_at.is_none());
        Ok(found.map(|user| user.username.to_string()))
    }
}

impl SessionSummary {
    fn new(session: &QuizSession, user: UserId, names: Vec<Option<String>>) -> Self {
        let own = session.player(user);
        let has_started = session.started_at.is_some();
        let seats = session.players.iter().zip(names);
        Self {
            id: session.id,
            mode: session.mode,
            status: session.status,
            rules: session.rules.clone(),
            quiz: session.quiz,
            host: session.host,
            join_code: session.join_code.clone(),
            questions: session.questions.len(),
            answered: session.position,
            current: session.current(),
            opens_at: session.opens_at,
            closes_at: session.closes_at(),
            hearts_left: own.map_or(0, |player| player.hearts_left),
            score: own.map_or(0, |player| player.score),
            right_count: own.map_or(0, |player| player.right_count),
            players: seats
                .filter(|(player, _)| player.is_here() || has_started && player.result.is_some())
                .map(|(player, name)| Seat::new(player, name))
                .collect(),
            started_at: session.started_at,
            updated_at: session.updated_at,
            ended_at: session.ended_at,
            ending: session.ending_of(user),
            version: session.version,
        }
    }
}

impl Seat {
    fn new(player: &Player, username: Option<String>) -> Self {
        Self {
            user: player.user,
            username,
            seat: player.seat,
            is_ready: player.is_ready,
            hearts_left: player.hearts_left,
            score: player.score,
            departure: player.departure,
            result: player.result,
        }
    }
}

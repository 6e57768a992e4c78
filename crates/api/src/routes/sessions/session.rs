use super::ending::ApiEnding;
use crate::extract::version_tag;
use crate::words;
use actix_web::{HttpResponse, HttpResponseBuilder};
use ludger_application::play::{Seat, SessionSummary};
use ludger_domain::Timestamp;
use ludger_domain::ids::{GameSessionId, QuestionId, QuizId, UserId};
use ludger_domain::money::Currencies;
use ludger_domain::quiz::{Departure, JoinCode, Mode, SessionResult, Status};
use serde::Serialize;
use utoipa::ToSchema;

/// A session, as its players may know it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub(super) struct ApiSession {
    #[schema(value_type = Uuid)]
    id: GameSessionId,
    #[schema(schema_with = words::mode)]
    mode: Mode,
    #[schema(schema_with = words::status)]
    status: Status,
    /// Who may pause it, and send others away while it waits.
    #[schema(value_type = Uuid)]
    host_id: UserId,
    /// What others join it by; `null` in `solo`.
    #[schema(required, example = "7K2M9X")]
    join_code: Option<String>,
    /// The quiz that it is a session of; `null`: its questions were drawn from the bank.
    #[schema(value_type = Option<Uuid>, required)]
    quiz_id: Option<QuizId>,
    /// How many may play.
    #[schema(example = 8)]
    seats: i64,
    /// In the order of seats.
    players: Vec<ApiPlayer>,
    /// How many questions there are.
    #[schema(example = 10)]
    questions: usize,
    /// How many of them are closed.
    #[schema(example = 4)]
    answered: i64,
    /// The question that is open, or comes next; `null` when it is over.
    #[schema(value_type = Option<Uuid>, required)]
    current_question: Option<QuestionId>,
    /// When the next question comes by itself; `null`: it is open, or comes when it is asked for.
    #[schema(required)]
    opens_at: Option<Timestamp>,
    /// When the time of the open question is over; `null`: none is open, or it has as long as it takes.
    #[schema(required)]
    closes_at: Option<Timestamp>,
    /// Wrong answers that you, in `collab` your team, can still afford.
    #[schema(example = 2)]
    hearts_left: i64,
    /// The points of all your answers, in `collab` of your team's.
    #[schema(example = 250)]
    score: i64,
    /// How many of these answers were right in full.
    #[schema(example = 3)]
    right_count: i64,
    #[schema(required)]
    started_at: Option<Timestamp>,
    /// When it last changed. After 24 hours without a change it is over, as if it had been left.
    updated_at: Timestamp,
    #[schema(required)]
    ended_at: Option<Timestamp>,
    /// How it ended; `null` until it has.
    #[schema(required)]
    ended: Option<ApiEnding>,
    /// Counts changes, from 1.
    #[schema(example = 9)]
    version: i64,
}

/// Who plays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Player)]
struct ApiPlayer {
    #[schema(value_type = Uuid)]
    user_id: UserId,
    /// `null`: the user is deleted.
    #[schema(required, example = "ada")]
    username: Option<String>,
    /// In the order of joining, from 1.
    #[schema(example = 1)]
    seat: i64,
    /// Whether the game may begin for all they care.
    is_ready: bool,
    /// In `collab` the team's.
    #[schema(example = 2)]
    hearts_left: i64,
    /// In `collab` the team's.
    #[schema(example = 250)]
    score: i64,
    /// How they went; `null`: they are here.
    #[schema(schema_with = words::departure)]
    departure: Option<Departure>,
    /// `null` until the end.
    #[schema(schema_with = words::result_or_null)]
    result: Option<SessionResult>,
}

impl From<&Seat> for ApiPlayer {
    fn from(seat: &Seat) -> Self {
        Self {
            user_id: seat.user,
            username: seat.username.clone(),
            seat: seat.seat,
            is_ready: seat.is_ready,
            hearts_left: seat.hearts_left,
            score: seat.score,
            departure: seat.departure,
            result: seat.result,
        }
    }
}

impl ApiSession {
    pub(super) fn of(currencies: &Currencies, session: &SessionSummary) -> Self {
        Self {
            id: session.id,
            mode: session.mode,
            status: session.status,
            host_id: session.host,
            join_code: session.join_code.as_ref().map(JoinCode::to_string),
            quiz_id: session.quiz,
            seats: session.rules.seats,
            players: session.players.iter().map(ApiPlayer::from).collect(),
            questions: session.questions,
            answered: session.answered,
            current_question: session.current,
            opens_at: session.opens_at,
            closes_at: session.closes_at,
            hearts_left: session.hearts_left,
            score: session.score,
            right_count: session.right_count,
            started_at: session.started_at,
            updated_at: session.updated_at,
            ended_at: session.ended_at,
            ended: session
                .ending
                .map(|ending| ApiEnding::of(currencies, ending)),
            version: session.version,
        }
    }

    /// As the answer to a change.
    pub(super) fn answer(self, mut answer: HttpResponseBuilder) -> HttpResponse {
        answer.insert_header(version_tag(self.version)).json(self)
    }
}

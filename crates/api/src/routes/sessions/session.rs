use super::ending::ApiEnding;
use crate::extract::version_tag;
use crate::words;
use actix_web::{HttpResponse, HttpResponseBuilder};
use ludger_application::play::SessionSummary;
use ludger_domain::Timestamp;
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::money::Currencies;
use ludger_domain::quiz::{Mode, Status};
use serde::Serialize;
use utoipa::ToSchema;

/// A session, as its player may know it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub(super) struct ApiSession {
    #[schema(value_type = Uuid)]
    id: GameSessionId,
    #[schema(schema_with = words::mode)]
    mode: Mode,
    #[schema(schema_with = words::status)]
    status: Status,
    /// How many questions there are.
    #[schema(example = 10)]
    questions: usize,
    /// How many of them were answered.
    #[schema(example = 4)]
    answered: i64,
    /// The question to answer next; `null` when it is over.
    #[schema(value_type = Option<Uuid>, required)]
    current_question: Option<QuestionId>,
    /// Wrong answers until the end.
    #[schema(example = 2)]
    hearts_left: i64,
    /// The points of all answers.
    #[schema(example = 250)]
    score: i64,
    /// How many answers were right.
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

impl ApiSession {
    pub(super) fn of(currencies: &Currencies, session: &SessionSummary) -> Self {
        Self {
            id: session.id,
            mode: session.mode,
            status: session.status,
            questions: session.questions,
            answered: session.answered,
            current_question: session.current,
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

//! Quiz sessions: the session, its player and its questions, from three tables.

use super::{one_more, word};
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::key;
use crate::gather::{Found, all};
use crate::schema::{game_sessions, player_answers, session_players, session_questions};
use async_trait::async_trait;
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_domain::ids::{AnswerId, GameSessionId, PlayerAnswerId, QuestionId, UserId};
use ludger_domain::quiz::{End, Mode, PlayerAnswer, QuizSession, SessionResult, Status};
use ludger_ports::read::{QuizSessionFilter, QuizSessions};
use ludger_ports::{Page, PageRequest, Unavailable};
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = game_sessions)]
struct SessionRow {
    id: GameSessionId,
    user_id: UserId,
    mode: String,
    status: String,
    seed: i64,
    position: i64,
    served_at: Option<Timestamp>,
    served_version: Option<i64>,
    right_count: i64,
    started_at: Option<Timestamp>,
    updated_at: Timestamp,
    ended_at: Option<Timestamp>,
    ending: Option<String>,
    version: i64,
}

/// The one who made the session, as a player of it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = session_players)]
struct PlayerRow {
    hearts_left: i64,
    score: i64,
    result: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = player_answers)]
struct AnswerRow {
    id: PlayerAnswerId,
    session_id: GameSessionId,
    question_id: QuestionId,
    user_id: UserId,
    selected_answer_id: AnswerId,
    is_correct: bool,
    points_awarded: i64,
    answer_time_ms: i64,
    answered_at: Timestamp,
}

/// Sessions with their players, before anything narrows them.
macro_rules! sessions {
    () => {
        game_sessions::table
            .inner_join(
                session_players::table.on(session_players::session_id
                    .eq(game_sessions::id)
                    .and(session_players::user_id.eq(game_sessions::user_id))),
            )
            .select((SessionRow::as_select(), PlayerRow::as_select()))
    };
}

/// Two statements, however many sessions.
pub(crate) fn sessions_by_id(
    conn: &mut Connection,
    ids: &[GameSessionId],
) -> QueryResult<Found<GameSessionId, QuizSession>> {
    let rows = sessions!()
        .filter(game_sessions::id.eq_any(ids.iter().copied().map(key)))
        .load(conn)?;
    with_questions(conn, rows)
}

#[async_trait]
impl QuizSessions for DieselStore {
    async fn find(&self, id: GameSessionId) -> Result<Option<QuizSession>, Unavailable> {
        self.sessions.get(id).await
    }

    async fn open_solo_of(&self, user: UserId) -> Result<Option<QuizSession>, Unavailable> {
        let found = self
            .reader
            .run(move |conn| {
                // Literals, so that the index on open solo sessions is known to fit.
                let open = diesel::dsl::sql::<diesel::sql_types::Bool>(
                    "mode = 'solo' AND status <> 'finished'",
                );
                let rows = sessions!()
                    .filter(game_sessions::user_id.eq(key(user)))
                    .filter(open)
                    .load(conn)?;
                all(with_questions(conn, rows)?)
            })
            .await?;
        Ok(found.into_iter().next())
    }

    async fn list(
        &self,
        filter: &QuizSessionFilter,
        page: PageRequest<GameSessionId>,
    ) -> Result<Page<QuizSession, GameSessionId>, Unavailable> {
        let QuizSessionFilter { user, finished } = *filter;
        let found = self
            .reader
            .run(move |conn| {
                let mut query = sessions!()
                    .filter(game_sessions::user_id.eq(key(user)))
                    .into_boxed();
                query = match finished {
                    Some(true) => query.filter(game_sessions::status.eq(Status::Finished.as_str())),
                    Some(false) => {
                        query.filter(game_sessions::status.ne(Status::Finished.as_str()))
                    }
                    None => query,
                };
                if let Some(after) = page.after {
                    query = query.filter(game_sessions::id.lt(key(after)));
                }
                let rows = query
                    .order(game_sessions::id.desc())
                    .limit(one_more(page.limit))
                    .load(conn)?;
                all(with_questions(conn, rows)?)
            })
            .await?;
        Ok(Page::cut(found, page.limit, |session| session.id))
    }

    async fn answers(&self, id: GameSessionId) -> Result<Vec<PlayerAnswer>, Unavailable> {
        self.reader
            .run(move |conn| {
                let rows: Vec<AnswerRow> = player_answers::table
                    .filter(player_answers::session_id.eq(key(id)))
                    .order((player_answers::answered_at.asc(), player_answers::id.asc()))
                    .select(AnswerRow::as_select())
                    .load(conn)?;
                Ok(rows.into_iter().map(PlayerAnswer::from).collect())
            })
            .await
    }
}

/// The sessions of these rows, in their order.
fn with_questions(
    conn: &mut Connection,
    rows: Vec<(SessionRow, PlayerRow)>,
) -> QueryResult<Found<GameSessionId, QuizSession>> {
    use session_questions::{position, question_id, session_id};
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let drawn: Vec<(GameSessionId, QuestionId)> = session_questions::table
        .filter(session_id.eq_any(rows.iter().map(|(session, _)| key(session.id))))
        .order((session_id.asc(), position.asc()))
        .select((session_id, question_id))
        .load(conn)?;
    let mut of: HashMap<GameSessionId, Vec<QuestionId>> = HashMap::with_capacity(rows.len());
    for (session, question) in drawn {
        of.entry(session).or_default().push(question);
    }
    let read = |(session, player): (SessionRow, PlayerRow)| {
        let questions = of.remove(&session.id).unwrap_or_default();
        (session.id, session.read(player, questions))
    };
    Ok(rows.into_iter().map(read).collect())
}

impl SessionRow {
    fn read(self, player: PlayerRow, questions: Vec<QuestionId>) -> QueryResult<QuizSession> {
        let result = player
            .result
            .map(|name| word("a result", &name, SessionResult::from_name(&name)));
        let end = self
            .ending
            .map(|name| word("an ending", &name, End::from_name(&name)));
        Ok(QuizSession {
            id: self.id,
            user: self.user_id,
            mode: word("a mode", &self.mode, Mode::from_name(&self.mode))?,
            status: word("a status", &self.status, Status::from_name(&self.status))?,
            seed: self.seed,
            questions,
            position: self.position,
            served_at: self.served_at,
            served_version: self.served_version,
            hearts_left: player.hearts_left,
            score: player.score,
            right_count: self.right_count,
            started_at: self.started_at,
            updated_at: self.updated_at,
            ended_at: self.ended_at,
            result: result.transpose()?,
            end: end.transpose()?,
            version: self.version,
        })
    }
}

impl From<AnswerRow> for PlayerAnswer {
    fn from(row: AnswerRow) -> Self {
        Self {
            id: row.id,
            session: row.session_id,
            question: row.question_id,
            user: row.user_id,
            selected: row.selected_answer_id,
            is_correct: row.is_correct,
            points_awarded: row.points_awarded,
            answer_time_ms: row.answer_time_ms,
            answered_at: row.answered_at,
        }
    }
}

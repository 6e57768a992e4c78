//! Quiz sessions: the session, its players and its questions, from three tables.

use super::{corrupt, one_more, word};
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::{At, Key, key};
use crate::gather::{Found, all};
use crate::schema::{game_sessions, player_answers, session_players, session_questions};
use async_trait::async_trait;
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_domain::ids::{AnswerId, GameSessionId, PlayerAnswerId, QuestionId, QuizId, UserId};
use ludger_domain::quiz::{
    Award, Departure, End, JoinCode, Mode, Pauses, Player, PlayerAnswer, QuizSession, Round,
    SessionResult, Status,
};
use ludger_ports::read::{QuizSessionFilter, QuizSessions};
use ludger_ports::{Page, PageRequest, Unavailable};
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = game_sessions)]
struct SessionRow {
    id: GameSessionId,
    host_id: UserId,
    mode: String,
    status: String,
    seed: i64,
    position: i64,
    opened_at: Option<Timestamp>,
    words_version: Option<i64>,
    started_at: Option<Timestamp>,
    updated_at: Timestamp,
    ended_at: Option<Timestamp>,
    ending: Option<String>,
    version: i64,
    rules: String,
    quiz_id: Option<QuizId>,
    join_code: Option<String>,
    opens_at: Option<Timestamp>,
    pause_count: i64,
    paused_ms: i64,
    paused_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = session_players)]
struct PlayerRow {
    session_id: GameSessionId,
    user_id: UserId,
    hearts_left: i64,
    score: i64,
    result: Option<String>,
    seat: i64,
    is_ready: bool,
    right_count: i64,
    streak: i64,
    joined_at: Timestamp,
    departure: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = player_answers)]
struct AnswerRow {
    id: PlayerAnswerId,
    session_id: GameSessionId,
    question_id: QuestionId,
    user_id: UserId,
    selected_answer_id: Option<AnswerId>,
    points_awarded: i64,
    answer_time_ms: i64,
    answered_at: Timestamp,
    picked: Option<String>,
    credit: i64,
    hearts_left: Option<i64>,
    score: Option<i64>,
}

/// Two statements, however many sessions. A session and its players come by one of them: they change in one commit, and
/// must be of one moment. Its questions never change.
pub(crate) fn sessions_by_id(
    conn: &mut Connection,
    ids: &[GameSessionId],
) -> QueryResult<Found<GameSessionId, QuizSession>> {
    let seats = session_players::table.on(session_players::session_id.eq(game_sessions::id));
    let rows: Vec<(SessionRow, PlayerRow)> = game_sessions::table
        .inner_join(seats)
        .filter(game_sessions::id.eq_any(ids.iter().copied().map(key)))
        .order((game_sessions::id.asc(), session_players::seat.asc()))
        .select((SessionRow::as_select(), PlayerRow::as_select()))
        .load(conn)?;
    let (mut sessions, mut players) = (Vec::<SessionRow>::new(), Seats::new());
    for (session, player) in rows {
        players.entry(session.id).or_default().push(player);
        if sessions.last().is_none_or(|last| last.id != session.id) {
            sessions.push(session);
        }
    }
    whole(conn, sessions, players)
}

/// The players of sessions, in the order of seats.
type Seats = HashMap<GameSessionId, Vec<PlayerRow>>;

/// The sessions of these rows, which were read over one moment of the database.
fn with_players(conn: &mut Connection, rows: Vec<SessionRow>) -> QueryResult<Vec<QuizSession>> {
    let seats: Vec<PlayerRow> = session_players::table
        .filter(session_players::session_id.eq_any(rows.iter().map(|row| key(row.id))))
        .order((
            session_players::session_id.asc(),
            session_players::seat.asc(),
        ))
        .select(PlayerRow::as_select())
        .load(conn)?;
    let mut players = Seats::with_capacity(rows.len());
    for seat in seats {
        players.entry(seat.session_id).or_default().push(seat);
    }
    all(whole(conn, rows, players)?)
}

#[async_trait]
impl QuizSessions for DieselStore {
    async fn find(&self, id: GameSessionId) -> Result<Option<QuizSession>, Unavailable> {
        self.sessions.get(id).await
    }

    async fn open_solo_of(&self, user: UserId) -> Result<Option<QuizSession>, Unavailable> {
        let read = move |conn: &mut Connection| {
            // Literals, so that the index on open solo sessions is known to fit.
            let open = diesel::dsl::sql::<diesel::sql_types::Bool>(
                "mode = 'solo' AND status <> 'finished'",
            );
            let rows = game_sessions::table
                .filter(game_sessions::host_id.eq(key(user)))
                .filter(open)
                .select(SessionRow::as_select())
                .load(conn)?;
            with_players(conn, rows)
        };
        let found = self.reader.run(move |conn| conn.snapshot(read)).await?;
        Ok(found.into_iter().next())
    }

    async fn by_code(&self, code: &JoinCode) -> Result<Option<QuizSession>, Unavailable> {
        let code = code.as_str().to_owned();
        let read = move |conn: &mut Connection| {
            let open = diesel::dsl::sql::<diesel::sql_types::Bool>("status <> 'finished'");
            let rows = game_sessions::table
                .filter(game_sessions::join_code.eq(&code))
                .filter(open)
                .select(SessionRow::as_select())
                .load(conn)?;
            with_players(conn, rows)
        };
        let found = self.reader.run(move |conn| conn.snapshot(&read)).await?;
        Ok(found.into_iter().next())
    }

    async fn due(
        &self,
        by: Timestamp,
        limit: usize,
    ) -> Result<Vec<(GameSessionId, Timestamp)>, Unavailable> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found: Vec<(GameSessionId, Option<Timestamp>)> = self
            .reader
            .run(move |conn| {
                game_sessions::table
                    .filter(game_sessions::due_at.le(At(by)))
                    .order((game_sessions::due_at.asc(), game_sessions::id.asc()))
                    .select((game_sessions::id, game_sessions::due_at))
                    .limit(limit)
                    .load(conn)
            })
            .await?;
        Ok(found
            .into_iter()
            .filter_map(|(id, at)| Some((id, at?)))
            .collect())
    }

    async fn list(
        &self,
        filter: &QuizSessionFilter,
        page: PageRequest<GameSessionId>,
    ) -> Result<Page<QuizSession, GameSessionId>, Unavailable> {
        let QuizSessionFilter { user, finished } = *filter;
        let read = move |conn: &mut Connection| {
            let seats = session_players::table
                .filter(session_players::user_id.eq(key(user)))
                .filter(
                    session_players::departure
                        .is_null()
                        .or(session_players::departure.ne(Departure::Kicked.as_str())),
                )
                .select(session_players::session_id);
            let mut query = game_sessions::table
                .filter(game_sessions::id.eq_any(seats))
                .select(SessionRow::as_select())
                .into_boxed();
            query = match finished {
                Some(true) => query.filter(game_sessions::status.eq(Status::Finished.as_str())),
                Some(false) => query.filter(game_sessions::status.ne(Status::Finished.as_str())),
                None => query,
            };
            if let Some(after) = page.after {
                query = query.filter(game_sessions::id.lt(key(after)));
            }
            let rows = query
                .order(game_sessions::id.desc())
                .limit(one_more(page.limit))
                .load(conn)?;
            with_players(conn, rows)
        };
        let found = self.reader.run(move |conn| conn.snapshot(read)).await?;
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
                rows.into_iter().map(PlayerAnswer::try_from).collect()
            })
            .await
    }

    async fn answer_count(
        &self,
        id: GameSessionId,
        question: QuestionId,
    ) -> Result<usize, Unavailable> {
        let count: i64 = self
            .reader
            .run(move |conn| {
                player_answers::table
                    .filter(player_answers::session_id.eq(key(id)))
                    .filter(player_answers::question_id.eq(key(question)))
                    .count()
                    .get_result(conn)
            })
            .await?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    async fn answers_to(
        &self,
        id: GameSessionId,
        question: QuestionId,
    ) -> Result<Vec<PlayerAnswer>, Unavailable> {
        self.reader
            .run(move |conn| {
                let rows: Vec<AnswerRow> = player_answers::table
                    .filter(player_answers::session_id.eq(key(id)))
                    .filter(player_answers::question_id.eq(key(question)))
                    .order((player_answers::answered_at.asc(), player_answers::id.asc()))
                    .select(AnswerRow::as_select())
                    .load(conn)?;
                rows.into_iter().map(PlayerAnswer::try_from).collect()
            })
            .await
    }
}

/// The sessions of these rows, in their order, with their players and questions.
fn whole(
    conn: &mut Connection,
    rows: Vec<SessionRow>,
    mut players: Seats,
) -> QueryResult<Found<GameSessionId, QuizSession>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Key> = rows.iter().map(|session| key(session.id)).collect();
    let mut questions = questions(conn, &ids)?;
    let read = |session: SessionRow| {
        let questions = questions.remove(&session.id).unwrap_or_default();
        let players = players.remove(&session.id).unwrap_or_default();
        (session.id, session.read(players, questions))
    };
    Ok(rows.into_iter().map(read).collect())
}

fn questions(
    conn: &mut Connection,
    sessions: &[Key],
) -> QueryResult<HashMap<GameSessionId, Vec<QuestionId>>> {
    use session_questions::{position, question_id, session_id};
    let drawn: Vec<(GameSessionId, QuestionId)> = session_questions::table
        .filter(session_id.eq_any(sessions.iter().copied()))
        .order((session_id.asc(), position.asc()))
        .select((session_id, question_id))
        .load(conn)?;
    let mut of: HashMap<GameSessionId, Vec<QuestionId>> = HashMap::with_capacity(sessions.len());
    for (session, question) in drawn {
        of.entry(session).or_default().push(question);
    }
    Ok(of)
}

impl SessionRow {
    fn read(self, players: Vec<PlayerRow>, questions: Vec<QuestionId>) -> QueryResult<QuizSession> {
        let end = self
            .ending
            .map(|name| word("an ending", &name, End::from_name(&name)));
        let code = self
            .join_code
            .map(|code| word("a join code", &code, JoinCode::parse(&code)));
        let round = self.opened_at.zip(self.words_version);
        let pauses = Pauses {
            count: self.pause_count,
            spent_ms: self.paused_ms,
            since: self.paused_at,
        };
        Ok(QuizSession {
            id: self.id,
            host: self.host_id,
            mode: word("a mode", &self.mode, Mode::from_name(&self.mode))?,
            status: word("a status", &self.status, Status::from_name(&self.status))?,
            rules: json("rules", &self.rules)?,
            quiz: self.quiz_id,
            join_code: code.transpose()?,
            seed: self.seed,
            questions,
            position: self.position,
            opens_at: self.opens_at,
            round: round.map(|(opened_at, words_version)| Round {
                opened_at,
                words_version,
            }),
            pauses,
            players: players
                .into_iter()
                .map(Player::try_from)
                .collect::<QueryResult<_>>()?,
            started_at: self.started_at,
            updated_at: self.updated_at,
            ended_at: self.ended_at,
            end: end.transpose()?,
            version: self.version,
        })
    }
}

impl TryFrom<PlayerRow> for Player {
    type Error = diesel::result::Error;

    fn try_from(row: PlayerRow) -> QueryResult<Self> {
        let result = row
            .result
            .map(|name| word("a result", &name, SessionResult::from_name(&name)));
        let departure = row
            .departure
            .map(|name| word("a departure", &name, Departure::from_name(&name)));
        Ok(Self {
            user: row.user_id,
            seat: row.seat,
            is_ready: row.is_ready,
            hearts_left: row.hearts_left,
            score: row.score,
            right_count: row.right_count,
            streak: row.streak,
            joined_at: row.joined_at,
            departure: departure.transpose()?,
            result: result.transpose()?,
        })
    }
}

impl TryFrom<AnswerRow> for PlayerAnswer {
    type Error = diesel::result::Error;

    fn try_from(row: AnswerRow) -> QueryResult<Self> {
        let picked = row.picked.map(|picked| json("an answer", &picked));
        let award = row
            .hearts_left
            .zip(row.score)
            .map(|(hearts_left, score)| Award {
                points: row.points_awarded,
                hearts_left,
                score,
            });
        Ok(Self {
            id: row.id,
            session: row.session_id,
            question: row.question_id,
            user: row.user_id,
            picked: picked.transpose()?,
            selected: row.selected_answer_id,
            credit: row.credit,
            answer_time_ms: row.answer_time_ms,
            answered_at: row.answered_at,
            award,
        })
    }
}

pub(super) fn json<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> QueryResult<T> {
    serde_json::from_str(text).map_err(|error| corrupt(what, error))
}

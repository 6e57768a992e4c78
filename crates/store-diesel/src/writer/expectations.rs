//! What must still be so. Each kind of expectation that occurs in a batch costs one statement; on Postgres it locks
//! the rows that it finds, in id order, until the batch is committed.
//!
//! That something is *absent* cannot be locked. Emails, names, titles and open sessions have a unique index behind
//! them: if somebody else was first after all, the batch fails and its members are tried one by one. Who is an admin
//! has none, so whoever asks or changes it takes an advisory lock.

use super::worker::Batch;
use crate::connection::Connection;
use crate::dialect::{Key, key, on};
use crate::read::AttemptsRow;
use crate::schema::{self, questions, quizzes, role_grants, topics, users};
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_domain::accounts::{Attempts, Role, ThrottleKey, TokenHash};
use ludger_domain::ids::{
    ApiTokenId, AuthSessionId, GameSessionId, JobId, LeaderboardId, QuestionId, QuizId, TopicId,
    UserId,
};
use ludger_domain::quiz::QuizStatus;
use ludger_ports::{CommitError, Expectation, Row, Subject};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use uuid::Uuid;

/// Any number: it names the lock on who is an admin.
const ADMINS_LOCK: i64 = 0x6c75_6467_6572;

/// What the database says about everything that the batch expects.
#[derive(Default)]
struct Facts {
    emails: HashSet<String>,
    usernames: HashSet<String>,
    admins: HashSet<UserId>,
    auth_sessions: HashMap<AuthSessionId, i64>,
    users: HashMap<UserId, i64>,
    attempts: HashMap<ThrottleKey, Attempts>,
    unused: HashSet<TokenHash>,
    unused_tickets: HashSet<TokenHash>,
    api_tokens: HashMap<ApiTokenId, i64>,
    second_factors: HashMap<UserId, i64>,
    jobs: HashMap<JobId, i64>,
    /// Topics of the bank.
    topics: HashMap<TopicId, i64>,
    used_topics: HashSet<TopicId>,
    titles: HashSet<String>,
    questions: HashMap<QuestionId, i64>,
    /// Questions that are not in the bank.
    gone: HashSet<QuestionId>,
    published: HashSet<QuestionId>,
    files: HashSet<String>,
    shown: HashSet<String>,
    quizzes: HashMap<QuizId, i64>,
    quiz_sessions: HashMap<GameSessionId, i64>,
    solo_players: HashSet<UserId>,
    join_codes: HashSet<String>,
    /// Who answered, of those that an expectation asks about.
    answers: HashSet<(GameSessionId, QuestionId, UserId)>,
    answer_counts: HashMap<(GameSessionId, QuestionId), usize>,
    leaderboards: HashMap<LeaderboardId, i64>,
}

/// Rejects members that expect what is not so.
pub(super) fn check(conn: &mut Connection, batch: &mut Batch<'_>) -> QueryResult<()> {
    let open = batch.open();
    let expected: Vec<_> = open
        .iter()
        .flat_map(|index| &batch.parts(*index).expectations)
        .collect();
    let admins = open.iter().any(|index| {
        batch
            .parts(*index)
            .subjects()
            .contains_key(&Subject::Admins)
    });
    if admins {
        lock_admins(conn)?;
    }
    if expected.is_empty() {
        return lock_players(conn, batch);
    }
    let facts = Facts::load(conn, &expected)?;
    lock_players(conn, batch)?;
    for index in open {
        if let Some(broken) = batch
            .parts(index)
            .expectations
            .iter()
            .find(|it| !facts.hold(it))
        {
            let stale = CommitError::Stale(broken.clone());
            batch.decide(index, Err(stale));
        }
    }
    Ok(())
}

/// Whoever scores is seen on boards or not: that must not change until the score is there. Others may score, and refer to
/// them, meanwhile.
fn lock_players(conn: &mut Connection, batch: &Batch<'_>) -> QueryResult<()> {
    let rows = batch
        .open()
        .into_iter()
        .flat_map(|index| &batch.parts(index).rows);
    let players = rows.filter_map(|row| match row {
        Row::Scored(scored) => Some(scored.user),
        _ => None,
    });
    let players: BTreeSet<_> = players.collect();
    if players.is_empty() {
        return Ok(());
    }
    let players = users::table
        .filter(users::id.eq_any(players.into_iter().map(key)))
        .order(users::id)
        .select(users::id);
    on!(conn =>
        pg: |c| players.for_share().load::<Uuid>(c).map(drop),
        sqlite: |_| Ok(()),
    )
}

/// On SQLite the write transaction itself is that lock.
fn lock_admins(conn: &mut Connection) -> QueryResult<()> {
    diesel::define_sql_function! {
        fn pg_advisory_xact_lock(key: diesel::sql_types::BigInt) -> diesel::sql_types::Bool;
    }
    on!(conn =>
        pg: |c| diesel::select(pg_advisory_xact_lock(ADMINS_LOCK)).execute(c).map(|_| ()),
        sqlite: |_| Ok(()),
    )
}

/// The rows of a query, locked where there is something to lock.
macro_rules! locked {
    ($conn:expr, $query:expr) => {
        on!($conn => pg: |c| $query.for_update().load(c), sqlite: |c| $query.load(c))
    };
}

impl Facts {
    fn load(conn: &mut Connection, expected: &[&Expectation]) -> QueryResult<Self> {
        let mut facts = Self::default();
        facts.load_accounts(conn, expected)?;
        facts.load_access(conn, expected)?;
        facts.load_tickets(conn, expected)?;
        facts.load_bank(conn, expected)?;
        facts.load_content(conn, expected)?;
        facts.load_media(conn, expected)?;
        facts.load_play(conn, expected)?;
        facts.load_leaderboards(conn, expected)?;
        Ok(facts)
    }

    fn load_accounts(
        &mut self,
        conn: &mut Connection,
        expected: &[&Expectation],
    ) -> QueryResult<()> {
        let emails = keys(expected, |it| match it {
            Expectation::EmailFree(key) => Some(key.clone()),
            _ => None,
        });
        if !emails.is_empty() {
            let taken = users::table
                .filter(users::email_key.eq_any(emails))
                .select(users::email_key);
            self.emails = taken
                .load::<Option<String>>(conn)?
                .into_iter()
                .flatten()
                .collect();
        }
        let usernames = keys(expected, |it| match it {
            Expectation::UsernameFree(key) => Some(key.clone()),
            _ => None,
        });
        if !usernames.is_empty() {
            let taken = users::table.filter(users::username_key.eq_any(usernames));
            self.usernames = taken
                .select(users::username_key)
                .load(conn)?
                .into_iter()
                .collect();
        }
        if expected
            .iter()
            .any(|it| matches!(it, Expectation::NoAdmin | Expectation::AdminBesides(_)))
        {
            use schema::users;
            let admins = role_grants::table
                .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
                .filter(role_grants::role.eq(Role::Admin.as_str()))
                .filter(users::deleted_at.is_null())
                .filter(users::locked_at.is_null());
            self.admins = admins
                .select(role_grants::user_id)
                .load(conn)?
                .into_iter()
                .collect();
        }
        let sessions = keys(expected, |it| match it {
            Expectation::AuthSessionAt(id, _) => Some(*id),
            _ => None,
        });
        if !sessions.is_empty() {
            use schema::auth_sessions::dsl::{auth_sessions, id, version};
            let those = auth_sessions.filter(id.eq_any(ids(&sessions)));
            let found: Vec<_> = locked!(conn, those.order(id).select((id, version)))?;
            self.auth_sessions = found.into_iter().collect();
        }
        Ok(())
    }

    fn load_access(&mut self, conn: &mut Connection, expected: &[&Expectation]) -> QueryResult<()> {
        let listed = keys(expected, |it| match it {
            // Where there is no second factor yet, its user's row is what two writers meet on.
            Expectation::UserAt(id, _) | Expectation::SecondFactorAt(id, _) => Some(*id),
            _ => None,
        });
        if !listed.is_empty() {
            use schema::users::dsl::{id, users, version};
            let those = users.filter(id.eq_any(ids(&listed)));
            let found: Vec<_> = locked!(conn, those.order(id).select((id, version)))?;
            self.users = found.into_iter().collect();
        }
        let listed = keys(expected, |it| match it {
            Expectation::MayAttempt(attempt) => Some(attempt.key),
            _ => None,
        });
        if !listed.is_empty() {
            use schema::attempts::dsl::{attempts, key};
            let those = attempts.filter(key.eq_any(listed.iter().map(|it| it.0.0.to_vec())));
            let found: Vec<AttemptsRow> = locked!(conn, those.order(key))?;
            self.attempts = found
                .into_iter()
                .map(AttemptsRow::read)
                .collect::<QueryResult<_>>()?;
        }
        let listed = keys(expected, |it| match it {
            Expectation::OneTimeUnused(hash) => Some(*hash),
            _ => None,
        });
        if !listed.is_empty() {
            use schema::one_time_tokens::dsl::{hash, one_time_tokens, used_at};
            let those = one_time_tokens
                .filter(hash.eq_any(listed.iter().map(|it| it.0.to_vec())))
                .filter(used_at.is_null());
            let found: Vec<Vec<u8>> = locked!(conn, those.order(hash).select(hash))?;
            let found = found.into_iter().map(<[u8; 32]>::try_from);
            self.unused = found.flatten().map(TokenHash).collect();
        }
        let listed = keys(expected, |it| match it {
            Expectation::ApiTokenAt(id, _) => Some(*id),
            _ => None,
        });
        if !listed.is_empty() {
            use schema::api_tokens::dsl::{api_tokens, id, version};
            let those = api_tokens.filter(id.eq_any(ids(&listed)));
            let found: Vec<_> = locked!(conn, those.order(id).select((id, version)))?;
            self.api_tokens = found.into_iter().collect();
        }
        let listed = keys(expected, |it| match it {
            Expectation::SecondFactorAt(user, _) => Some(*user),
            _ => None,
        });
        if !listed.is_empty() {
            use schema::second_factors::dsl::{second_factors, user_id, version};
            let those = second_factors.filter(user_id.eq_any(ids(&listed)));
            let found: Vec<_> = locked!(conn, those.order(user_id).select((user_id, version)))?;
            self.second_factors = found.into_iter().collect();
        }
        let listed = keys(expected, |it| match it {
            Expectation::JobAt(id, _) => Some(*id),
            _ => None,
        });
        if !listed.is_empty() {
            use schema::jobs::dsl::{id, jobs, version};
            let those = jobs.filter(id.eq_any(ids(&listed)));
            let found: Vec<_> = locked!(conn, those.order(id).select((id, version)))?;
            self.jobs = found.into_iter().collect();
        }
        Ok(())
    }

    fn load_tickets(
        &mut self,
        conn: &mut Connection,
        expected: &[&Expectation],
    ) -> QueryResult<()> {
        use schema::tickets::dsl::{hash, tickets, used_at};
        let listed = keys(expected, |it| match it {
            Expectation::TicketUnused(it) => Some(*it),
            _ => None,
        });
        if listed.is_empty() {
            return Ok(());
        }
        let those = tickets
            .filter(hash.eq_any(listed.iter().map(|it| it.0.to_vec())))
            .filter(used_at.is_null());
        let found: Vec<Vec<u8>> = locked!(conn, those.order(hash).select(hash))?;
        let found = found.into_iter().map(<[u8; 32]>::try_from);
        self.unused_tickets = found.flatten().map(TokenHash).collect();
        Ok(())
    }

    fn load_bank(&mut self, conn: &mut Connection, expected: &[&Expectation]) -> QueryResult<()> {
        let listed = keys(expected, |it| match it {
            Expectation::TopicAt(id, _)
            | Expectation::TopicThere(id)
            | Expectation::TopicUnused(id) => Some(*id),
            _ => None,
        });
        if !listed.is_empty() {
            use schema::topics::dsl::{deleted_at, id, topics, version};
            let in_bank = topics
                .filter(id.eq_any(ids(&listed)))
                .filter(deleted_at.is_null());
            let found: Vec<_> = locked!(conn, in_bank.order(id).select((id, version)))?;
            self.topics = found.into_iter().collect();
        }
        let listed = keys(expected, |it| match it {
            Expectation::TopicUnused(id) => Some(*id),
            _ => None,
        });
        if !listed.is_empty() {
            let used = questions::table.filter(questions::topic_id.eq_any(ids(&listed)));
            let used = used
                .filter(questions::deleted_at.is_null())
                .select(questions::topic_id)
                .distinct();
            self.used_topics = used.load(conn)?.into_iter().collect();
            let used = quizzes::table
                .filter(quizzes::topic_id.eq_any(ids(&listed)))
                .filter(quizzes::deleted_at.is_null())
                .select(quizzes::topic_id)
                .distinct();
            self.used_topics.extend(used.load::<TopicId>(conn)?);
        }
        let titles = keys(expected, |it| match it {
            Expectation::TitleFree(key) => Some(key.clone()),
            _ => None,
        });
        if !titles.is_empty() {
            let taken = topics::table
                .filter(topics::title_key.eq_any(titles))
                .filter(topics::deleted_at.is_null());
            self.titles = taken
                .select(topics::title_key)
                .load(conn)?
                .into_iter()
                .collect();
        }
        let listed = keys(expected, |it| match it {
            Expectation::QuestionAt(id, _)
            | Expectation::QuestionThere(id)
            | Expectation::QuestionUnpublished(id) => Some(*id),
            _ => None,
        });
        if !listed.is_empty() {
            use schema::questions::dsl::{deleted_at, id, questions, version};
            let those = questions.filter(id.eq_any(ids(&listed)));
            let found: Vec<(QuestionId, i64, Option<Timestamp>)> =
                locked!(conn, those.order(id).select((id, version, deleted_at)))?;
            for (question, at, gone_since) in found {
                self.questions.insert(question, at);
                if gone_since.is_some() {
                    self.gone.insert(question);
                }
            }
        }
        Ok(())
    }

    /// After [`Self::load_bank`]: whoever publishes a question holds its row, so what is seen here stays so.
    fn load_content(
        &mut self,
        conn: &mut Connection,
        expected: &[&Expectation],
    ) -> QueryResult<()> {
        use schema::quiz_questions;
        let listed = keys(expected, |it| match it {
            Expectation::QuizAt(id, _) => Some(*id),
            _ => None,
        });
        if !listed.is_empty() {
            use quizzes::dsl::{id, version};
            let those = quizzes::table.filter(id.eq_any(ids(&listed)));
            let found: Vec<_> = locked!(conn, those.order(id).select((id, version)))?;
            self.quizzes = found.into_iter().collect();
        }
        let listed = keys(expected, |it| match it {
            Expectation::QuestionUnpublished(id) => Some(*id),
            _ => None,
        });
        if !listed.is_empty() {
            let asked = quiz_questions::table
                .inner_join(quizzes::table.on(quizzes::id.eq(quiz_questions::quiz_id)))
                .filter(quiz_questions::question_id.eq_any(ids(&listed)))
                .filter(quizzes::status.eq(QuizStatus::Published.as_str()))
                .filter(quizzes::deleted_at.is_null());
            let asked = asked.select(quiz_questions::question_id).distinct();
            self.published = asked.load(conn)?.into_iter().collect();
        }
        Ok(())
    }

    /// Whoever shows a file, and whoever forgets it, holds its row.
    fn load_media(&mut self, conn: &mut Connection, expected: &[&Expectation]) -> QueryResult<()> {
        use schema::{media_files, question_media};
        let listed = keys(expected, |it| match it {
            Expectation::MediaThere(name) | Expectation::MediaUnused(name) => Some(*name),
            _ => None,
        });
        if listed.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = listed.iter().map(ToString::to_string).collect();
        let name = media_files::name;
        let those = media_files::table.filter(name.eq_any(&names));
        let found: Vec<String> = locked!(conn, those.order(name).select(name))?;
        self.files = found.into_iter().collect();
        let shown = question_media::table
            .filter(question_media::file.eq_any(names.into_iter().map(Some)))
            .select(question_media::file)
            .distinct();
        let shown: Vec<Option<String>> = shown.load(conn)?;
        self.shown = shown.into_iter().flatten().collect();
        Ok(())
    }

    fn load_play(&mut self, conn: &mut Connection, expected: &[&Expectation]) -> QueryResult<()> {
        use schema::game_sessions::dsl::{
            game_sessions, host_id, id, join_code, mode, status, version,
        };
        let listed = keys(expected, |it| match it {
            Expectation::QuizSessionAt(session, _) => Some(*session),
            _ => None,
        });
        if !listed.is_empty() {
            let those = game_sessions.filter(id.eq_any(ids(&listed)));
            let found: Vec<_> = locked!(conn, those.order(id).select((id, version)))?;
            self.quiz_sessions = found.into_iter().collect();
        }
        let players = keys(expected, |it| match it {
            Expectation::NoSoloOf(user) => Some(*user),
            _ => None,
        });
        if !players.is_empty() {
            let open = game_sessions
                .filter(host_id.eq_any(ids(&players)))
                .filter(mode.eq("solo"));
            self.solo_players = open
                .filter(status.ne("finished"))
                .select(host_id)
                .load(conn)?
                .into_iter()
                .collect();
        }
        let codes = keys(expected, |it| match it {
            Expectation::JoinCodeFree(code) => Some(code.as_str().to_owned()),
            _ => None,
        });
        if !codes.is_empty() {
            let taken = game_sessions
                .filter(join_code.eq_any(codes))
                .filter(status.ne("finished"))
                .select(join_code);
            let taken: Vec<Option<String>> = taken.load(conn)?;
            self.join_codes = taken.into_iter().flatten().collect();
        }
        self.load_answers(conn, expected)
    }

    /// After their sessions were locked: nobody adds an answer to these any more.
    fn load_answers(
        &mut self,
        conn: &mut Connection,
        expected: &[&Expectation],
    ) -> QueryResult<()> {
        use schema::player_answers::dsl::{player_answers, question_id, session_id, user_id};
        let rounds = keys(expected, |it| match it {
            Expectation::Unanswered(session, question, _)
            | Expectation::AnswerCount(session, question, _) => Some((*session, *question)),
            _ => None,
        });
        if rounds.is_empty() {
            return Ok(());
        }
        let (sessions, questions): (Vec<_>, Vec<_>) = rounds.iter().copied().unzip();
        let found: Vec<(GameSessionId, QuestionId, UserId)> = player_answers
            .filter(session_id.eq_any(ids(&sessions)))
            .filter(question_id.eq_any(ids(&questions)))
            .select((session_id, question_id, user_id))
            .load(conn)?;
        for (session, question, _) in &found {
            *self.answer_counts.entry((*session, *question)).or_default() += 1;
        }
        self.answers = found.into_iter().collect();
        Ok(())
    }

    fn load_leaderboards(
        &mut self,
        conn: &mut Connection,
        expected: &[&Expectation],
    ) -> QueryResult<()> {
        use schema::leaderboards::dsl::{id, leaderboards, version};
        let listed = keys(expected, |it| match it {
            Expectation::LeaderboardAt(leaderboard, _) => Some(*leaderboard),
            _ => None,
        });
        if !listed.is_empty() {
            let those = leaderboards.filter(id.eq_any(ids(&listed)));
            let found: Vec<_> = locked!(conn, those.order(id).select((id, version)))?;
            self.leaderboards = found.into_iter().collect();
        }
        Ok(())
    }

    fn hold(&self, expectation: &Expectation) -> bool {
        match expectation {
            Expectation::EmailFree(key) => !self.emails.contains(key),
            Expectation::UsernameFree(key) => !self.usernames.contains(key),
            Expectation::NoAdmin => self.admins.is_empty(),
            Expectation::AdminBesides(user) => self.admins.iter().any(|admin| admin != user),
            Expectation::UserAt(id, version) => self.users.get(id) == Some(version),
            Expectation::MayAttempt(attempt) => attempt
                .take(self.attempts.get(&attempt.key).copied())
                .is_ok(),
            Expectation::OneTimeUnused(hash) => self.unused.contains(hash),
            Expectation::TicketUnused(hash) => self.unused_tickets.contains(hash),
            Expectation::ApiTokenAt(id, version) => self.api_tokens.get(id) == Some(version),
            Expectation::SecondFactorAt(user, version) => {
                self.second_factors.get(user) == version.as_ref()
            }
            Expectation::JobAt(id, version) => self.jobs.get(id) == Some(version),
            Expectation::AuthSessionAt(id, version) => self.auth_sessions.get(id) == Some(version),
            Expectation::TopicAt(id, version) => self.topics.get(id) == Some(version),
            Expectation::TopicThere(id) => self.topics.contains_key(id),
            Expectation::TopicUnused(id) => !self.used_topics.contains(id),
            Expectation::TitleFree(key) => !self.titles.contains(key),
            Expectation::QuestionAt(id, version) => self.questions.get(id) == Some(version),
            Expectation::QuestionThere(id) => {
                self.questions.contains_key(id) && !self.gone.contains(id)
            }
            Expectation::QuestionUnpublished(id) => !self.published.contains(id),
            Expectation::MediaThere(name) => self.files.contains(&name.to_string()),
            Expectation::MediaUnused(name) => !self.shown.contains(&name.to_string()),
            Expectation::QuizAt(id, version) => self.quizzes.get(id) == Some(version),
            Expectation::QuizSessionAt(id, version) => self.quiz_sessions.get(id) == Some(version),
            Expectation::NoSoloOf(user) => !self.solo_players.contains(user),
            Expectation::JoinCodeFree(code) => !self.join_codes.contains(code.as_str()),
            Expectation::Unanswered(session, question, user) => {
                !self.answers.contains(&(*session, *question, *user))
            }
            Expectation::AnswerCount(session, question, count) => {
                let found = self.answer_counts.get(&(*session, *question));
                found.copied().unwrap_or_default() == *count
            }
            Expectation::LeaderboardAt(id, version) => self.leaderboards.get(id) == Some(version),
        }
    }
}

/// Ids of any kind, for a query.
fn ids<T: Copy + Into<Uuid>>(typed: &[T]) -> Vec<Key> {
    typed.iter().map(|id| key(*id)).collect()
}

/// What the expectations of one kind ask for, each once, in order.
fn keys<K: Ord + Hash>(
    expected: &[&Expectation],
    pick: impl Fn(&Expectation) -> Option<K>,
) -> Vec<K> {
    let mut keys: Vec<K> = expected
        .iter()
        .filter_map(|expectation| pick(expectation))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

//! What was accepted, written: one statement for each table that a batch touches.
//!
//! Tables that others refer to come first. A commit's rows of one table keep their order; no row stands twice, because
//! commits that meet never share a batch.

mod accounts;
mod bank;
mod boards;
mod content;
mod events;
mod jobs;
mod ledger;
mod play;
mod tickets;

pub(super) use ledger::{Head, Moved, ledger};

use super::worker::Batch;
use crate::connection::Connection;
use crate::rows::{Column, Rows};
use diesel::QueryResult;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    Allowed, ApiToken, Attempt, AuditRecord, AuthSession, OneTimeToken, Purpose, Role, RoleGrant,
    SetupToken, ThrottleKey, Ticket, Token, User,
};
use ludger_domain::ids::{AuthSessionId, QuestionId, QuizId, UserId};
use ludger_domain::jobs::Job;
use ludger_domain::ledger::{AccountKey, Sealed};
use ludger_domain::quiz::{
    MediaFile, MediaName, PlayerAnswer, Question, Quiz, QuizSession, Star, Topic,
};
use ludger_ports::sabotage::Sabotage;
use ludger_ports::{Committed, IdempotencyRecord, NewEvent, Parts, Row, SealedFactor};

/// The rows of a batch, by table.
#[derive(Default)]
struct Sorted<'a> {
    users: Vec<&'a User>,
    grants: Vec<&'a RoleGrant>,
    revoked: Vec<(UserId, Role)>,
    setup_tokens: Vec<&'a SetupToken>,
    auth_sessions: Vec<&'a AuthSession>,
    tokens: Vec<&'a Token>,
    revoked_sessions: Vec<(UserId, Option<AuthSessionId>, Timestamp)>,
    one_time_tokens: Vec<&'a OneTimeToken>,
    tickets: Vec<&'a Ticket>,
    spent: Vec<(UserId, Purpose, Timestamp)>,
    api_tokens: Vec<&'a ApiToken>,
    second_factors: Vec<&'a SealedFactor>,
    removed_factors: Vec<UserId>,
    allowed: Vec<&'a Allowed>,
    disallowed: Vec<&'a str>,
    attempts: Vec<&'a Attempt>,
    forgiven_attempts: Vec<ThrottleKey>,
    forgotten_attempts: Vec<ThrottleKey>,
    jobs: Vec<&'a Job>,
    erased: Vec<(UserId, Option<&'a str>)>,
    pruned: Vec<Timestamp>,
    topics: Vec<&'a Topic>,
    questions: Vec<&'a Question>,
    quizzes: Vec<&'a Quiz>,
    played: Vec<QuizId>,
    media_files: Vec<&'a MediaFile>,
    forgotten_media: Vec<MediaName>,
    stars: Vec<&'a Star>,
    unstarred: Vec<(UserId, QuestionId)>,
    quiz_sessions: Vec<&'a QuizSession>,
    player_answers: Vec<&'a PlayerAnswer>,
    awarded: Vec<&'a PlayerAnswer>,
    boards: boards::OfBoards<'a>,
    hidden: Vec<(AccountKey, i64, Timestamp)>,
    audit: Vec<&'a AuditRecord>,
    events: Vec<(&'a NewEvent, Timestamp)>,
    idempotency: Vec<(&'a IdempotencyRecord, String, Timestamp)>,
}

/// Everything but the ledger.
pub(super) fn rows(
    conn: &mut Connection,
    batch: &Batch<'_>,
    sealed_audit: &[Sealed],
) -> QueryResult<()> {
    let mut sorted = Sorted::default();
    for (parts, committed) in batch.accepted() {
        sorted.add(parts, committed)?;
    }
    accounts::write(conn, &sorted)?;
    tickets::write(conn, &sorted)?;
    bank::write(conn, &sorted)?;
    content::write(conn, &sorted)?;
    play::write(conn, &sorted)?;
    jobs::write(conn, &sorted)?;
    hidden(conn, &sorted.hidden)?;
    audit(conn, &sorted.audit, sealed_audit)?;
    events::write(conn, &sorted.events)?;
    if !Sabotage::KeyElsewhere.is_on() {
        idempotency(conn, &sorted.idempotency)?;
    }
    boards::write(conn, &sorted)
}

/// For [`Sabotage::KeyElsewhere`].
pub(super) fn keys(conn: &mut Connection, batch: &Batch<'_>) -> QueryResult<()> {
    let mut sorted = Sorted::default();
    for (parts, committed) in batch.accepted() {
        sorted.add(parts, committed)?;
    }
    idempotency(conn, &sorted.idempotency)
}

impl<'a> Sorted<'a> {
    fn add(&mut self, parts: &'a Parts, committed: &Committed) -> QueryResult<()> {
        let Parts {
            at,
            idempotency,
            expectations: _,
            postings: _,
            rows,
            audit,
            events,
        } = parts;
        if let Some(record) = idempotency {
            let committed = serde_json::to_string(committed)
                .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
            self.idempotency.push((record, committed, *at));
        }
        self.audit.extend(audit);
        self.events.extend(events.iter().map(|event| (event, *at)));
        for row in rows {
            self.row(row, *at);
        }
        Ok(())
    }

    fn row(&mut self, row: &'a Row, at: Timestamp) {
        match row {
            Row::User(user) => self.users.push(user),
            Row::Allowed(allowed) => self.allowed.push(allowed),
            Row::Disallowed(email) => self.disallowed.push(email),
            Row::Attempted(attempt) => self.attempts.push(attempt),
            Row::AttemptForgiven(key) => self.forgiven_attempts.push(*key),
            Row::AttemptsForgotten(key) => self.forgotten_attempts.push(*key),
            Row::OneTimeToken(token) => self.one_time_tokens.push(token),
            Row::Ticket(ticket) => self.tickets.push(ticket),
            Row::OneTimeTokensSpent { user, purpose, at } => {
                self.spent.push((*user, *purpose, *at));
            }
            Row::AuthSessionsRevoked { user, except, at } => {
                self.revoked_sessions.push((*user, *except, *at));
            }
            Row::ApiToken(token) => self.api_tokens.push(token),
            Row::SecondFactor(factor) => self.second_factors.push(factor),
            Row::SecondFactorRemoved(user) => self.removed_factors.push(*user),
            Row::Job(job) => self.jobs.push(job),
            Row::UserErased { user, email_key } => {
                self.erased.push((*user, email_key.as_deref()));
                self.boards.forget(*user);
            }
            Row::Pruned { before } => self.pruned.push(*before),
            Row::RoleGranted(grant) => self.grants.push(grant),
            Row::RoleRevoked(user, role) => self.revoked.push((*user, *role)),
            Row::SetupToken(token) => self.setup_tokens.push(token),
            Row::AuthSession(session) => self.auth_sessions.push(session),
            Row::Token(token) => self.tokens.push(token),
            Row::Topic(topic) => self.topics.push(topic),
            Row::Question(question) => self.questions.push(question),
            Row::Quiz(quiz) => self.quizzes.push(quiz),
            Row::QuizPlayed(id) => self.played.push(*id),
            Row::Starred(star) => self.stars.push(star),
            Row::Unstarred(user, question) => self.unstarred.push((*user, *question)),
            Row::MediaFile(file) => self.media_files.push(file),
            Row::MediaForgotten(name) => self.forgotten_media.push(*name),
            Row::QuizSession(session) => self.quiz_sessions.push(session),
            Row::PlayerAnswer(answer) => self.player_answers.push(answer),
            Row::Awarded(answer) => self.awarded.push(answer),
            Row::Scored(scored) => self.boards.score(scored, at),
            Row::PlayerShown { user, is_shown } => self.boards.show(*user, *is_shown),
            Row::Leaderboard(leaderboard) => self.boards.leaderboards.push(leaderboard),
            Row::LeaderboardEntries(entries) => self.boards.entries.extend(entries),
            Row::BoardSwept(board) => self.boards.swept.push(*board),
            Row::TransactionHidden {
                account,
                sequence,
                at,
            } => self.hidden.push((*account, *sequence, *at)),
            // The fold has taken it in: it is written with the balances.
            Row::Floor { .. } => {}
        }
    }
}

fn hidden(conn: &mut Connection, hidden: &[(AccountKey, i64, Timestamp)]) -> QueryResult<()> {
    Rows::new("hidden_transactions")
        .column(
            "account_id",
            Column::uuids(hidden.iter().map(|(account, ..)| account.id().uuid())),
        )
        .column(
            "sequence",
            Column::integers(hidden.iter().map(|(_, sequence, _)| *sequence)),
        )
        .column(
            "hidden_at",
            Column::instants(hidden.iter().map(|(.., at)| *at)),
        )
        .insert_missing(conn, &["account_id", "sequence"])?;
    Ok(())
}

fn audit(conn: &mut Connection, records: &[&AuditRecord], sealed: &[Sealed]) -> QueryResult<()> {
    let target = |record: &AuditRecord| record.target.as_ref().map(|target| target.id);
    Rows::new("audit_records")
        .column("id", Column::uuids(records.iter().map(|r| r.id.uuid())))
        .column("at", Column::instants(records.iter().map(|r| r.at)))
        .column(
            "actor_id",
            Column::uuids(records.iter().map(|r| r.actor.map(UserId::uuid))),
        )
        .column(
            "action",
            Column::texts(records.iter().map(|r| Some(r.action.as_str().into()))),
        )
        .column(
            "target_kind",
            Column::texts(
                records
                    .iter()
                    .map(|r| Some(r.target.as_ref()?.kind.as_str().into())),
            ),
        )
        .column(
            "target_id",
            Column::uuids(records.iter().map(|r| target(r))),
        )
        .column(
            "meta",
            Column::texts(records.iter().map(|r| Some(r.meta.to_string().into()))),
        )
        .column(
            "address",
            Column::texts(records.iter().map(|r| Some(r.address.as_deref()?.into()))),
        )
        .column(
            "request_id",
            Column::texts(
                records
                    .iter()
                    .map(|r| Some(r.request_id.as_deref()?.into())),
            ),
        )
        .column(
            "shard",
            Column::small_integers(sealed.iter().map(|s| s.shard)),
        )
        .column(
            "position",
            Column::integers(sealed.iter().map(|s| s.position)),
        )
        .column(
            "hash",
            Column::bytes(sealed.iter().map(|s| Some(s.hash.0.as_slice().into()))),
        )
        .insert(conn)?;
    Ok(())
}

fn idempotency(
    conn: &mut Connection,
    records: &[(&IdempotencyRecord, String, Timestamp)],
) -> QueryResult<()> {
    let scope = |record: &IdempotencyRecord| Some(record.scope.digest().to_vec().into());
    let rows = Rows::new("idempotency_records")
        .column(
            "scope",
            Column::bytes(records.iter().map(|(r, ..)| scope(r))),
        )
        .column(
            "principal",
            Column::uuids(records.iter().map(|(r, ..)| r.scope.principal.uuid())),
        )
        .column(
            "fingerprint",
            Column::bytes(
                records
                    .iter()
                    .map(|(r, ..)| Some(r.fingerprint.0.as_slice().into())),
            ),
        )
        .column(
            "receipt",
            Column::texts(
                records
                    .iter()
                    .map(|(r, ..)| Some(r.receipt.as_str().into())),
            ),
        )
        .column(
            "committed",
            Column::texts(records.iter().map(|(_, c, _)| Some(c.as_str().into()))),
        )
        .column(
            "created_at",
            Column::instants(records.iter().map(|(.., at)| *at)),
        );
    if Sabotage::KeyBySelect.is_on() {
        rows.insert_missing(conn, &["scope"])?;
    } else {
        rows.insert_into(conn, crate::schema::idempotency_records::table)?;
    }
    Ok(())
}

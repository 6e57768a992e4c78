//! What was accepted, written: one statement for each table that a batch touches.
//!
//! Tables that others refer to come first. A commit's rows of one table keep their order; no row stands twice, because
//! commits that meet never share a batch.

mod accounts;
mod bank;
mod ledger;
mod play;

pub(super) use ledger::{Head, Moved, ledger};

use super::worker::Batch;
use crate::connection::Connection;
use crate::rows::{Column, Rows};
use diesel::QueryResult;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditRecord, AuthSession, Role, RoleGrant, SetupToken, Token, User};
use ludger_domain::ids::UserId;
use ludger_domain::ledger::AccountKey;
use ludger_domain::quiz::{PlayerAnswer, Question, QuizSession, Topic};
use ludger_ports::sabotage::Sabotage;
use ludger_ports::{Committed, IdempotencyRecord, Parts, Row};

/// The rows of a batch, by table.
#[derive(Default)]
struct Sorted<'a> {
    users: Vec<&'a User>,
    grants: Vec<&'a RoleGrant>,
    revoked: Vec<(UserId, Role)>,
    setup_tokens: Vec<&'a SetupToken>,
    auth_sessions: Vec<&'a AuthSession>,
    tokens: Vec<&'a Token>,
    topics: Vec<&'a Topic>,
    questions: Vec<&'a Question>,
    quiz_sessions: Vec<&'a QuizSession>,
    player_answers: Vec<&'a PlayerAnswer>,
    hidden: Vec<(AccountKey, i64, Timestamp)>,
    audit: Vec<&'a AuditRecord>,
    idempotency: Vec<(&'a IdempotencyRecord, String, Timestamp)>,
}

/// Everything but the ledger.
pub(super) fn rows(conn: &mut Connection, batch: &Batch<'_>) -> QueryResult<()> {
    let mut sorted = Sorted::default();
    for (parts, committed) in batch.accepted() {
        sorted.add(parts, committed)?;
    }
    accounts::write(conn, &sorted)?;
    bank::write(conn, &sorted)?;
    play::write(conn, &sorted)?;
    hidden(conn, &sorted.hidden)?;
    audit(conn, &sorted.audit)?;
    if Sabotage::KeyElsewhere.is_on() {
        return Ok(());
    }
    idempotency(conn, &sorted.idempotency)
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
        } = parts;
        if let Some(record) = idempotency {
            let committed = serde_json::to_string(committed)
                .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
            self.idempotency.push((record, committed, *at));
        }
        self.audit.extend(audit);
        for row in rows {
            match row {
                Row::User(user) => self.users.push(user),
                Row::RoleGranted(grant) => self.grants.push(grant),
                Row::RoleRevoked(user, role) => self.revoked.push((*user, *role)),
                Row::SetupToken(token) => self.setup_tokens.push(token),
                Row::AuthSession(session) => self.auth_sessions.push(session),
                Row::Token(token) => self.tokens.push(token),
                Row::Topic(topic) => self.topics.push(topic),
                Row::Question(question) => self.questions.push(question),
                Row::QuizSession(session) => self.quiz_sessions.push(session),
                Row::PlayerAnswer(answer) => self.player_answers.push(answer),
                Row::TransactionHidden {
                    account,
                    sequence,
                    at,
                } => self.hidden.push((*account, *sequence, *at)),
                // The fold has taken it in: it is written with the balances.
                Row::Floor { .. } => {}
            }
        }
        Ok(())
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

fn audit(conn: &mut Connection, records: &[&AuditRecord]) -> QueryResult<()> {
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

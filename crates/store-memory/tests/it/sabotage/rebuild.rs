//! Changes taken apart and put together again, so that a saboteur can leave something out.

use async_trait::async_trait;
use ludger_domain::accounts::TokenPair;
use ludger_ports::{Changes, CommitError, Committed, Parts, Row, Store};
use ludger_store_memory::MemoryStore;
use std::sync::Arc;

/// Takes apart, puts together, and does nothing else.
pub(super) struct Rebuilds(pub(super) Arc<MemoryStore>);

#[async_trait]
impl Store for Rebuilds {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        self.0.commit(rebuild(changes.into_parts())).await
    }
}

/// The changes that have these parts. What a row expects by itself it expects again.
pub(super) fn rebuild(parts: Parts) -> Changes {
    let Parts {
        at,
        idempotency,
        expectations,
        postings,
        rows,
        audit,
    } = parts;
    let mut changes = expectations
        .into_iter()
        .fold(Changes::at(at).once(idempotency), Changes::expect);
    changes = postings.into_iter().fold(changes, Changes::posting);
    let mut rows = rows.into_iter();
    while let Some(row) = rows.next() {
        changes = with_row(changes, row, &mut rows);
    }
    audit.into_iter().fold(changes, Changes::audit)
}

fn with_row(changes: Changes, row: Row, rest: &mut impl Iterator<Item = Row>) -> Changes {
    match row {
        Row::User(user) => changes.add_user(user),
        Row::RoleGranted(grant) => changes.grant(grant),
        Row::RoleRevoked(user, role) => changes.revoke(user, role),
        Row::SetupToken(token) => changes.add_setup_token(token),
        Row::AuthSession(session) => changes.save_auth_session(session),
        Row::Token(access) => match rest.next() {
            Some(Row::Token(refresh)) => changes.add_tokens(TokenPair { access, refresh }),
            other => panic!("tokens come in pairs, not with {other:?}"),
        },
        Row::Topic(topic) => changes.save_topic(topic, false),
        Row::Question(question) => changes.save_question(question),
        Row::QuizSession(session) => changes.save_quiz_session(session),
        Row::PlayerAnswer(answer) => changes.add_player_answer(answer),
        Row::TransactionHidden {
            account,
            sequence,
            at,
        } => changes.hide_transaction(account, sequence, at),
        Row::Floor { account, floor } => changes.set_floor(account, floor),
    }
}

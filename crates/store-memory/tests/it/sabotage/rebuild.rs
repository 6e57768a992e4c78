//! Changes taken apart and put together again, so that a saboteur can leave something out.

use async_trait::async_trait;
use ludger_domain::accounts::User;
use ludger_domain::ids::UserId;
use ludger_ports::{Changes, CommitError, Committed, Expectation, Parts, Row, Store};
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
        events,
    } = parts;
    let factors: Vec<_> = expectations.iter().filter_map(factor_at).collect();
    let mut changes = expectations
        .into_iter()
        .fold(Changes::at(at).once(idempotency), Changes::expect);
    changes = postings.into_iter().fold(changes, Changes::posting);
    changes = rows
        .into_iter()
        .fold(changes, |changes, row| with_row(changes, row, &factors));
    changes = audit.into_iter().fold(changes, Changes::audit);
    events.into_iter().fold(changes, Changes::tell)
}

/// At which version a second factor is expected: a new one begins at any.
const fn factor_at(expectation: &Expectation) -> Option<(UserId, Option<i64>)> {
    match expectation {
        Expectation::SecondFactorAt(user, version) => Some((*user, *version)),
        _ => None,
    }
}

fn with_row(changes: Changes, row: Row, factors: &[(UserId, Option<i64>)]) -> Changes {
    match row {
        Row::User(user) if user.version == 1 => changes.add_user(user),
        Row::User(user) => {
            let version = user.version - 1;
            let before = User {
                version,
                ..user.clone()
            };
            changes.save_user(user, &before)
        }
        Row::Allowed(allowed) => changes.allow(allowed),
        Row::Disallowed(email) => changes.disallow(email),
        Row::Attempted(attempt) => changes.count_attempt(attempt),
        Row::AttemptForgiven(key) => changes.forgive_attempt(key),
        Row::AttemptsForgotten(key) => changes.forget_attempts(key),
        Row::OneTimeToken(token) => changes.save_one_time_token(token),
        Row::Ticket(ticket) => changes.save_ticket(ticket),
        Row::OneTimeTokensSpent { user, purpose, at } => {
            changes.spend_one_time_tokens(user, purpose, at)
        }
        Row::AuthSessionsRevoked { user, except, at } => {
            changes.revoke_auth_sessions(user, except, at)
        }
        Row::ApiToken(token) => changes.save_api_token(token),
        Row::SecondFactor(factor) => {
            let before = factors.iter().find(|(user, _)| *user == factor.user);
            let before = before.and_then(|(_, version)| *version);
            changes.save_second_factor(factor, before)
        }
        Row::SecondFactorRemoved(user) => changes.remove_second_factor(user),
        Row::Job(job) => changes.save_job(job),
        Row::UserErased { user, email_key } => changes.erase_left_behind(user, email_key),
        Row::Pruned { before } => changes.prune(before),
        Row::RoleGranted(grant) => changes.grant(grant),
        Row::RoleRevoked(user, role) => changes.revoke(user, role),
        Row::SetupToken(token) => changes.add_setup_token(token),
        Row::AuthSession(session) => changes.save_auth_session(session),
        Row::Token(token) => changes.add_token(token),
        Row::Topic(topic) => changes.save_topic(topic, false),
        Row::Question(question) => changes.save_question(question),
        Row::Quiz(quiz) => changes.save_quiz(quiz),
        Row::QuizPlayed(id) => changes.count_quiz_played(id),
        Row::Starred(star) => changes.star(star),
        Row::Unstarred(user, question) => changes.unstar(user, question),
        Row::MediaFile(file) => changes.save_media(file),
        Row::MediaForgotten(name) => changes.forget_media(name),
        Row::QuizSession(session) => changes.save_quiz_session(session),
        Row::PlayerAnswer(answer) => changes.add_player_answer(answer),
        Row::Awarded(answer) => changes.award(answer),
        Row::Scored(scored) => changes.score(scored),
        Row::PlayerShown { user, is_shown } => changes.show_player(user, is_shown),
        Row::Leaderboard(leaderboard) => changes.save_leaderboard(leaderboard, Vec::new()),
        Row::LeaderboardEntries(entries) => changes.add_leaderboard_entries(entries),
        Row::BoardSwept(board) => changes.sweep_board(board),
        Row::TransactionHidden {
            account,
            sequence,
            at,
        } => changes.hide_transaction(account, sequence, at),
        Row::Floor { account, floor } => changes.set_floor(account, floor),
    }
}

//! Rows, one function for each kind. Unique keys are kept as SQL keeps them.

mod accounts;
mod bank;
mod boards;
mod jobs;
mod ledger;
mod sessions;

use crate::state::State;
use jiff::Timestamp;
use ludger_ports::{CommitError, Row};

impl State {
    pub(crate) fn write(&mut self, row: &Row, at: Timestamp) -> Result<(), CommitError> {
        match row {
            Row::User(user) => self.save_user(user)?,
            Row::Allowed(allowed) => self.allowed.put(allowed.email.key(), allowed.clone()),
            Row::Disallowed(email) => self.allowed.remove(email),
            Row::Attempted(attempt) => self.count(attempt),
            Row::AttemptForgiven(key) => self.forgive(key),
            Row::AttemptsForgotten(key) => self.attempts.remove(key),
            Row::OneTimeToken(token) => self.save_one_time_token(token)?,
            Row::Ticket(ticket) => self.save_ticket(ticket)?,
            Row::OneTimeTokensSpent { user, purpose, at } => {
                self.spend_one_time_tokens(*user, *purpose, *at);
            }
            Row::AuthSessionsRevoked { user, except, at } => {
                self.revoke_auth_sessions(*user, *except, *at);
            }
            Row::ApiToken(token) => self.save_api_token(token)?,
            Row::SecondFactor(factor) => self.second_factors.put(factor.user, factor.clone()),
            Row::SecondFactorRemoved(user) => self.second_factors.remove(user),
            Row::Job(job) => self.save_job(job)?,
            Row::UserErased { user, email_key } => self.erase(*user, email_key.as_deref()),
            Row::Pruned { before } => self.prune(*before),
            Row::RoleGranted(grant) => self.grant(grant),
            Row::RoleRevoked(user, role) => self.roles.remove(&(*user, *role)),
            Row::SetupToken(token) => self.setup_tokens.add(token.hash, *token)?,
            Row::AuthSession(session) => self.save_auth_session(session)?,
            Row::Token(token) => self.tokens.add(token.hash, token.clone())?,
            Row::Topic(topic) => self.save_topic(topic)?,
            Row::Question(question) => self.save_question(question)?,
            Row::Quiz(quiz) => self.save_quiz(quiz)?,
            Row::QuizPlayed(id) => self.count_played(*id),
            Row::Starred(star) => self.star(star),
            Row::Unstarred(user, question) => self.stars.remove(&(*user, *question)),
            Row::MediaFile(file) => self.media_files.put(file.name, *file),
            Row::MediaForgotten(name) => self.media_files.remove(name),
            Row::QuizSession(session) => self.save_quiz_session(session)?,
            Row::PlayerAnswer(answer) => self.add_player_answer(answer)?,
            Row::Awarded(answer) => self.award(answer),
            Row::Scored(scored) => self.score(scored, at)?,
            // Who is shown is looked up where boards are read.
            Row::PlayerShown { .. } => {}
            Row::Leaderboard(leaderboard) => self.save_leaderboard(leaderboard),
            Row::LeaderboardEntries(entries) => self.add_leaderboard_entries(entries)?,
            Row::BoardSwept(board) => self.sweep_board(*board),
            Row::TransactionHidden {
                account,
                sequence,
                at,
            } => self.hide((account.id(), *sequence), *at),
            Row::Floor { account, floor } => self
                .set_floor(*account, *floor, at)
                .map_err(CommitError::Refused)?,
        }
        Ok(())
    }
}

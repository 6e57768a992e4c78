//! Rows, one function for each kind. Unique keys are kept as SQL keeps them.

mod accounts;
mod bank;
mod ledger;
mod sessions;

use crate::state::State;
use jiff::Timestamp;
use ludger_ports::{CommitError, Row};

impl State {
    pub(crate) fn write(&mut self, row: &Row, at: Timestamp) -> Result<(), CommitError> {
        match row {
            Row::User(user) => self.add_user(user)?,
            Row::RoleGranted(grant) => self.grant(grant),
            Row::RoleRevoked(user, role) => self.roles.remove(&(*user, *role)),
            Row::SetupToken(token) => self.setup_tokens.add(token.hash, *token)?,
            Row::AuthSession(session) => self.save_auth_session(session)?,
            Row::Token(token) => self.tokens.add(token.hash, token.clone())?,
            Row::Topic(topic) => self.save_topic(topic)?,
            Row::Question(question) => self.save_question(question)?,
            Row::QuizSession(session) => self.save_quiz_session(session)?,
            Row::PlayerAnswer(answer) => self.add_player_answer(answer)?,
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

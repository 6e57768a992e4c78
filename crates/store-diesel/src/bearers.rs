//! Whom the access tokens of the last moment belong to: what stands in front of every request need not be read for
//! every request.
//!
//! All that changes an answer goes through the door, so this node forgets a user's tokens before anybody is told of a
//! commit that touches their sessions, roles or name. What another node commits is seen when an answer has grown
//! [`AGE_MAX`] old. A read that began before such a commit is not kept (see [`Bearers::moment`]).

use ludger_domain::accounts::{TokenHash, TokenKind};
use ludger_domain::ids::UserId;
use ludger_ports::read::PresentedToken;
use ludger_ports::{Parts, Row};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long another node's commit may stay unseen: half of the second that is promised.
const AGE_MAX: Duration = Duration::from_millis(500);
/// About 2 MiB; above it, all are read again.
const KNOWN_MAX: usize = 4_096;

#[derive(Debug, Default)]
pub(crate) struct Bearers(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    known: HashMap<TokenHash, (Instant, PresentedToken)>,
    moment: u64,
}

/// Between two commits that changed whom a token belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment(u64);

impl Bearers {
    /// What was read lately.
    pub(crate) fn find(&self, hash: TokenHash) -> Option<PresentedToken> {
        let state = self.lock();
        let (read_at, found) = state.known.get(&hash)?;
        (read_at.elapsed() < AGE_MAX).then(|| found.clone())
    }

    /// To be taken before a read whose answer is to be kept.
    pub(crate) fn moment(&self) -> Moment {
        Moment(self.lock().moment)
    }

    /// Keeps what a read that began at `moment` has found. Refresh tokens are used once, and never kept.
    pub(crate) fn keep(&self, moment: Moment, read_at: Instant, found: &PresentedToken) {
        if found.token.kind != TokenKind::Access {
            return;
        }
        let mut state = self.lock();
        if Moment(state.moment) != moment {
            return;
        }
        if state.known.len() >= KNOWN_MAX {
            state.known.clear();
        }
        state
            .known
            .insert(found.token.hash, (read_at, found.clone()));
    }

    /// Forgets whomever a commit concerns, whatever became of it.
    pub(crate) fn forget(&self, parts: &Parts) {
        let users: Vec<UserId> = parts.rows.iter().filter_map(concerned).collect();
        if users.is_empty() {
            return;
        }
        let mut state = self.lock();
        state.moment += 1;
        state
            .known
            .retain(|_, (_, found)| !users.contains(&found.user.id));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Every row is named here, so that a new one is not forgotten.
const fn concerned(row: &Row) -> Option<UserId> {
    match row {
        Row::User(user) => Some(user.id),
        Row::RoleGranted(grant) => Some(grant.user),
        Row::RoleRevoked(user, _) => Some(*user),
        Row::AuthSession(session) => Some(session.user),
        Row::Token(token) => Some(token.user),
        Row::SetupToken(_)
        | Row::Topic(_)
        | Row::Question(_)
        | Row::QuizSession(_)
        | Row::PlayerAnswer(_)
        | Row::TransactionHidden { .. }
        | Row::Floor { .. } => None,
    }
}

#[cfg(test)]
mod tests;

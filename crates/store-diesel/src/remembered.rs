//! What was read in the last moment about users: whose an access token is, and whether somebody is still there. It stands in
//! front of every request, and need not be read for every request.
//!
//! All that changes an answer goes through the door, so this node forgets what it knows of a user before anybody is told
//! of a commit that touches them, their sessions or their roles. What another node commits is seen when an answer has
//! grown [`AGE_MAX`] old. A read that began before such a commit is not kept (see [`Recent::moment`]).

use ludger_domain::accounts::{Standing, TokenHash, TokenKind};
use ludger_domain::ids::{ApiTokenId, AuthSessionId, UserId};
use ludger_ports::read::{PresentedApiToken, PresentedSession, PresentedToken};
use ludger_ports::{Parts, Row};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long another node's commit may stay unseen: half of the second that is promised.
const AGE_MAX: Duration = Duration::from_millis(500);
/// Of each kind; about 2 MiB of tokens. Above it, all are read again.
const KNOWN_MAX: usize = 4_096;

/// All that is remembered.
#[derive(Debug)]
pub(crate) struct Remembered {
    pub(crate) tokens: Recent<TokenHash, PresentedToken>,
    pub(crate) standings: Recent<UserId, Standing>,
    pub(crate) api_tokens: Recent<ApiTokenId, PresentedApiToken>,
    /// Of those who stay: what they follow is looked at again and again.
    pub(crate) sessions: Recent<AuthSessionId, PresentedSession>,
}

/// What was read lately of one kind.
#[derive(Debug)]
pub(crate) struct Recent<K, V> {
    state: Mutex<State<K, V>>,
    whose: fn(&K, &V) -> UserId,
}

#[derive(Debug)]
struct State<K, V> {
    known: HashMap<K, (Instant, V)>,
    moment: u64,
}

/// Between two commits that changed what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    number: u64,
    read_at: Instant,
}

impl Default for Remembered {
    fn default() -> Self {
        Self {
            tokens: Recent::new(|_, found| found.user.id),
            standings: Recent::new(|user, _| *user),
            api_tokens: Recent::new(|_, found| found.user.id),
            sessions: Recent::new(|_, found| found.user.id),
        }
    }
}

impl Remembered {
    /// Keeps a token. Refresh tokens are used once, and never kept.
    pub(crate) fn keep_token(&self, moment: Moment, found: &PresentedToken) {
        if matches!(found.token.kind, TokenKind::Access | TokenKind::Cookie) {
            self.tokens.keep(moment, found.token.hash, found.clone());
        }
    }

    /// Forgets whomever a commit concerns, whatever became of it.
    pub(crate) fn forget(&self, parts: &Parts) {
        let users: Vec<UserId> = parts.rows.iter().filter_map(concerned).collect();
        if !users.is_empty() {
            self.tokens.forget(&users);
            self.standings.forget(&users);
            self.api_tokens.forget(&users);
            self.sessions.forget(&users);
        }
    }
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    fn new(whose: fn(&K, &V) -> UserId) -> Self {
        let state = State {
            known: HashMap::new(),
            moment: 0,
        };
        Self {
            state: Mutex::new(state),
            whose,
        }
    }

    /// What was read lately.
    pub(crate) fn find(&self, key: &K) -> Option<V> {
        let state = self.lock();
        let (read_at, found) = state.known.get(key)?;
        (read_at.elapsed() < AGE_MAX).then(|| found.clone())
    }

    /// To be taken before a read whose answer is to be kept.
    pub(crate) fn moment(&self) -> Moment {
        let number = self.lock().moment;
        Moment {
            number,
            read_at: Instant::now(),
        }
    }

    /// Keeps what a read that began at `moment` has found.
    pub(crate) fn keep(&self, moment: Moment, key: K, found: V) {
        let mut state = self.lock();
        if state.moment != moment.number {
            return;
        }
        if state.known.len() >= KNOWN_MAX {
            state.known.clear();
        }
        state.known.insert(key, (moment.read_at, found));
    }

    fn forget(&self, users: &[UserId]) {
        let mut state = self.lock();
        state.moment += 1;
        let whose = self.whose;
        state
            .known
            .retain(|key, (_, found)| !users.contains(&whose(key, found)));
    }

    fn lock(&self) -> MutexGuard<'_, State<K, V>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Every row is named here, so that a new one is not forgotten.
const fn concerned(row: &Row) -> Option<UserId> {
    match row {
        Row::User(user) => Some(user.id),
        Row::RoleGranted(grant) => Some(grant.user),
        Row::AuthSession(session) => Some(session.user),
        Row::Token(token) => Some(token.user),
        Row::RoleRevoked(user, _)
        | Row::AuthSessionsRevoked { user, .. }
        | Row::UserErased { user, .. } => Some(*user),
        Row::ApiToken(token) => Some(token.user),
        // Sessions that a pruning throws away let nobody in.
        Row::Pruned { .. }
        | Row::Allowed(_)
        | Row::Disallowed(_)
        | Row::Attempted(_)
        | Row::AttemptForgiven(_)
        | Row::AttemptsForgotten(_)
        | Row::OneTimeToken(_)
        | Row::Ticket(_)
        | Row::OneTimeTokensSpent { .. }
        | Row::SecondFactor(_)
        | Row::SecondFactorRemoved(_)
        | Row::Job(_)
        | Row::SetupToken(_)
        | Row::Topic(_)
        | Row::Question(_)
        | Row::QuizSession(_)
        | Row::PlayerAnswer(_)
        | Row::Awarded(_)
        | Row::Scored(_)
        | Row::PlayerShown { .. }
        | Row::Leaderboard(_)
        | Row::LeaderboardEntries(_)
        | Row::BoardSwept(_)
        | Row::TransactionHidden { .. }
        | Row::Quiz(_)
        | Row::QuizPlayed(_)
        | Row::Starred(_)
        | Row::Unstarred(..)
        | Row::MediaFile(_)
        | Row::MediaForgotten(_)
        | Row::Floor { .. } => None,
    }
}

#[cfg(test)]
mod tests;

//! What tokens were given.

use jiff::SignedDuration;
use ludger_domain::Timestamp;
use ludger_domain::ids::QuestionId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// For so long after its last use a token is known.
const KEPT: SignedDuration = SignedDuration::from_hours(6);
/// Tokens that are known at once; of more, the one that was unused for longest is forgotten.
const TOKENS_MAX: usize = 10_000;

/// There is no such token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such token")]
pub struct UnknownToken;

/// What each token was given, and when it was used last.
#[derive(Debug, Default)]
pub(super) struct Given(Mutex<BTreeMap<String, (Timestamp, BTreeSet<QuestionId>)>>);

impl Given {
    /// A token that was given nothing.
    pub(super) fn begin(&self, token: String, now: Timestamp) {
        let mut tokens = self.tokens();
        tokens.retain(|_, (used_at, _)| is_known(*used_at, now));
        if tokens.len() >= TOKENS_MAX {
            let oldest = tokens.iter().min_by_key(|(_, (used_at, _))| *used_at);
            if let Some(oldest) = oldest.map(|(token, _)| token.clone()) {
                tokens.remove(&oldest);
            }
        }
        tokens.insert(token, (now, BTreeSet::new()));
    }

    /// What it was given so far.
    pub(super) fn had(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<BTreeSet<QuestionId>, UnknownToken> {
        self.used(token, now, |had| had.clone())
    }

    /// It is given these too.
    pub(super) fn give(
        &self,
        token: &str,
        questions: impl IntoIterator<Item = QuestionId>,
        now: Timestamp,
    ) -> Result<(), UnknownToken> {
        self.used(token, now, |had| had.extend(questions))
    }

    /// It was given nothing any more.
    pub(super) fn reset(&self, token: &str, now: Timestamp) -> Result<(), UnknownToken> {
        self.used(token, now, BTreeSet::clear)
    }

    fn used<T>(
        &self,
        token: &str,
        now: Timestamp,
        then: impl FnOnce(&mut BTreeSet<QuestionId>) -> T,
    ) -> Result<T, UnknownToken> {
        let mut tokens = self.tokens();
        let known = tokens.get_mut(token);
        let (used_at, had) = known
            .filter(|(used_at, _)| is_known(*used_at, now))
            .ok_or(UnknownToken)?;
        *used_at = now;
        Ok(then(had))
    }

    fn tokens(&self) -> MutexGuard<'_, BTreeMap<String, (Timestamp, BTreeSet<QuestionId>)>> {
        // Whoever panicked left it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_known(used_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(used_at) < KEPT
}

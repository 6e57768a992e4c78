//! A session with all the tokens it ever gave out, and a store that commits what is decided.

use super::{at, secrets};
use crate::accounts::{
    AccessRefusal, AccessUse, AuthSession, Client, RefreshRefusal, TokenLifetimes, TokenPair,
};
use crate::ids::{AuthSessionId, UserId};
use uuid::Uuid;

#[derive(Debug, Clone)]
pub(super) struct Family {
    pub(super) session: AuthSession,
    pairs: Vec<TokenPair>,
    /// Seconds.
    pub(super) now: i64,
}

impl Family {
    /// A sign-in, whose pair is generation 1.
    pub(super) fn open() -> Self {
        let ids = (
            AuthSessionId::from(Uuid::from_u128(1)),
            UserId::from(Uuid::from_u128(2)),
        );
        let lifetimes = TokenLifetimes::default();
        let opened = AuthSession::open(
            ids.0,
            ids.1,
            Client::default(),
            &secrets(1),
            &lifetimes,
            at(0),
        );
        Self {
            session: opened.session,
            pairs: vec![opened.pair],
            now: 0,
        }
    }

    pub(super) fn pair(&self, generation: i64) -> &TokenPair {
        &self.pairs[usize::try_from(generation - 1).unwrap()]
    }

    /// How many generations were given out.
    pub(super) fn issued(&self) -> i64 {
        i64::try_from(self.pairs.len()).unwrap()
    }

    /// Someone comes with the refresh token of a generation; `Ok` is the generation it buys.
    pub(super) fn refresh(&mut self, generation: i64) -> Result<i64, RefreshRefusal> {
        let (token, secrets) = (
            &self.pair(generation).refresh,
            secrets(self.pairs.len() as u64 + 1),
        );
        let lifetimes = TokenLifetimes::default();
        match self
            .session
            .clone()
            .refresh(token, &secrets, &lifetimes, at(self.now))
        {
            Ok(refreshed) => {
                let new = refreshed.session.generation;
                assert_eq!(new, self.issued() + 1, "each generation is given out once");
                assert_eq!(
                    refreshed.replaced,
                    (generation != self.session.generation).then_some(new - 1)
                );
                self.pairs.push(refreshed.pair);
                self.commit(refreshed.session);
                Ok(new)
            }
            Err(RefreshRefusal::Replay(revoked)) => {
                assert!(revoked.revoked_at.is_some());
                self.commit((*revoked).clone());
                Err(RefreshRefusal::Replay(revoked))
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Someone comes with the access token of a generation; `Ok` tells whether it was its first use.
    pub(super) fn access(&mut self, generation: i64) -> Result<bool, AccessRefusal> {
        match self.session.authenticate(
            &self.pair(generation).access,
            &TokenLifetimes::default(),
            at(self.now),
        )? {
            AccessUse::First(session) => {
                self.commit(session);
                Ok(true)
            }
            AccessUse::Again => Ok(false),
            AccessUse::Renewed(_) => unreachable!("not a cookie"),
        }
    }

    pub(super) fn sign_out(&mut self) {
        if let Some(session) = self.session.clone().sign_out(at(self.now)) {
            self.commit(session);
        }
    }

    /// The generations whose access token would be let in now.
    pub(super) fn let_in(&self) -> Vec<i64> {
        (1..=self.issued())
            .filter(|g| self.clone().access(*g).is_ok())
            .collect()
    }

    /// The generations whose refresh token would be honoured now.
    pub(super) fn honoured(&self) -> Vec<i64> {
        (1..=self.issued())
            .filter(|g| self.clone().refresh(*g).is_ok())
            .collect()
    }

    fn commit(&mut self, session: AuthSession) {
        assert_eq!(
            session.version,
            self.session.version + 1,
            "each change is counted, once"
        );
        assert_eq!(
            (session.id, session.user),
            (self.session.id, self.session.user)
        );
        assert_eq!(
            session.expires_at, self.session.expires_at,
            "the end does not move"
        );
        self.session = session;
    }
}

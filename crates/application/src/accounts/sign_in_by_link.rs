use super::Entry;
use super::links::{Good, InvalidLink, Links, failures_of};
use super::opening::{By, Opening, Sessions, SignedIn};
use super::second_factor::{Factors, NotPassed};
use super::ways_in::WaysIn;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, Purpose, ReturnTo, TooMany, User};
use ludger_domain::ids::AuthSessionId;
use ludger_ports::{Changes, Expectation, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// Somebody signs in by a link that was sent to them.
pub struct SignInByLink {
    links: Links,
    factors: Factors,
    sessions: Sessions,
    ways_in: WaysIn,
    store: Arc<dyn Store>,
    ids: Arc<dyn Ids>,
}

/// Why the link let nobody in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SignInByLinkError {
    /// It was used, its time is over, it was for something else, or it never was a link of ours: nobody is told which.
    #[error("this link is not good any more")]
    InvalidLink,
    /// The account has a second factor, of which no code came. The link is still good.
    #[error("a code of the second factor is required")]
    SecondFactorRequired,
    /// The code of the second factor is wrong. The link is still good.
    #[error("this code is not valid")]
    InvalidCode,
    /// Too many codes were wrong.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for SignInByLinkError {}

impl From<InvalidLink> for SignInByLinkError {
    fn from(_: InvalidLink) -> Self {
        Self::InvalidLink
    }
}

impl SignInByLink {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            links: Links::new(ports),
            factors: Factors::new(ports, settings),
            sessions: Sessions::new(ports, settings),
            ways_in: WaysIn::new(ports),
            store: ports.store.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Opens a session, and gives where to go then. Every failure of a password before is forgotten.
    ///
    /// If the address was not verified, it is now, and whoever reads its mail takes the account over. Somebody else may have
    /// registered it in advance, to share it with them: so the password is dropped, and every other session, every API token
    /// and the second factor, of which no code is asked for.
    ///
    /// # Errors
    /// See [`SignInByLinkError`].
    pub async fn run(
        &self,
        token: &str,
        entry: &Entry,
        origin: &Origin,
    ) -> Result<(SignedIn, ReturnTo), SignInByLinkError> {
        retry_stale(async || {
            let good = self
                .links
                .good::<SignInByLinkError>(Purpose::MagicLink, token);
            let Good { token, user, now } = good.await?;
            let passed = if user.verified_at.is_some() {
                let code = entry.code.as_deref();
                let passed = self.factors.pass(user.id, code, origin).await;
                Some(passed.map_err(SignInByLinkError::from)?)
            } else {
                None
            };
            let Opening { id, kept, changes } =
                self.sessions
                    .open(&user, entry.session, By::MagicLink, origin, now);
            let return_to = token.return_to.clone();
            let changes = changes
                .save_one_time_token(token)
                .forget_attempts(failures_of(&user));
            let (user, changes) = match passed {
                Some(passed) => {
                    let expected = Expectation::UserAt(user.id, user.version);
                    (user, passed.noted(changes).expect(expected))
                }
                None => self.claimed(user, changes, id, origin, now).await?,
            };
            let opened = self.store.commit(changes).await;
            opened.map_err(Attempt::rejected)?;
            Ok((SignedIn { user, kept }, return_to))
        })
        .await
    }

    /// The account taken over, with nothing left in it that lets somebody else in.
    async fn claimed(
        &self,
        user: User,
        changes: Changes,
        session: AuthSessionId,
        origin: &Origin,
        now: Timestamp,
    ) -> Result<(User, Changes), Attempt<SignInByLinkError>> {
        let id = user.id;
        let record = |action| origin.record(action, &*self.ids, now).by(id);
        let verified = record(AuditAction::UserVerifyEmail).on("user", id);
        let claimed = user.clone().claimed(now);
        let changes = changes
            .save_user(claimed.clone(), &user)
            .revoke_auth_sessions(id, Some(session), now)
            .spend_one_time_tokens(id, Purpose::EmailChange, now)
            .audit(verified.with(json!({ "by": Purpose::MagicLink })));
        let changes = self.ways_in.revoke_tokens(changes, id, record, now).await;
        let changes = changes.map_err(Attempt::outage)?;
        let changes = self.ways_in.remove_factor(changes, id, record).await;
        Ok((claimed, changes.map_err(Attempt::outage)?))
    }
}

impl From<NotPassed> for SignInByLinkError {
    fn from(error: NotPassed) -> Self {
        match error {
            NotPassed::Required => Self::SecondFactorRequired,
            NotPassed::Invalid => Self::InvalidCode,
            NotPassed::TooMany(too_many) => too_many.into(),
            NotPassed::Outage(outage) => outage.into(),
        }
    }
}

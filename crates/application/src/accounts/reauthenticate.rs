use super::own_user::own_user;
use super::proof::{Proof, WrongPassword};
use super::second_factor::{Factors, NotPassed};
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::accounts::{AuditAction, SessionRequired, TooMany};
use ludger_ports::read::{AuthSessions, Users};
use ludger_ports::{Changes, Clock, Expectation, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// Somebody who is signed in shows again who they are, for what takes that.
pub struct Reauthenticate {
    proof: Proof,
    factors: Factors,
    users: Arc<dyn Users>,
    sessions: Arc<dyn AuthSessions>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why nothing was shown.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReauthenticateError {
    /// A token is nobody.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// Another password, or a user without one: nobody is told which.
    #[error("the password is wrong")]
    InvalidCredentials,
    /// The password is right, and there is a second factor, of which no code came.
    #[error("a code of the second factor is required")]
    SecondFactorRequired,
    /// All is right but the code of the second factor.
    #[error("this code is not valid")]
    InvalidCode,
    /// Too many were wrong.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The session was ended meanwhile.
    #[error("the session is over")]
    Ended,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ReauthenticateError {}

impl From<WrongPassword> for ReauthenticateError {
    fn from(_: WrongPassword) -> Self {
        Self::InvalidCredentials
    }
}

impl From<NotPassed> for ReauthenticateError {
    fn from(error: NotPassed) -> Self {
        match error {
            NotPassed::Required => Self::SecondFactorRequired,
            NotPassed::Invalid => Self::InvalidCode,
            NotPassed::TooMany(too_many) => too_many.into(),
            NotPassed::Outage(outage) => outage.into(),
        }
    }
}

impl Reauthenticate {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            proof: Proof::new(ports),
            factors: Factors::new(ports, settings),
            users: ports.users.clone(),
            sessions: ports.auth_sessions.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// From now on the session is that of somebody who has just signed in.
    ///
    /// # Errors
    /// See [`ReauthenticateError`]. After an unknown outcome it may be asked for again.
    pub async fn run(
        &self,
        caller: &Caller,
        password: &str,
        code: Option<&str>,
    ) -> Result<(), ReauthenticateError> {
        let id = caller.principal.person()?.session;
        retry_stale(async || {
            let user = own_user::<ReauthenticateError>(&*self.users, caller).await?;
            self.proof
                .check::<ReauthenticateError>(caller, &user, password)
                .await?;
            let passed = self.factors.pass(user.id, code, &caller.origin).await;
            let passed = passed.map_err(ReauthenticateError::from)?;
            let found = self.sessions.session(id).await.map_err(Attempt::outage)?;
            let now = self.clock.now();
            let alive = found.filter(|session| session.is_alive(now));
            let session = alive.ok_or(ReauthenticateError::Ended)?.confirmed(now);
            let record = caller.record(AuditAction::UserReauthenticate, &*self.ids, now);
            let record = record.on("user", user.id).with(json!({ "session": id }));
            let changes = passed
                .noted(Changes::at(now))
                .expect(Expectation::UserAt(user.id, user.version))
                .save_auth_session(session)
                .audit(record);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}

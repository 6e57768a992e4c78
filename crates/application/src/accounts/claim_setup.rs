use super::enrolment::{Enrolment, as_player};
use crate::retry::Rejected;
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::accounts::{
    AuditAction, Registration, SetupRefusal, SetupToken, TokenKind, TokenSecret, User,
};
use ludger_domain::fault::Faults;
use ludger_ports::read::{AuthSessions, Users};
use ludger_ports::{Changes, Expectation, Ids};
use std::sync::Arc;

/// Whoever holds the setup link becomes the first admin.
pub struct ClaimSetup {
    enrolment: Enrolment,
    users: Arc<dyn Users>,
    sessions: Arc<dyn AuthSessions>,
    ids: Arc<dyn Ids>,
}

/// Why nobody became admin.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ClaimSetupError {
    /// There is an admin, or the link is wrong.
    #[error(transparent)]
    Refused(#[from] SetupRefusal),
    /// Everything that is wrong with the fields: a rule not kept, `email_taken`, `username_taken`.
    #[error("the registration is not valid")]
    Invalid(#[from] Faults),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ClaimSetupError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::NoAdmin).then_some(SetupRefusal::Done.into())
    }
}

impl ClaimSetup {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            enrolment: Enrolment::new(ports, settings),
            users: ports.users.clone(),
            sessions: ports.auth_sessions.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Makes a user who is a player and the first admin. Of several claims at once, one succeeds.
    ///
    /// # Errors
    /// See [`ClaimSetupError`]. Nothing is said about the registration unless the link is good.
    pub async fn run(
        &self,
        token: &str,
        registration: Registration,
        origin: &Origin,
    ) -> Result<User, ClaimSetupError> {
        let (presented, stored) = self.find(token).await?;
        let decide = |user: &User| {
            let now = user.created_at;
            // That nobody is an admin is what the commit expects, and first of all: of two claims with one email,
            // the later one is told that it is done.
            let grant = stored.claim(&presented, 0, user.id, now)?;
            let record = origin.record(AuditAction::AdminSetup, &*self.ids, now);
            Ok(
                as_player(Changes::at(now).expect(Expectation::NoAdmin), user)
                    .grant(grant)
                    .audit(record.by(user.id).on("user", user.id)),
            )
        };
        self.enrolment.run(registration, decide).await
    }

    async fn find(&self, token: &str) -> Result<(TokenSecret, SetupToken), ClaimSetupError> {
        if self.users.has_admin().await.map_err(Outage::from)? {
            return Err(SetupRefusal::Done.into());
        }
        let presented =
            TokenSecret::parse(TokenKind::Setup, token).map_err(|_| SetupRefusal::Invalid)?;
        let stored = self
            .sessions
            .setup_token(presented.hash())
            .await
            .map_err(Outage::from)?;
        Ok((presented, stored.ok_or(SetupRefusal::Invalid)?))
    }
}

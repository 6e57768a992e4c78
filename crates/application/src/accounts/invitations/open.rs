use crate::retry::{Attempt, Rejected};
use crate::{Outage, Ports};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Email, OneTimeToken, Purpose, TokenSecret};
use ludger_ports::read::AuthSessions;
use std::sync::Arc;

/// Looks at the invitation that somebody brings.
pub(in crate::accounts) struct OpenInvitations {
    sessions: Arc<dyn AuthSessions>,
}

/// What somebody brings, and for which address.
#[derive(Clone, Copy)]
pub(in crate::accounts) struct Invitation<'a> {
    pub(in crate::accounts) token: &'a str,
    pub(in crate::accounts) email: &'a Email,
}

/// Used, over, taken back, for another address, or never given: nobody is told which.
#[derive(Debug, Clone, Copy)]
pub(in crate::accounts) struct NotInvited;

impl OpenInvitations {
    pub(in crate::accounts) fn new(ports: &Ports) -> Self {
        Self {
            sessions: ports.auth_sessions.clone(),
        }
    }

    /// The invitation, used.
    pub(in crate::accounts) async fn used<E>(
        &self,
        Invitation { token, email }: Invitation<'_>,
        now: Timestamp,
    ) -> Result<OneTimeToken, Attempt<E>>
    where
        E: Rejected + From<NotInvited>,
    {
        let invalid = || Attempt::Failed(E::from(NotInvited));
        let purpose = Purpose::Invitation;
        let secret = TokenSecret::parse(purpose.token(), token).map_err(|_| invalid())?;
        let found = self.sessions.one_time_token(secret.hash()).await;
        let found = found.map_err(|error| Attempt::Failed(Outage::from(error).into()))?;
        let used = found.and_then(|found| found.use_for(purpose, now).ok());
        used.filter(|used| used.email.key() == email.key())
            .ok_or_else(invalid)
    }
}

use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, OneTimeToken, Purpose, TokenSecret, User};
use ludger_ports::read::{AuthSessions, Users};
use ludger_ports::{Changes, Clock, Expectation, Ids, Letter, Store};
use std::sync::Arc;

/// Links that were sent to the old address, or are for another one.
const SPENT: [Purpose; 4] = [
    Purpose::Verification,
    Purpose::PasswordReset,
    Purpose::MagicLink,
    Purpose::EmailChange,
];

/// Somebody follows the link that was sent to their new address.
pub struct ChangeEmail {
    users: Arc<dyn Users>,
    sessions: Arc<dyn AuthSessions>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    outbox: Outbox,
}

/// Why the address stays as it is.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ChangeEmailError {
    /// It was used, its time is over, it was for something else, it never was a link of ours, or somebody else has the
    /// address by now: nobody is told which.
    #[error("this link is not good any more")]
    InvalidLink,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ChangeEmailError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::EmailFree(_)).then_some(Self::InvalidLink)
    }
}

impl ChangeEmail {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            sessions: ports.auth_sessions.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// The address is used from now on, and verified; the old one is told.
    ///
    /// Sessions go on, all of them. A change of the address says nothing against a device that is signed in, as a new password
    /// does; and if a thief had asked for it, ending the others would shut out the owner and leave the thief. Against a thief
    /// the letters help: both came to the old address, the first one before anything was changed.
    ///
    /// # Errors
    /// See [`ChangeEmailError`].
    pub async fn run(&self, token: &str, origin: &Origin) -> Result<(), ChangeEmailError> {
        retry_stale(async || {
            let now = self.clock.now();
            let (link, user) = self.good(token, now).await?;
            let id = user.id;
            let moved = user.clone().with_verified_email(link.email.clone(), now);
            let record = origin
                .record(AuditAction::UserEmailChange, &*self.ids, now)
                .by(id)
                .on("user", id);
            let mut changes = Changes::at(now);
            if let Some(old) = user.email.clone() {
                let cause = format!("email_changed/{}", link.hash);
                let job = self.outbox.job(cause, old, Letter::EmailChanged, now);
                changes = changes.save_job(job);
            }
            let changes = changes
                .save_one_time_token(link)
                .save_user(moved, &user)
                .audit(record);
            let changes = SPENT.into_iter().fold(changes, |changes, purpose| {
                changes.spend_one_time_tokens(id, purpose, now)
            });
            let committed = self.store.commit(changes).await;
            committed.map(|_| ()).map_err(Attempt::rejected)
        })
        .await
    }

    async fn good(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<(OneTimeToken, User), Attempt<ChangeEmailError>> {
        let invalid = || Attempt::Failed(ChangeEmailError::InvalidLink);
        let purpose = Purpose::EmailChange;
        let secret = TokenSecret::parse(purpose.token(), token).map_err(|_| invalid())?;
        let found = self.sessions.one_time_token(secret.hash()).await;
        let found = found.map_err(Attempt::outage)?.ok_or_else(invalid)?;
        let link = found.use_for(purpose, now).map_err(|_| invalid())?;
        let user = self.users.find(link.user.ok_or_else(invalid)?).await;
        let user = user.map_err(Attempt::outage)?;
        let user = user.filter(User::may_enter).ok_or_else(invalid)?;
        Ok((link, user))
    }
}

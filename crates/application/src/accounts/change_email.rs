use super::links::{Good, InvalidLink, Links};
use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::accounts::{AuditAction, Purpose};
use ludger_ports::{Changes, Expectation, Ids, Letter, Store};
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
    links: Links,
    store: Arc<dyn Store>,
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

impl From<InvalidLink> for ChangeEmailError {
    fn from(_: InvalidLink) -> Self {
        Self::InvalidLink
    }
}

impl ChangeEmail {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            links: Links::new(ports),
            store: ports.store.clone(),
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
            let found = self.links.to_new_address(Purpose::EmailChange, token);
            let Good {
                token: link,
                user,
                now,
            } = found.await?;
            let id = user.id;
            let moved = user.clone().with_verified_email(link.email.clone(), now);
            let record = origin
                .record(AuditAction::UserEmailChange, &*self.ids, now)
                .by(id)
                .on("user", id);
            let mut changes = Changes::at(now);
            if let Some(old) = user.email.clone() {
                let cause = format!("email_changed/{}", link.hash);
                let to = (Some(id), old);
                let job = self.outbox.job(cause, to, Letter::EmailChanged, now);
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
}

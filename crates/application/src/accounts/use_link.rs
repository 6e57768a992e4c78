use super::links::{Good, InvalidLink, Links, failures_of, verified};
use super::ways_in::WaysIn;
use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::accounts::{AuditAction, Password, PasswordOwner, PasswordPolicy, Purpose};
use ludger_domain::fault::Faults;
use ludger_ports::{Changes, Ids, Letter, PasswordHasher, Store};
use std::sync::Arc;

/// Somebody comes with a link that was sent to them.
pub struct UseLink {
    links: Links,
    store: Arc<dyn Store>,
    hasher: Arc<dyn PasswordHasher>,
    ids: Arc<dyn Ids>,
    outbox: Outbox,
    ways_in: WaysIn,
    passwords: PasswordPolicy,
}

/// Why the link did nothing.
#[derive(Debug, Clone, thiserror::Error)]
pub enum UseLinkError {
    /// It was used, its time is over, it was for something else, or it never was a link of ours: nobody is told which.
    #[error("this link is not good any more")]
    InvalidLink,
    /// What is wrong with the new password. The link is still good.
    #[error("the password is not valid")]
    Invalid(#[from] Faults),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for UseLinkError {}

impl From<InvalidLink> for UseLinkError {
    fn from(_: InvalidLink) -> Self {
        Self::InvalidLink
    }
}

impl UseLink {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            links: Links::new(ports),
            store: ports.store.clone(),
            hasher: ports.hasher.clone(),
            ids: ports.ids.clone(),
            outbox: Outbox::new(ports, settings),
            ways_in: WaysIn::new(ports),
            passwords: settings.passwords,
        }
    }

    /// Shows that its owner reads their mail.
    ///
    /// # Errors
    /// See [`UseLinkError`].
    pub async fn to_verify(&self, token: &str, origin: &Origin) -> Result<(), UseLinkError> {
        retry_stale(async || {
            let good = self.links.good(Purpose::Verification, token).await?;
            let record = origin
                .record(AuditAction::UserVerifyEmail, &*self.ids, good.now)
                .by(good.user.id)
                .on("user", good.user.id);
            let user = verified(good.user.clone(), good.now);
            let changes = Changes::at(good.now)
                .save_one_time_token(good.token)
                .save_user(user, &good.user)
                .audit(record);
            self.commit(changes).await
        })
        .await
    }

    /// Sets a password, ends every session, revokes every API token, and makes links to another address good for nothing. If
    /// the address was not verified before, the second factor goes too: it may be that of somebody who registered in advance.
    ///
    /// # Errors
    /// See [`UseLinkError`].
    pub async fn to_reset_password(
        &self,
        token: &str,
        password: &str,
        origin: &Origin,
    ) -> Result<(), UseLinkError> {
        // Before the slow hash, and again with the commit.
        let good = self.links.good(Purpose::PasswordReset, token).await;
        let good = good.map_err(|attempt| match attempt {
            Attempt::Failed(error) => error,
            Attempt::Stale => UseLinkError::InvalidLink,
        })?;
        let owner = PasswordOwner {
            email: good.token.email.as_str(),
            username: good.user.username.as_str(),
        };
        let password = Password::new(password, self.passwords, owner)
            .map_err(|faults| faults.under("/password"))?;
        let hash = self.hasher.hash(&password).await.map_err(Outage::from)?;
        retry_stale(async || {
            let Good {
                token: used,
                user,
                now,
            } = self.links.good(Purpose::PasswordReset, token).await?;
            let id = user.id;
            let record = |action| origin.record(action, &*self.ids, now).by(id);
            let cause = format!("password_changed/{}", used.hash);
            let to = (Some(id), used.email.clone());
            let renewed = user.clone().recovered(hash.clone(), now);
            let job = self.outbox.job(cause, to, Letter::PasswordChanged, now);
            let changes = Changes::at(now)
                .save_one_time_token(used)
                .spend_one_time_tokens(id, Purpose::PasswordReset, now)
                .spend_one_time_tokens(id, Purpose::EmailChange, now)
                .save_user(renewed, &user)
                .revoke_auth_sessions(id, None, now)
                .forget_attempts(failures_of(&user))
                .save_job(job)
                .audit(record(AuditAction::UserPasswordReset).on("user", id));
            let changes = self.ways_in.revoke_tokens(changes, id, record, now).await;
            let mut changes = changes.map_err(Attempt::outage)?;
            if user.verified_at.is_none() {
                let without = self.ways_in.remove_factor(changes, id, record).await;
                changes = without.map_err(Attempt::outage)?;
            }
            self.commit(changes).await
        })
        .await
    }

    async fn commit(&self, changes: Changes) -> Result<(), Attempt<UseLinkError>> {
        let committed = self.store.commit(changes).await;
        committed.map(|_| ()).map_err(Attempt::rejected)
    }
}

use super::own_user::own_user;
use super::proof::{Proof, WrongPassword};
use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::accounts::{
    AuditAction, FreshSignInRequired, Password, PasswordOwner, PasswordPolicy, Person, Purpose,
    SessionRequired, TooMany, User,
};
use ludger_domain::fault::Faults;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Ids, Letter, PasswordHasher, Store};
use std::sync::Arc;

/// Somebody gives themselves another password, or their first one.
pub struct ChangePassword {
    proof: Proof,
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    hasher: Arc<dyn PasswordHasher>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    outbox: Outbox,
    passwords: PasswordPolicy,
}

/// Why the password stays as it is.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ChangePasswordError {
    /// A token sets no password.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// There is no password to show, and the sign-in was too long ago.
    #[error(transparent)]
    FreshSignInRequired(#[from] FreshSignInRequired),
    /// Everything that is wrong with the fields.
    #[error("the password is not valid")]
    Invalid(#[from] Faults),
    /// The current password is another one.
    #[error("the password is wrong")]
    InvalidCredentials,
    /// Too many were wrong.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ChangePasswordError {}

impl From<WrongPassword> for ChangePasswordError {
    fn from(_: WrongPassword) -> Self {
        Self::InvalidCredentials
    }
}

impl ChangePassword {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            proof: Proof::new(ports),
            users: ports.users.clone(),
            store: ports.store.clone(),
            hasher: ports.hasher.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            outbox: Outbox::new(ports, settings),
            passwords: settings.passwords,
        }
    }

    /// Sets the password, ends every other session, and makes links good for nothing that were sent to reset it, or to use
    /// another address: whoever is told that somebody else asked for that is told to set a new password. Who has a password shows it; who has none shows a sign-in of just now.
    ///
    /// # Errors
    /// See [`ChangePasswordError`]. After an unknown outcome, signing in tells which password it is.
    pub async fn run(
        &self,
        caller: &Caller,
        current: Option<&str>,
        new: &str,
    ) -> Result<(), ChangePasswordError> {
        let person = caller.principal.person()?;
        retry_stale(async || {
            let user = own_user::<ChangePasswordError>(&*self.users, caller).await?;
            let password = self.checked(&user, current, new)?;
            self.show(caller, person, &user, current).await?;
            let hash = self.hasher.hash(&password).await;
            let hash = hash.map_err(|busy| ChangePasswordError::from(Outage::from(busy)))?;
            let (id, now) = (user.id, self.clock.now());
            let record = caller.record(AuditAction::UserPasswordChange, &*self.ids, now);
            let mut changes = Changes::at(now);
            if let Some(to) = user.email.clone() {
                let to = (Some(id), to);
                let cause = format!("password_changed/{id}/{}", user.version);
                let job = self.outbox.job(cause, to, Letter::PasswordChanged, now);
                changes = changes.save_job(job);
            }
            let changes = changes
                .save_user(user.clone().with_password(hash), &user)
                .revoke_auth_sessions(id, Some(person.session), now)
                .spend_one_time_tokens(id, Purpose::PasswordReset, now)
                .spend_one_time_tokens(id, Purpose::EmailChange, now)
                .audit(record.on("user", id));
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }

    fn checked(
        &self,
        user: &User,
        current: Option<&str>,
        new: &str,
    ) -> Result<Password, ChangePasswordError> {
        let owner = PasswordOwner {
            email: user.email.as_ref().map_or("", |email| email.as_str()),
            username: user.username.as_str(),
        };
        let mut faults = Faults::default();
        match (&user.password_hash, current) {
            (Some(_), None) => faults.add("/current_password", "required", "must be there"),
            (None, Some(_)) => {
                faults.add("/current_password", "not_allowed", "there is none yet");
            }
            _ => {}
        }
        let password = Password::new(new, self.passwords, owner);
        match faults.take(password.map_err(|f| f.under("/new_password"))) {
            Some(password) if faults.0.is_empty() => Ok(password),
            _ => Err(faults.into()),
        }
    }

    async fn show(
        &self,
        caller: &Caller,
        person: Person,
        user: &User,
        current: Option<&str>,
    ) -> Result<(), Attempt<ChangePasswordError>> {
        match current {
            Some(typed) => self.proof.check(caller, user, typed).await,
            None => person
                .must_be_fresh(self.clock.now())
                .map_err(|stale| ChangePasswordError::from(stale).into()),
        }
    }
}

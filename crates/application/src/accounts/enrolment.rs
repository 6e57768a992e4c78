//! What every way of becoming a user shares. Cheap checks come before the slow hash, and the hash is computed once,
//! however often the commit has to be decided again.

mod taken;

pub(super) use self::taken::Taken;

use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Outage, Ports, Settings};
use ludger_domain::accounts::{
    Email, NewAccount, PasswordPolicy, Registration, Role, RoleGrant, User, Username,
};
use ludger_domain::fault::Faults;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, CommitError, Ids, PasswordHasher, Store, Unavailable};
use std::sync::Arc;

/// The ports behind every way of becoming a user.
pub(super) struct Enrolment {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    hasher: Arc<dyn PasswordHasher>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    passwords: PasswordPolicy,
}

impl Enrolment {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            hasher: ports.hasher.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            passwords: settings.passwords,
        }
    }

    /// Makes a user of `registration`, in the commit that `decide` describes for them.
    pub(super) async fn run<E: Rejected + From<Faults>>(
        &self,
        registration: Registration,
        decide: impl Fn(&User) -> Result<Changes, E>,
    ) -> Result<User, E> {
        let NewAccount {
            email,
            username,
            password,
        } = self.checked::<E>(registration).await?;
        let hash = self.hasher.hash(&password).await.map_err(Outage::from)?;
        retry_stale(async || {
            let (id, now) = (self.ids.next().into(), self.clock.now());
            let user = User::person(id, email.clone(), username.clone(), hash.clone(), now);
            match self.store.commit(decide(&user)?).await {
                Ok(_) => Ok(user),
                Err(error) => Err(self.rejected(error, &user).await),
            }
        })
        .await
    }

    /// Everything that is wrong with the fields, together with the names that are taken.
    async fn checked<E: Rejected + From<Faults>>(
        &self,
        registration: Registration,
    ) -> Result<NewAccount, E> {
        let (email, username) = (
            registration.email.parse().ok(),
            registration.username.parse().ok(),
        );
        let mut faults = Faults::default();
        let account = faults.take(registration.checked(self.passwords));
        let taken = self
            .taken(email.as_ref(), username.as_ref())
            .await
            .map_err(Outage::from)?;
        faults.0.extend(taken.faults().0);
        match account {
            Some(account) if faults.0.is_empty() => Ok(account),
            _ => Err(faults.into()),
        }
    }

    async fn taken(
        &self,
        email: Option<&Email>,
        username: Option<&Username>,
    ) -> Result<Taken, Unavailable> {
        Taken::find(&*self.users, email, username).await
    }

    /// The door names one name that is taken; whoever asks is told of both.
    async fn rejected<E: Rejected + From<Faults>>(
        &self,
        error: CommitError,
        user: &User,
    ) -> Attempt<E> {
        let named = match &error {
            CommitError::Stale(expectation) => Taken::by(expectation),
            _ => None,
        };
        let Some(named) = named else {
            return Attempt::rejected(error);
        };
        match self.taken(user.email.as_ref(), Some(&user.username)).await {
            Ok(found) => Attempt::Failed(named.or(found).faults().into()),
            Err(unavailable) => Attempt::outage(unavailable),
        }
    }
}

/// A new user, as a player.
pub(super) fn as_player(changes: Changes, user: &User) -> Changes {
    changes
        .add_user(user.clone())
        .grant(granted(user, Role::Player))
}

/// A role that comes with the account; nobody granted it.
pub(super) const fn granted(user: &User, role: Role) -> RoleGrant {
    RoleGrant {
        user: user.id,
        role,
        granted_at: user.created_at,
        granted_by: None,
    }
}

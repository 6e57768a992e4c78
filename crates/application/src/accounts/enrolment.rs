//! What every way of becoming a user shares. Cheap checks come before the slow hash, and the hash is computed once,
//! however often the commit has to be decided again.

mod taken;

pub(super) use self::taken::Taken;

use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    Email, NewAccount, PasswordHash, PasswordPolicy, Registration, Role, RoleGrant, User, Username,
};
use ludger_domain::fault::Faults;
use ludger_domain::ids::UserId;
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

/// A registration that keeps every rule, whose slow work is done.
pub(super) struct Ready {
    pub(super) email: Email,
    pub(super) username: Username,
    hash: PasswordHash,
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

    /// Makes a user of `registration`, in the commit that `decide` describes for them. Whoever asks is told of both names
    /// that are taken: it is for operators, who vouch for the address.
    pub(super) async fn run<E: Rejected + From<Faults>>(
        &self,
        registration: Registration,
        decide: impl Fn(&User) -> Result<Changes, E>,
    ) -> Result<User, E> {
        let email = registration.email.parse().ok();
        let username = registration.username.parse().ok();
        let taken = self.taken(email.as_ref(), username.as_ref()).await;
        let faults = taken.map_err(Outage::from)?.faults();
        let account = self.checked(registration, faults)?;
        let ready = self.hashed(account).await?;
        retry_stale(async || {
            let user = ready
                .user(self.ids.next().into(), self.clock.now())
                .vouched_for();
            match self.store.commit(decide(&user)?).await {
                Ok(_) => Ok(user),
                Err(error) => Err(self.rejected(error, &user).await),
            }
        })
        .await
    }

    /// The registration, if every rule is kept and nothing else is wrong: `others` is what a look at the store has found.
    pub(super) fn checked(
        &self,
        registration: Registration,
        others: Faults,
    ) -> Result<NewAccount, Faults> {
        let mut faults = Faults::default();
        let account = faults.take(registration.checked(self.passwords));
        faults.0.extend(others.0);
        match account {
            Some(account) if faults.0.is_empty() => Ok(account),
            _ => Err(faults),
        }
    }

    /// The same with its password hashed, which is the slow work.
    pub(super) async fn hashed(&self, account: NewAccount) -> Result<Ready, Outage> {
        let hash = self.hasher.hash(&account.password).await;
        Ok(Ready {
            email: account.email,
            username: account.username,
            hash: hash.map_err(Outage::from)?,
        })
    }

    /// What a look tells of the names now.
    pub(super) async fn taken(
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

impl Ready {
    /// The user that comes of it.
    pub(super) fn user(&self, id: UserId, now: Timestamp) -> User {
        let (email, username) = (self.email.clone(), self.username.clone());
        User::person(id, email, username, self.hash.clone(), now)
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

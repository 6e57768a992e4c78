use super::own_user::{Admins, admins_without, own_user};
use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    AuditAction, FreshSignInRequired, Purpose, Role, SessionRequired, User,
};
use ludger_domain::jobs::{Job, JobKind};
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Expectation, Ids, Letter, Store};
use serde_json::json;
use std::sync::Arc;

/// Somebody deletes their account.
pub struct DeleteMe {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    outbox: Outbox,
}

/// Why the account stays.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DeleteMeError {
    /// A token deletes nobody.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// Show again who you are.
    #[error(transparent)]
    FreshSignInRequired(#[from] FreshSignInRequired),
    /// Nobody else is an admin who can get in.
    #[error("the last admin stays")]
    LastAdmin,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for DeleteMeError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::AdminBesides(_)).then_some(Self::LastAdmin)
    }
}

impl DeleteMe {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// Shuts the account at once: no session goes on, no token and no link is good for anything, and an admin is none
    /// any more. What is known of the user is erased a month later, by a job of this commit.
    ///
    /// # Errors
    /// See [`DeleteMeError`]. After an unknown outcome, the next request tells: whoever is deleted is not signed in.
    pub async fn run(&self, caller: &Caller) -> Result<(), DeleteMeError> {
        let person = caller.principal.person()?;
        person.must_be_fresh(self.clock.now())?;
        retry_stale(async || {
            let user = own_user::<DeleteMeError>(&*self.users, caller).await?;
            let (id, now) = (user.id, self.clock.now());
            let Some(deleted) = user.clone().delete(now) else {
                return Ok(());
            };
            let record = caller.record(AuditAction::UserSoftDelete, &*self.ids, now);
            let mut changes = Changes::at(now)
                .save_user(deleted, &user)
                .revoke_auth_sessions(id, None, now)
                .save_job(self.erasure(&user, now))
                .audit(record.on("user", id));
            if let Some(to) = user.email.clone() {
                let erased_at = erased_at(now);
                let letter = Letter::AccountDeleted { erased_at };
                let cause = format!("account_deleted/{id}");
                changes = changes.save_job(self.outbox.job(cause, (Some(id), to), letter, now));
            }
            for purpose in Purpose::ALL {
                changes = changes.spend_one_time_tokens(id, *purpose, now);
            }
            match admins_without(&*self.users, id)
                .await
                .map_err(Attempt::outage)?
            {
                Admins::Untouched => {}
                Admins::OneLess => changes = changes.revoke(id, Role::Admin),
                Admins::NoneLeft => return Err(DeleteMeError::LastAdmin.into()),
            }
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }

    fn erasure(&self, user: &User, now: Timestamp) -> Job {
        let (id, cause) = (self.ids.next().into(), format!("user.erase/{}", user.id));
        let payload = json!({ "user": user.id });
        Job::new(id, JobKind::EraseUser, cause, payload, now)
            .about(user.id)
            .not_before(erased_at(now))
    }
}

fn erased_at(deleted_at: Timestamp) -> Timestamp {
    deleted_at.checked_add(User::KEPT).unwrap_or(Timestamp::MAX)
}

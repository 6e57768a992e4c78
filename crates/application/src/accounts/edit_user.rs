use super::Profile;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, VersionMismatch};
use ludger_domain::accounts::{
    self as domain, AuditAction, Flag, Forbidden, Permission, Tier, User,
};
use ludger_domain::fault::Faults;
use ludger_domain::ids::UserId;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Ids, Store};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An admin says something else of a user.
pub struct EditUser {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// What is to change; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserEdit {
    /// How far they have come.
    pub tier: Option<Tier>,
    /// All of their switches.
    pub flags: Option<Vec<Flag>>,
}

/// Why the user stays as they are.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EditUserError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Nobody has this id, or whoever had it is deleted.
    #[error("no such user")]
    NotFound,
    /// They were changed meanwhile.
    #[error(transparent)]
    VersionMismatch(#[from] VersionMismatch),
    /// A flag stands there twice.
    #[error("the edit is not valid")]
    Invalid(#[from] Faults),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for EditUserError {}

impl EditUser {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The user as they are now. It changes no other version than the `expected` one.
    ///
    /// # Errors
    /// See [`EditUserError`].
    pub async fn run(
        &self,
        caller: &Caller,
        id: UserId,
        expected: i64,
        edit: &UserEdit,
    ) -> Result<Profile, EditUserError> {
        caller.principal.must(Permission::UsersManage)?;
        let flags = edit.flags.as_deref().map(each_once).transpose()?;
        let user = retry_stale(async || {
            let found = self.users.find(id).await.map_err(Attempt::outage)?;
            let before = found.filter(User::is_active);
            let before = before.ok_or(EditUserError::NotFound)?;
            VersionMismatch::check(Some(expected), before.version).map_err(EditUserError::from)?;
            let was = before.profile.clone();
            let profile = domain::Profile {
                tier: edit.tier.unwrap_or(was.tier),
                flags: flags.clone().unwrap_or_else(|| was.flags.clone()),
                ..was
            };
            if profile == before.profile {
                return Ok(before);
            }
            let now = self.clock.now();
            let told = json!({ "tier": profile.tier, "flags": profile.flags });
            let record = caller.record(AuditAction::UserEdit, &*self.ids, now);
            let user = before.clone().with_profile(profile);
            let changes = Changes::at(now)
                .save_user(user.clone(), &before)
                .audit(record.on("user", id).with(told));
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(user)
        })
        .await?;
        let roles = self.users.roles(id).await.map_err(Outage::from)?;
        Ok(Profile { user, roles })
    }
}

fn each_once(flags: &[Flag]) -> Result<BTreeSet<Flag>, Faults> {
    let (mut once, mut faults) = (BTreeSet::new(), Faults::default());
    for (at, flag) in flags.iter().enumerate() {
        if !once.insert(*flag) {
            faults.add(format!("/flags/{at}"), "repeated", "stands here twice");
        }
    }
    faults.into_result().map(|()| once)
}

use super::Profile;
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::UserId;
use ludger_ports::read::Users;
use std::sync::Arc;

/// An admin looks at a user.
pub struct FindUser {
    users: Arc<dyn Users>,
}

/// Why there is no user to look at.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FindUserError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Nobody has this id.
    #[error("no such user")]
    NotFound,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl FindUser {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
        }
    }

    /// A user, who may be deleted.
    ///
    /// # Errors
    /// See [`FindUserError`].
    pub async fn run(&self, caller: &Caller, id: UserId) -> Result<Profile, FindUserError> {
        caller.principal.must(Permission::UsersManage)?;
        let user = self
            .users
            .find(id)
            .await
            .map_err(Outage::from)?
            .ok_or(FindUserError::NotFound)?;
        let roles = self.users.roles(id).await.map_err(Outage::from)?;
        Ok(Profile { user, roles })
    }
}

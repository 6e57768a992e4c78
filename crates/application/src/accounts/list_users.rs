use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Forbidden, Permission, User};
use ludger_domain::ids::UserId;
use ludger_ports::read::{UserFilter, Users};
use ludger_ports::{Page, PageRequest};
use std::sync::Arc;

/// An admin looks at the users.
pub struct ListUsers {
    users: Arc<dyn Users>,
}

/// Why there is no list.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ListUsersError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl ListUsers {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
        }
    }

    /// Those who fit and are not deleted, oldest first.
    ///
    /// # Errors
    /// See [`ListUsersError`].
    pub async fn run(
        &self,
        caller: &Caller,
        filter: &UserFilter,
        page: PageRequest<UserId>,
    ) -> Result<Page<User, UserId>, ListUsersError> {
        caller.principal.must(Permission::UsersManage)?;
        Ok(self.users.list(filter, page).await.map_err(Outage::from)?)
    }
}

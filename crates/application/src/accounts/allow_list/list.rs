use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Allowed, Forbidden, Permission};
use ludger_ports::read::Users;
use ludger_ports::{Page, PageRequest};
use std::sync::Arc;

/// An admin looks at who may register.
pub struct ListAllowed {
    users: Arc<dyn Users>,
}

/// Why there is no list.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ListAllowedError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl ListAllowed {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
        }
    }

    /// By the keys of their addresses.
    ///
    /// # Errors
    /// See [`ListAllowedError`].
    pub async fn run(
        &self,
        caller: &Caller,
        page: PageRequest<String>,
    ) -> Result<Page<Allowed, String>, ListAllowedError> {
        caller.principal.must(Permission::UsersManage)?;
        Ok(self.users.allow_list(page).await.map_err(Outage::from)?)
    }
}

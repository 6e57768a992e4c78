use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Forbidden, OneTimeToken, Permission};
use ludger_ports::read::{AuthSessions, SentAt};
use ludger_ports::{Clock, Page, PageRequest};
use std::sync::Arc;

/// An admin looks at who is invited.
pub struct ListInvitations {
    sessions: Arc<dyn AuthSessions>,
    clock: Arc<dyn Clock>,
}

/// Why there is no list.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ListInvitationsError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl ListInvitations {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            sessions: ports.auth_sessions.clone(),
            clock: ports.clock.clone(),
        }
    }

    /// Those that can still be used, newest first.
    ///
    /// # Errors
    /// See [`ListInvitationsError`].
    pub async fn run(
        &self,
        caller: &Caller,
        page: PageRequest<SentAt>,
    ) -> Result<Page<OneTimeToken, SentAt>, ListInvitationsError> {
        caller.principal.must(Permission::UsersManage)?;
        let open = self.sessions.invitations(self.clock.now(), page).await;
        Ok(open.map_err(Outage::from)?)
    }
}

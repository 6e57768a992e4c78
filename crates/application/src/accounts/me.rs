use super::Profile;
use crate::{Outage, Ports};
use ludger_domain::accounts::Principal;
use ludger_ports::read::Users;
use std::sync::Arc;

/// Somebody who is signed in looks at their own account.
pub struct Me {
    users: Arc<dyn Users>,
}

impl Me {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
        }
    }

    /// The user behind the request.
    ///
    /// # Errors
    /// See [`Outage`].
    pub async fn run(&self, principal: &Principal) -> Result<Profile, Outage> {
        let user = self.users.find(principal.user).await?;
        let user = user.ok_or_else(|| Outage::broken("a user who is signed in is not there"))?;
        let roles = self.users.roles(user.id).await?;
        Ok(Profile { user, roles })
    }
}

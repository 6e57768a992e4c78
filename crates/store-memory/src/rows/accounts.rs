use crate::state::State;
use ludger_domain::accounts::{AuthSession, RoleGrant, User};
use ludger_ports::Unavailable;

impl State {
    pub(super) fn add_user(&mut self, user: &User) -> Result<(), Unavailable> {
        if let Some(email) = &user.email {
            self.emails.add(email.key(), user.id)?;
        }
        self.usernames.add(user.username.key(), user.id)?;
        self.users.add(user.id, user.clone())
    }

    /// A role that the user has already stays as it is.
    pub(super) fn grant(&mut self, grant: &RoleGrant) {
        let key = (grant.user, grant.role);
        if !self.roles.contains_key(&key) {
            self.roles.put(key, *grant);
        }
    }

    pub(super) fn save_auth_session(&mut self, session: &AuthSession) -> Result<(), Unavailable> {
        if session.version == 1 {
            return self.auth_sessions.add(session.id, session.clone());
        }
        self.auth_sessions.put(session.id, session.clone());
        Ok(())
    }
}

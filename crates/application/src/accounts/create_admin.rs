use super::RegisterError;
use super::enrolment::{Enrolment, as_player, granted};
use crate::{Origin, Ports, Settings};
use ludger_domain::accounts::{AuditAction, Registration, Role, User};
use ludger_ports::{Changes, Ids};
use serde_json::json;
use std::sync::Arc;

/// An operator, at the machine, makes an admin.
pub struct CreateAdmin {
    enrolment: Enrolment,
    ids: Arc<dyn Ids>,
}

impl CreateAdmin {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            enrolment: Enrolment::new(ports, settings),
            ids: ports.ids.clone(),
        }
    }

    /// Makes a user who is a player and an admin, whether or not there is an admin. It asks for no permission: who can
    /// run this can write to the store. The audit log names no actor.
    ///
    /// # Errors
    /// See [`RegisterError`].
    pub async fn run(&self, registration: Registration) -> Result<User, RegisterError> {
        let decide = |user: &User| {
            let record = |action| {
                Origin::default()
                    .record(action, &*self.ids, user.created_at)
                    .on("user", user.id)
            };
            Ok(as_player(Changes::at(user.created_at), user)
                .grant(granted(user, Role::Admin))
                .audit(record(AuditAction::UserRegister))
                .audit(record(AuditAction::RoleGrant).with(json!({ "role": Role::Admin }))))
        };
        self.enrolment.run(registration, decide).await
    }
}

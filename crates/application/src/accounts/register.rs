use super::enrolment::{Enrolment, as_player};
use crate::retry::Rejected;
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::accounts::{AuditAction, Registration, User};
use ludger_domain::fault::Faults;
use ludger_ports::{Changes, Ids};
use std::sync::Arc;

/// Somebody becomes a user.
pub struct Register {
    enrolment: Enrolment,
    ids: Arc<dyn Ids>,
}

/// Why nobody was registered.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RegisterError {
    /// Everything that is wrong with the fields: a rule not kept, `email_taken`, `username_taken`.
    #[error("the registration is not valid")]
    Invalid(#[from] Faults),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for RegisterError {}

impl Register {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            enrolment: Enrolment::new(ports, settings),
            ids: ports.ids.clone(),
        }
    }

    /// Makes a user with the role of a player. They are not signed in by it.
    ///
    /// The answer tells whether an email address is registered: there is no mail yet by which its owner could be told
    /// instead.
    ///
    /// # Errors
    /// See [`RegisterError`]. After an unknown outcome, signing in tells whether there is an account.
    pub async fn run(
        &self,
        registration: Registration,
        origin: &Origin,
    ) -> Result<User, RegisterError> {
        let decide = |user: &User| {
            let record = origin.record(AuditAction::UserRegister, &*self.ids, user.created_at);
            Ok(as_player(Changes::at(user.created_at), user)
                .audit(record.by(user.id).on("user", user.id)))
        };
        self.enrolment.run(registration, decide).await
    }
}

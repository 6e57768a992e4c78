use super::enrolment::{Enrolment, as_player};
use crate::outbox::Outbox;
use crate::retry::Rejected;
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::accounts::{
    AuditAction, OneTimeToken, Purpose, Registration, TokenSecret, User,
};
use ludger_domain::fault::Faults;
use ludger_ports::{Changes, Entropy, Ids, Letter};
use std::sync::Arc;

/// Somebody becomes a user.
pub struct Register {
    enrolment: Enrolment,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    outbox: Outbox,
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
            entropy: ports.entropy.clone(),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// Makes a user with the role of a player, and sends them a link that verifies their address. They are not signed in by
    /// it. The answer tells whether an email address is registered.
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
            Ok(self
                .with_link(as_player(Changes::at(user.created_at), user), user)
                .audit(record.by(user.id).on("user", user.id)))
        };
        self.enrolment.run(registration, decide).await
    }

    fn with_link(&self, changes: Changes, user: &User) -> Changes {
        let Some(email) = user.email.clone() else {
            return changes;
        };
        let (purpose, now) = (Purpose::Verification, user.created_at);
        let secret = TokenSecret::new(self.entropy.bytes32());
        let token = OneTimeToken::issue(purpose, Some(user.id), email.clone(), &secret, now);
        let link = self.outbox.link(purpose, &secret);
        let cause = format!("{purpose}/{}", token.hash);
        let job = self
            .outbox
            .job(cause, email, Letter::Verification { link }, now);
        changes.save_one_time_token(token).save_job(job)
    }
}

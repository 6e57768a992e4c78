use crate::accounts::guessing::{Guessing, NotCounted};
use crate::outbox::Outbox;
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::accounts::{
    Attempt, AuditAction, Email, Forbidden, OneTimeToken, Permission, Purpose, Throttle,
    ThrottleKey, TokenSecret,
};
use ludger_domain::fault::Faults;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Entropy, Ids, Letter};
use serde_json::json;
use std::sync::Arc;

/// An admin invites somebody to register.
pub struct Invite {
    users: Arc<dyn Users>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    guessing: Guessing,
    outbox: Outbox,
}

/// Why nobody was invited.
#[derive(Debug, Clone, thiserror::Error)]
pub enum InviteError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// That is no address of mail.
    #[error("the address is not valid")]
    Invalid(#[from] Faults),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Invite {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            guessing: Guessing::new(ports),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// Sends a link that lets the reader of this address register. Who has an account is sent nothing, and nobody is sent two
    /// in a moment.
    ///
    /// # Errors
    /// See [`InviteError`].
    pub async fn run(&self, caller: &Caller, email: &str) -> Result<(), InviteError> {
        caller.principal.must(Permission::UsersManage)?;
        let email: Email = email
            .parse()
            .map_err(|faults: Faults| faults.under("/email"))?;
        let (key, now) = (email.key(), self.clock.now());
        let owner = self.users.by_email(&key).await.map_err(Outage::from)?;
        let mut changes = Changes::at(now);
        if owner.is_none() {
            let purpose = Purpose::Invitation;
            let secret = TokenSecret::new(self.entropy.bytes32());
            let token = OneTimeToken::issue(purpose, None, email.clone(), &secret, now);
            let cause = format!("{purpose}/{}", token.hash);
            let letter = Letter::Invitation {
                link: self.outbox.invitation(&secret, &email),
            };
            let record = caller.record(AuditAction::InvitationCreate, &*self.ids, now);
            let record = record.with(json!({ "email_sha256": email.digest() }));
            changes = changes
                .save_one_time_token(token)
                .save_job(self.outbox.job(cause, (None, email), letter, now))
                .audit(record);
        }
        let attempt = Attempt {
            key: ThrottleKey::new(Purpose::Invitation.as_str(), &key),
            throttle: Throttle::MAIL,
            at: now,
        };
        match self.guessing.count(&[attempt], changes).await {
            Ok(()) | Err(NotCounted::TooMany { .. }) => Ok(()),
            Err(NotCounted::Outage(outage)) => Err(outage.into()),
        }
    }
}

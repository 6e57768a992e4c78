use super::guessing::{Guessing, NotCounted};
use super::own_user::own_user;
use super::owner::Owner;
use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    Attempt as Counted, AuditAction, Email, FreshSignInRequired, OneTimeToken, Purpose,
    SessionRequired, Throttle, ThrottleKey, TokenSecret, TooMany, User,
};
use ludger_domain::fault::Faults;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Entropy, Ids, Letter};
use std::sync::Arc;

/// Somebody wants to use another address.
pub struct AskForEmailChange {
    users: Arc<dyn Users>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    guessing: Guessing,
    owner: Owner,
    outbox: Outbox,
}

/// Why no link was sent, as far as anybody is told.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AskForEmailChangeError {
    /// A token changes no address.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// The sign-in was too long ago.
    #[error(transparent)]
    FreshSignInRequired(#[from] FreshSignInRequired),
    /// That is no address of mail.
    #[error("the address is not valid")]
    Invalid(#[from] Faults),
    /// From where they are too many mails were asked for.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for AskForEmailChangeError {}

impl AskForEmailChange {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            guessing: Guessing::new(ports),
            owner: Owner::new(ports, settings),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// Sends a link to the new address, and tells the old one. A link that was sent before is good for nothing then. If
    /// somebody else has the address, they are told instead, and whoever asks cannot tell.
    ///
    /// # Errors
    /// See [`AskForEmailChangeError`]. Whether the address has an account, or a link was sent a moment ago, shows in nothing.
    pub async fn run(&self, caller: &Caller, email: &str) -> Result<(), AskForEmailChangeError> {
        let person = caller.principal.person()?;
        let now = self.clock.now();
        person.must_be_fresh(now)?;
        let email: Email = email
            .parse()
            .map_err(|faults: Faults| faults.under("/email"))?;
        let user = own_user(&*self.users, caller).await;
        let user = user.map_err(Attempt::<AskForEmailChangeError>::failed)?;
        let key = email.key();
        let owner = self.users.by_email(&key).await.map_err(Outage::from)?;
        let allowance = self.owner.allowance(&key, now).await;
        let allowance = allowance.map_err(Outage::from)?;

        let record = caller.record(AuditAction::UserEmailChangeAsk, &*self.ids, now);
        let changes = Changes::at(now)
            .spend_one_time_tokens(user.id, Purpose::EmailChange, now)
            .audit(record.on("user", user.id));
        let changes = self.told_at_old(changes, &user, now);
        let changes = match owner.filter(|owner| owner.id != user.id) {
            Some(owner) => self.owner.tell(changes, &owner, allowance),
            None => self.with_link(changes, &user, email, now),
        };
        self.count(changes, &user, &key, caller).await
    }

    async fn count(
        &self,
        changes: Changes,
        user: &User,
        email_key: &str,
        caller: &Caller,
    ) -> Result<(), AskForEmailChangeError> {
        let (at, kind) = (self.clock.now(), Purpose::EmailChange.as_str());
        let attempt = |kind, who: &str| Counted {
            key: ThrottleKey::new(kind, who),
            throttle: Throttle::MAIL,
            at,
        };
        let by_user = attempt("email_change.user", &user.id.to_string());
        let to_one = attempt(kind, email_key);
        let address = (caller.origin).attempt("mail.address", Throttle::MAIL_OF_ADDRESS, at);
        let attempts: Vec<_> = address.into_iter().chain([by_user, to_one]).collect();
        match self.guessing.count(&attempts, changes).await {
            Ok(()) => Ok(()),
            Err(NotCounted::TooMany {
                refused, too_many, ..
            }) => match address {
                Some(address) if refused.key == address.key => Err(too_many.into()),
                // Whoever asks again within the moment is told what they were told before.
                _ => Ok(()),
            },
            Err(NotCounted::Outage(outage)) => Err(outage.into()),
        }
    }

    fn told_at_old(&self, changes: Changes, user: &User, now: Timestamp) -> Changes {
        let Some(old) = user.email.clone() else {
            return changes;
        };
        let cause = format!("email_change_asked/{}/{now}", user.id);
        let (to, letter) = ((Some(user.id), old), Letter::EmailChangeAsked);
        changes.save_job(self.outbox.job(cause, to, letter, now))
    }

    fn with_link(&self, changes: Changes, user: &User, to: Email, now: Timestamp) -> Changes {
        let purpose = Purpose::EmailChange;
        let secret = TokenSecret::new(self.entropy.bytes32());
        let token = OneTimeToken::issue(purpose, Some(user.id), to.clone(), &secret, now);
        let link = self.outbox.link(purpose, &secret);
        let cause = format!("{purpose}/{}", token.hash);
        let (to, letter) = ((Some(user.id), to), Letter::EmailChange { link });
        let job = self.outbox.job(cause, to, letter, now);
        changes.save_one_time_token(token).save_job(job)
    }
}

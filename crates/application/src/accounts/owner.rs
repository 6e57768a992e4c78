//! Somebody used an address that has an account already. Nobody is told but its owner, by mail, and no more often than
//! other mail is sent.

use crate::outbox::Outbox;
use crate::{Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Attempt, Throttle, ThrottleKey, User};
use ludger_ports::read::Guesses;
use ludger_ports::{Changes, Letter, Unavailable};
use std::sync::Arc;

/// Tells owners of addresses.
pub(super) struct Owner {
    guesses: Arc<dyn Guesses>,
    outbox: Outbox,
}

impl Owner {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            guesses: ports.guesses.clone(),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// Whether whoever has this address may be told now. It is asked of every address, since how long an answer takes must
    /// not tell which has an owner.
    pub(super) async fn allowance(
        &self,
        email_key: &str,
        at: Timestamp,
    ) -> Result<Option<Attempt>, Unavailable> {
        let attempt = Attempt {
            key: ThrottleKey::new("already_registered", email_key),
            throttle: Throttle::MAIL,
            at,
        };
        let before = self.guesses.attempts(attempt.key).await?;
        Ok(attempt.take(before).is_ok().then_some(attempt))
    }

    /// Tells the owner, with the commit, unless they were told a moment ago or are shut out.
    pub(super) fn tell(
        &self,
        changes: Changes,
        owner: &User,
        allowance: Option<Attempt>,
    ) -> Changes {
        let to = owner.email.clone().filter(|_| owner.may_enter());
        let (Some(to), Some(attempt)) = (to, allowance) else {
            return changes;
        };
        let cause = format!("already_registered/{}/{}", owner.id, attempt.at);
        let letter = Letter::AlreadyRegistered;
        let to = (Some(owner.id), to);
        let job = self.outbox.job(cause, to, letter, attempt.at);
        changes.count_attempt(attempt).save_job(job)
    }
}

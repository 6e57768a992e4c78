//! An owner is told when somebody guesses too often: once for each window that is full, whoever goes on in it.

use crate::outbox::Outbox;
use crate::retry::Attempt;
use crate::{Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::User;
use ludger_ports::{Changes, Letter, Store};
use std::sync::Arc;

/// Tells owners.
pub(super) struct Blocked {
    store: Arc<dyn Store>,
    outbox: Outbox,
}

impl Blocked {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            store: ports.store.clone(),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// Passwords are refused from then on.
    pub(super) async fn sign_ins(
        &self,
        owner: Option<User>,
        since: Timestamp,
        at: Timestamp,
    ) -> Result<(), Outage> {
        let letter = Letter::SignInsBlocked { at };
        self.tell(owner, ("sign_ins_blocked", letter), since, at)
            .await
    }

    /// Codes of the second factor are.
    pub(super) async fn codes(
        &self,
        owner: Option<User>,
        since: Timestamp,
        at: Timestamp,
    ) -> Result<(), Outage> {
        let letter = Letter::CodesBlocked { at };
        self.tell(owner, ("codes_blocked", letter), since, at).await
    }

    async fn tell(
        &self,
        owner: Option<User>,
        (kind, letter): (&str, Letter),
        since: Timestamp,
        at: Timestamp,
    ) -> Result<(), Outage> {
        let Some((user, to)) = owner.and_then(|user| Some((user.id, user.email?))) else {
            return Ok(());
        };
        // Whoever goes on guessing in the same window brings no second mail.
        let cause = format!("{kind}/{user}/{since}");
        let job = self.outbox.job(cause, (Some(user), to), letter, at);
        match self.store.commit(Changes::at(at).save_job(job)).await {
            Ok(_) => Ok(()),
            Err(error) => match Attempt::<Outage>::rejected(error) {
                Attempt::Failed(outage) => Err(outage),
                // A new job expects nothing.
                Attempt::Stale => Ok(()),
            },
        }
    }
}

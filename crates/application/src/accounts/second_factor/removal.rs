use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected};
use crate::{Caller, Ports, Settings};
use ludger_domain::accounts::{AuditAction, User};
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Expectation, Ids, Letter, Store};
use std::sync::Arc;

/// Takes a second factor away, whoever wants that.
pub(super) struct Removal {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    outbox: Outbox,
}

impl Removal {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// Whether there was one.
    pub(super) async fn of<E: Rejected>(
        &self,
        user: &User,
        caller: &Caller,
    ) -> Result<bool, Attempt<E>> {
        let found = self.users.second_factor(user.id).await;
        let Some(factor) = found.map_err(Attempt::outage)? else {
            return Ok(false);
        };
        let now = self.clock.now();
        let record = caller.record(AuditAction::SecondFactorOff, &*self.ids, now);
        let mut changes = Changes::at(now)
            .expect(Expectation::SecondFactorAt(user.id, Some(factor.version)))
            .remove_second_factor(user.id)
            .audit(record.on("user", user.id));
        let was_on = factor.confirmed_at.is_some();
        if let Some(to) = user.email.clone().filter(|_| was_on) {
            let cause = format!("second_factor_off/{}/{now}", user.id);
            let letter = Letter::SecondFactorOff { at: now };
            changes = changes.save_job(self.outbox.job(cause, (Some(user.id), to), letter, now));
        }
        let committed = self.store.commit(changes).await;
        committed.map(|_| true).map_err(Attempt::rejected)
    }
}

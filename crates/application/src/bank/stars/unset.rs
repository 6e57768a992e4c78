use crate::retry::{Attempt, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::ids::QuestionId;
use ludger_ports::{Changes, Clock, Store};
use std::sync::Arc;

/// Takes a star off a question.
pub struct UnstarQuestion {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
}

impl UnstarQuestion {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            clock: ports.clock.clone(),
        }
    }

    /// Where there is no star, nothing happens, and nothing is told of what there is.
    ///
    /// # Errors
    /// See [`Outage`].
    pub async fn run(&self, caller: &Caller, id: QuestionId) -> Result<(), Outage> {
        let user = caller.principal.user;
        retry_stale(async || {
            let changes = Changes::at(self.clock.now()).unstar(user, id);
            let done = self.store.commit(changes).await;
            done.map(drop).map_err(Attempt::<Outage>::rejected)
        })
        .await
    }
}

//! Sees to it that what is due in sessions is done on time, whoever plays and whichever node they are on.

use super::Advance;
use crate::{Outage, Ports, Settings};
use futures::StreamExt;
use futures::stream;
use jiff::SignedDuration;
use ludger_domain::Timestamp;
use ludger_domain::ids::GameSessionId;
use ludger_ports::Clock;
use std::sync::Arc;

/// How far it looks ahead. Whatever a commit puts off is put off for longer than until the next look, so nothing has to be
/// told to whoever ticks.
const AHEAD: SignedDuration = SignedDuration::from_millis(500);
/// The longest pause between two looks: one read by an index.
const PAUSE_MAX: SignedDuration = SignedDuration::from_millis(250);
/// Sessions that are seen to in one round; more wait for the next one, which comes at once.
const ROUND_MAX: usize = 1_000;
/// Of these, at the same time: they share batches of the store.
const AT_ONCE: usize = 64;

/// See the module. Any number of them may tick: of those that see to the same session at once one does.
pub struct Ticker {
    advance: Advance,
    clock: Arc<dyn Clock>,
}

impl Ticker {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            advance: Advance::new(ports, settings),
            clock: ports.clock.clone(),
        }
    }

    /// Does what is due now; how long to wait before the next round.
    ///
    /// # Errors
    /// What is due could not be read. A session that could not be seen to is due again in the next round.
    pub async fn round(&self) -> Result<SignedDuration, Outage> {
        let now = self.clock.now();
        let by = now.checked_add(AHEAD).unwrap_or(now);
        let found = self.advance.due(by, ROUND_MAX).await?;
        let is_full = found.len() >= ROUND_MAX;
        let (due, soon): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, at)| *at <= now);
        stream::iter(due)
            .for_each_concurrent(AT_ONCE, |(id, _)| self.see_to(id))
            .await;
        if is_full {
            return Ok(SignedDuration::ZERO);
        }
        Ok(self.until(soon.first().map(|(_, at)| *at)))
    }

    async fn see_to(&self, id: GameSessionId) {
        if let Err(error) = self.advance.run(id).await {
            tracing::warn!(session = %id, %error, "what is due in a session could not be done");
        }
    }

    fn until(&self, next: Option<Timestamp>) -> SignedDuration {
        let wait = next.map_or(PAUSE_MAX, |at| at.duration_since(self.clock.now()));
        wait.clamp(SignedDuration::ZERO, PAUSE_MAX)
    }
}

//! Callers of the door: each commits, waits for the answer, and commits again.

use super::world::{Spread, World, new_id, now};
use crate::chance::Chance;
use hdrhistogram::Histogram;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{Category, Transfer};
use ludger_ports::{Changes, Fingerprint, IdempotencyRecord, IdempotencyScope, Store};
use ludger_store_diesel::DieselStore;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What the callers do.
#[derive(Clone, Copy)]
pub(super) struct Calls {
    pub(super) callers: usize,
    pub(super) spread: Spread,
    /// Whether each commit carries an idempotency record.
    pub(super) keys: bool,
    pub(super) lasting: Duration,
}

/// How it went.
pub(super) struct Went {
    /// Commits a second.
    pub(super) rate: f64,
    /// From call to answer, in microseconds.
    pub(super) latency: Histogram<u64>,
}

impl Went {
    pub(super) fn p50_ms(&self) -> f64 {
        self.latency.value_at_quantile(0.5) as f64 / 1_000.0
    }
}

pub(super) async fn call(store: &DieselStore, world: &World, calls: Calls) -> anyhow::Result<Went> {
    let begun = Instant::now();
    let end = begun + calls.lasting;
    let tasks: Vec<_> = (0..calls.callers)
        .map(|number| {
            let (store, players) = (store.clone(), world.players.clone());
            tokio::spawn(async move {
                let mut chance = Chance::new(number as u64 + 1);
                let mut latency = Histogram::<u64>::new(3)?;
                while Instant::now() < end {
                    let (from, to) = calls.spread.pick(&mut chance);
                    let transfer = Transfer::between(
                        new_id(),
                        Category::Transfer,
                        now(),
                        (players[from], players[to]),
                        1,
                    )?;
                    let changes = Changes::at(now()).post(transfer);
                    let changes = if calls.keys {
                        changes.once(record(number)?)
                    } else {
                        changes
                    };
                    let called = Instant::now();
                    store.commit(changes).await?;
                    latency.record(called.elapsed().as_micros() as u64)?;
                }
                anyhow::Ok(latency)
            })
        })
        .collect();
    let mut latency = Histogram::<u64>::new(3)?;
    for task in tasks {
        latency.add(task.await??)?;
    }
    let rate = latency.len() as f64 / begun.elapsed().as_secs_f64();
    Ok(Went { rate, latency })
}

/// As large as a transfer's over HTTP.
fn record(caller: usize) -> anyhow::Result<IdempotencyRecord> {
    let key = Uuid::now_v7().to_string();
    Ok(IdempotencyRecord {
        scope: IdempotencyScope {
            principal: UserId::from(Uuid::from_u128(caller as u128 + 1)),
            operation: "POST /v1/ledger/transfers".to_owned(),
            key: key.as_str().try_into()?,
        },
        fingerprint: Fingerprint([7; 32]),
        receipt: serde_json::json!({ "transfer": key }).to_string(),
    })
}

//! Makes a ledger large.

use crate::chance::Chance;
use crate::deployment::{Deployment, Kind};
use crate::people::{CURRENCY, Person};
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use jiff::Timestamp;
use ludger_domain::ledger::{AccountKey, Category, Transfer};
use ludger_domain::money::CurrencyCode;
use ludger_ports::{Changes, Store as _};
use ludger_store_diesel::{DieselStore, Settings};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// Transfers of one commit, of two entries each.
const AT_ONCE: u64 = 1_000;
/// More than one, so that one is decided while another is written.
const CALLERS: u64 = 4;
/// A commit of a thousand transfers may take its time on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// Posts transfers between people until there are so many entries, give or take a commit.
pub(super) fn fill(deployment: &Deployment, people: &[Person], entries: u64) -> anyhow::Result<()> {
    let store = DieselStore::open(Settings {
        deadline: DEADLINE,
        ..Settings::new(deployment.url())
    })?;
    let currency: CurrencyCode = CURRENCY.parse()?;
    let account = |person: &Person| AccountKey::available(person.id, currency);
    let accounts: Arc<[AccountKey]> = people.iter().map(account).collect();
    let left = Arc::new(AtomicU64::new((entries / 2).div_ceil(AT_ONCE)));
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| tokio::spawn(call(store.clone(), accounts.clone(), left.clone(), caller)))
            .collect();
        for caller in callers {
            caller.await??;
        }
        anyhow::Ok(())
    })?;
    if deployment.kind == Kind::Postgres {
        // What Postgres would do by itself within minutes, in the middle of a round.
        PgConnection::establish(&deployment.url())?.batch_execute("VACUUM (ANALYZE)")?;
        PgConnection::establish(&deployment.url())?.batch_execute("CHECKPOINT")?;
    }
    Ok(())
}

async fn call(
    store: DieselStore,
    accounts: Arc<[AccountKey]>,
    left: Arc<AtomicU64>,
    caller: u64,
) -> anyhow::Result<()> {
    let mut chance = Chance::new(caller + 1);
    let take = |left: u64| left.checked_sub(1);
    while left
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
        .is_ok()
    {
        let now = Timestamp::now();
        let mut changes = Changes::at(now);
        for _ in 0..AT_ONCE {
            let (from, to) = chance.pair(accounts.len());
            let (id, between) = (Uuid::now_v7().into(), (accounts[from], accounts[to]));
            changes = changes.post(Transfer::between(id, Category::Transfer, now, between, 1)?);
        }
        store.commit(changes).await?;
    }
    Ok(())
}

//! Who has something to move: a thousand players, each with more than they can spend.

use crate::chance::Chance;
use ludger_domain::Timestamp;
use ludger_domain::ids::{TransferId, UserId};
use ludger_domain::ledger::{AccountKey, Category, Transfer};
use ludger_domain::money::CurrencyCode;
use ludger_ports::{Changes, Store};
use ludger_store_diesel::{DieselStore, Settings};
use std::sync::Arc;
use uuid::Uuid;

pub(super) const PLAYERS: usize = 1_000;
const FORTUNE: i64 = 1_000_000_000_000;

/// Whom a transfer is between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spread {
    /// Any two of the players.
    Random,
    /// One of the players, and always the same other.
    Hot,
}

pub(super) struct World {
    pub(super) players: Arc<[AccountKey]>,
}

impl World {
    /// Opens the accounts.
    pub(super) async fn open(store: &DieselStore) -> anyhow::Result<Self> {
        let currency: CurrencyCode = "WISE".parse()?;
        let players: Arc<[AccountKey]> = (1..=PLAYERS as u128)
            .map(|number| AccountKey::available(UserId::from(Uuid::from_u128(number)), currency))
            .collect();
        let mint = AccountKey::mint(currency);
        let changes = players
            .iter()
            .try_fold(Changes::at(now()), |changes, player| {
                Transfer::between(
                    new_id(),
                    Category::Transfer,
                    now(),
                    (mint, *player),
                    FORTUNE,
                )
                .map(|transfer| changes.post(transfer))
            })?;
        store.commit(changes).await?;
        Ok(Self { players })
    }
}

impl Spread {
    /// Two different places among the players.
    pub(super) fn pick(self, chance: &mut Chance) -> (usize, usize) {
        match self {
            Self::Random => chance.pair(PLAYERS),
            Self::Hot => (0, 1 + chance.below(PLAYERS - 1)),
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Random => "random of 1,000 accounts",
            Self::Hot => "one hot account",
        }
    }
}

/// Opens a store whose queue takes every caller.
pub(super) fn open(
    url: &str,
    writers: Option<usize>,
    batch_max: Option<usize>,
) -> anyhow::Result<DieselStore> {
    let mut settings = Settings::new(url);
    settings.writers = writers.unwrap_or(settings.writers);
    settings.batch_max = batch_max.unwrap_or(settings.batch_max);
    settings.deadline = std::time::Duration::from_secs(60);
    Ok(DieselStore::open(settings)?)
}

pub(super) fn now() -> Timestamp {
    Timestamp::now()
}

/// Ids that grow, as the program makes them.
pub(super) fn new_id() -> TransferId {
    Uuid::now_v7().into()
}

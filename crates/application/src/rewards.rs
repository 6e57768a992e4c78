//! What play earns: coins out of the mint, under a reference, so that whatever earned them pays once.

use crate::{Outage, Settings};
use ludger_domain::Timestamp;
use ludger_domain::ids::{TransferId, UserId};
use ludger_domain::ledger::{AccountKey, Category, Description, Metadata, Reference, Transfer};
use ludger_domain::money::CurrencyCode;
use ludger_domain::quiz::COIN;
use serde_json::{Map, Value};

/// Mints the coins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rewards {
    coin: Option<CurrencyCode>,
}

/// Coins that somebody earned.
#[derive(Debug, Clone)]
pub(crate) struct Reward {
    pub(crate) user: UserId,
    /// In whole coins; 0: nothing is paid.
    pub(crate) coins: i64,
    /// What must never pay twice.
    pub(crate) reference: String,
    /// For the reader of an account.
    pub(crate) text: String,
    /// For programs: what it was earned by, and its id.
    pub(crate) by: (&'static str, String),
}

impl Rewards {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            coin: settings.currencies.get(COIN).map(|coin| coin.code),
        }
    }

    /// The transfer that pays a reward; `None`: nothing is paid.
    pub(crate) fn transfer(
        self,
        reward: Reward,
        id: TransferId,
        now: Timestamp,
    ) -> Result<Option<Transfer>, Outage> {
        if reward.coins == 0 {
            return Ok(None);
        }
        let none = || Outage::broken("there is no currency for rewards");
        let coin = self.coin.ok_or_else(none)?;
        let (mint, wallet) = (
            AccountKey::mint(coin),
            AccountKey::available(reward.user, coin),
        );
        let (name, by) = reward.by;
        let metadata = Map::from_iter([(name.to_owned(), Value::from(by))]);
        Transfer::build(id, Category::Reward, now)
            .move_amount(mint, wallet, reward.coins)
            .reference(Reference::try_from(reward.reference).map_err(Outage::broken)?)
            .describe(Description::try_from(reward.text).map_err(Outage::broken)?)
            .metadata(Metadata::from(metadata))
            .finish()
            .map(Some)
            .map_err(Outage::broken)
    }
}

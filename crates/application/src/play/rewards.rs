//! What a finished session pays.

use crate::{Outage, Settings};
use ludger_domain::Timestamp;
use ludger_domain::ids::{GameSessionId, TransferId, UserId};
use ludger_domain::ledger::{AccountKey, Category, Description, Reference, Transfer};
use ludger_domain::money::CurrencyCode;
use ludger_domain::quiz::{Ending, reward_reference};
use serde_json::{Map, Value};

/// The coin of quizzes.
const COIN: &str = "WISE";

/// Mints the coins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rewards {
    coin: Option<CurrencyCode>,
}

impl Rewards {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            coin: settings.currencies.get(COIN).map(|coin| coin.code),
        }
    }

    /// The transfer that an ending pays a player; `None`: nothing.
    pub(super) fn transfer(
        self,
        session: GameSessionId,
        (user, ending): (UserId, Ending),
        id: TransferId,
        now: Timestamp,
    ) -> Result<Option<Transfer>, Outage> {
        if ending.coins == 0 {
            return Ok(None);
        }
        let coin = self
            .coin
            .ok_or_else(|| Outage::broken("there is no currency for rewards"))?;
        let reference = reward_reference(session, user);
        let reference = Reference::try_from(reference).map_err(Outage::broken)?;
        let text = format!("Quiz: {} points", ending.score);
        let description = Description::try_from(text).map_err(Outage::broken)?;
        let session_id = Value::from(session.to_string());
        let metadata = Map::from_iter([("session".to_owned(), session_id)]);
        let (mint, wallet) = (AccountKey::mint(coin), AccountKey::available(user, coin));
        Transfer::build(id, Category::Reward, now)
            .move_amount(mint, wallet, ending.coins)
            .reference(reference)
            .describe(description)
            .metadata(ludger_domain::ledger::Metadata::from(metadata))
            .finish()
            .map(Some)
            .map_err(Outage::broken)
    }
}

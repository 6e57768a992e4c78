use crate::amounts::ApiAmount;
use crate::words;
use ludger_domain::money::Currencies;
use ludger_domain::quiz::{COIN, End, Ending, SessionResult};
use serde::Serialize;
use utoipa::ToSchema;

/// How a session ended, and what it paid.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ending)]
pub(super) struct ApiEnding {
    /// Played to its end, or left.
    #[schema(schema_with = words::end)]
    end: End,
    /// Won with a heart left, or lost.
    #[schema(schema_with = words::result)]
    result: SessionResult,
    /// The points of all answers.
    #[schema(example = 850)]
    score: i64,
    /// What went into the player's wallet: a tenth of the score, and nothing for a session that was left.
    coins: ApiAmount,
    /// 1 from 100 points, 2 from 300, 3 from 500.
    #[schema(example = 3, maximum = 3)]
    stars: u8,
}

impl ApiEnding {
    pub(super) fn of(currencies: &Currencies, ending: Ending) -> Self {
        let Ending {
            end,
            result,
            score,
            coins,
            stars,
        } = ending;
        let amount = currencies
            .get(COIN)
            .map_or_else(|| coins.to_string(), |coin| coin.format(coins));
        Self {
            end,
            result,
            score,
            coins: ApiAmount {
                amount,
                currency: COIN.to_owned(),
            },
            stars,
        }
    }
}

//! Transfers that never lack funds, so that each that is sent either happens or is not known.

use serde_json::{Value, json};

/// Where they are posted.
pub(crate) const PATH: &str = "/v1/ledger/transfers";

/// A transfer; its key is its description as well, by which it is found again.
#[derive(Debug, Clone)]
pub(crate) struct Transfer {
    pub(crate) key: String,
    pub(crate) cents: i64,
    player: String,
    is_stake: bool,
}

impl Transfer {
    /// A client's n-th. Each gives a player one gift, of which no more than the half is staked afterwards.
    pub(crate) fn new(client: &str, n: u32, player: &str) -> Self {
        Self {
            key: format!("cut-{client}-{n}"),
            cents: if n.is_multiple_of(2) {
                200
            } else {
                1 + i64::from(n % 100)
            },
            player: player.to_owned(),
            is_stake: !n.is_multiple_of(2),
        }
    }

    pub(crate) fn body(&self) -> Value {
        let player = json!({ "user": self.player });
        let (category, from, to) = if self.is_stake {
            ("bet", player, json!({ "system": "house" }))
        } else {
            ("bonus", json!({ "system": "mint" }), player)
        };
        let amount = format!("{}.{:02}", self.cents / 100, self.cents % 100);
        json!({
            "category": category,
            "description": self.key,
            "entries": [
                { "account": from, "amount": format!("-{amount}"), "currency": "INR" },
                { "account": to, "amount": amount, "currency": "INR" },
            ],
        })
    }
}

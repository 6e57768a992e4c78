//! Transfers, as they are asked for.

use super::Kind;
use crate::workload::client::Client;
use serde_json::{Value, json};
use uuid::Uuid;

/// A play currency of this deployment's own, for balances at the end of what 64 bits can hold.
pub(crate) const WHALE_COIN: &str = "GEM";

/// Decimals of the currencies.
fn scale(currency: &str) -> usize {
    match currency {
        "INR" | "USD" => 2,
        "USDC" => 6,
        _ => 0,
    }
}

/// One side of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    User(Uuid),
    System(&'static str),
}

/// How much is asked for.
#[derive(Debug, Clone, Copy)]
enum Size {
    One,
    Small,
    Large,
    /// All that was there when somebody looked last.
    Balance,
    /// One more than that.
    Over,
    /// Close to what 64 bits can hold.
    Huge,
}

const SIZES: &[(u32, Size)] = &[
    (20, Size::One),
    (50, Size::Small),
    (10, Size::Large),
    (10, Size::Balance),
    (5, Size::Over),
    (3, Size::Huge),
];

impl Side {
    fn json(self) -> Value {
        match self {
            Self::User(id) => json!({ "user": id }),
            Self::System(purpose) => json!({ "system": purpose }),
        }
    }

    fn name(self) -> String {
        match self {
            Self::User(id) => id.to_string(),
            Self::System(purpose) => purpose.to_owned(),
        }
    }

    /// Whether it gives without end.
    fn is_source(self) -> bool {
        matches!(self, Self::System(purpose) if purpose != "house")
    }
}

/// Minor units as the API writes them.
pub(super) fn decimal(minor: i128, currency: &str) -> String {
    let scale = scale(currency);
    let sign = if minor < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = scale + 1);
    match digits.split_at(digits.len() - scale) {
        (whole, "") => format!("{sign}{whole}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    }
}

pub(super) fn entry(side: Side, minor: i128, currency: &str) -> Value {
    json!({ "account": side.json(), "amount": decimal(minor, currency), "currency": currency })
}

fn transfer(category: &str, mark: &str, entries: &[Value]) -> Value {
    json!({ "category": category, "metadata": { "mark": mark }, "entries": entries })
}

impl Client {
    /// A player, mostly one of a few.
    pub(super) fn somebody(&mut self) -> Side {
        let players = self.world.players();
        let rank = self.dice.zipf(players.len());
        Side::User(players.get(rank).map_or(self.player.id, |player| player.id))
    }

    /// How much a side is asked for.
    pub(super) fn amount(&mut self, from: Side, currency: &str) -> i64 {
        let there = self.world.balance(&from.name(), currency);
        match self.dice.weighted(SIZES).unwrap_or(Size::One) {
            Size::One => 1,
            Size::Large => self.dice.between(10_000, 5_000_000),
            Size::Balance if there > 0 => there,
            Size::Over if !from.is_source() => there.saturating_add(1).max(1),
            Size::Huge if !from.is_source() => i64::MAX - self.dice.between(0, 3),
            _ => self.dice.between(1, 500),
        }
    }

    /// A transfer of that kind, which can be found by its mark.
    pub(super) fn draft(&mut self, kind: Kind, mark: &str) -> Value {
        match kind {
            Kind::Pay => self.between("transfer", None, None, mark),
            Kind::Bet => self.between("bet", None, Some("house"), mark),
            Kind::Win => self.between("win", Some("house"), None, mark),
            Kind::Split => self.split(mark),
            Kind::Exchange => self.exchange(mark),
            Kind::Clearing => self.clearing(mark),
            Kind::Whale => self.whale(mark),
            Kind::Malformed => self.malformed(mark),
            _ => self.between("bonus", Some("mint"), None, mark),
        }
    }

    fn currency(&mut self) -> &'static str {
        if self.dice.one_in(3) { "INR" } else { "WISE" }
    }

    /// From one side to another; where none is named, it is a player.
    fn between(
        &mut self,
        category: &str,
        from: Option<&'static str>,
        to: Option<&'static str>,
        mark: &str,
    ) -> Value {
        let currency = if from.or(to) == Some("house") {
            "INR"
        } else {
            self.currency()
        };
        let from = from.map_or_else(|| self.somebody(), Side::System);
        let to = to.map_or_else(|| self.somebody(), Side::System);
        let minor = i128::from(self.amount(from, currency));
        let entries = [entry(from, -minor, currency), entry(to, minor, currency)];
        transfer(category, mark, &entries)
    }

    /// From one to several, with a fee.
    fn split(&mut self, mark: &str) -> Value {
        let (from, currency) = (self.somebody(), self.currency());
        let parts = self.dice.between(2, 4);
        let each = self.dice.between(1, 40);
        let mut entries = vec![entry(Side::System("fees"), i128::from(each), currency)];
        entries.extend((1..parts).map(|_| entry(self.somebody(), i128::from(each), currency)));
        entries.insert(0, entry(from, -i128::from(each * parts), currency));
        transfer("fee", mark, &entries)
    }

    /// Two currencies in one transfer.
    fn exchange(&mut self, mark: &str) -> Value {
        let (who, house, mint) = (self.somebody(), Side::System("house"), Side::System("mint"));
        let (give, get) = (self.dice.between(1, 300), self.dice.between(1, 300));
        let (give, get) = (i128::from(give), i128::from(get));
        let entries = [
            entry(who, -give, "INR"),
            entry(house, give, "INR"),
            entry(mint, -get, "WISE"),
            entry(who, get, "WISE"),
        ];
        transfer("transfer", mark, &entries)
    }

    /// Money from outside, or back there.
    fn clearing(&mut self, mark: &str) -> Value {
        let (bank, who) = (Side::System("clearing/bank"), self.somebody());
        let (category, from, to) = if self.dice.one_in(2) {
            ("deposit", bank, who)
        } else {
            ("withdrawal", who, bank)
        };
        let minor = i128::from(self.amount(from, "USDC"));
        transfer(
            category,
            mark,
            &[entry(from, -minor, "USDC"), entry(to, minor, "USDC")],
        )
    }

    /// As much as there can be, so that mint and whales stand at the ends of 64 bits. What is burnt makes room.
    fn whale(&mut self, mark: &str) -> Value {
        let (one, other) = (self.somebody(), self.somebody());
        let mint = Side::System("mint");
        let held = self.world.balance(&one.name(), WHALE_COIN);
        let (category, from, to) = match self.dice.between(0, 9) {
            0..=1 if held > 0 => ("withdrawal", one, mint),
            2..=4 => ("transfer", one, other),
            _ => ("bonus", mint, one),
        };
        let minor = match self.dice.between(0, 5) {
            0 => 1,
            1 => i64::MAX / 2 + 1,
            2 => i64::MAX - 1,
            3 | 4 if from == one => held.max(1),
            _ => i64::MAX,
        };
        let minor = i128::from(minor);
        transfer(
            category,
            mark,
            &[
                entry(from, -minor, WHALE_COIN),
                entry(to, minor, WHALE_COIN),
            ],
        )
    }

    /// What is no transfer, for one reason or another.
    fn malformed(&mut self, mark: &str) -> Value {
        let (one, mint) = (self.somebody(), Side::System("mint"));
        let more = i128::from(i64::MAX) + 1;
        let entries = match self.dice.between(0, 5) {
            0 => [entry(mint, -more, "WISE"), entry(one, more, "WISE")],
            1 => [entry(mint, -2, "WISE"), entry(one, 1, "WISE")],
            2 => [entry(one, -1, "WISE"), entry(one, 1, "WISE")],
            3 => [entry(mint, 0, "WISE"), entry(one, 0, "WISE")],
            // The sum of these wraps to zero in 64 bits.
            4 => [entry(mint, -more, "WISE"), entry(one, -more, "WISE")],
            _ => [entry(mint, -1, "INR"), entry(one, 1, "WISE")],
        };
        transfer("bonus", mark, &entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_in_their_scale() {
        let table = [
            (5, "WISE", "5"),
            (-5, "INR", "-0.05"),
            (1_250_000, "USDC", "1.250000"),
            (i128::from(i64::MAX) + 1, "GEM", "9223372036854775808"),
        ];
        for (minor, currency, text) in table {
            assert_eq!(decimal(minor, currency), text);
        }
    }
}

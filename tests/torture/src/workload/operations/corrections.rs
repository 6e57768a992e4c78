//! What admins do to the books: adjustments and reversals.

use super::moves::{Side, decimal};
use crate::history::Operation;
use crate::workload::client::Client;
use crate::workload::wire::Ask;
use serde_json::json;
use uuid::Uuid;

/// Credits or debits somebody by hand.
pub(super) async fn adjust(client: &mut Client) -> anyhow::Result<()> {
    let who = client.somebody();
    let Side::User(id) = who else {
        return Ok(());
    };
    let currencies = ["WISE", "INR", "USDC"];
    let currency = client.dice.pick(&currencies).copied().unwrap_or("WISE");
    let direction = if client.dice.one_in(3) {
        "debit"
    } else {
        "credit"
    };
    let minor = if direction == "debit" {
        client.amount(who, currency)
    } else {
        client.dice.between(1, 5_000)
    };
    let (mark, key) = (client.mark(), client.key());
    let body = json!({
        "user": id,
        "type": direction,
        "amount": decimal(i128::from(minor), currency),
        "currency": currency,
        "reason": mark,
    });
    let ask = Ask::of(Operation::Adjustment).key(key).json(body);
    client.pursue(ask).await.map(drop)
}

/// Undoes a transfer: a recent one, perhaps a reversal itself, perhaps one that is undone; or one that is not there.
pub(super) async fn reverse(client: &mut Client) -> anyhow::Result<()> {
    let posted = client.world.posted();
    let found = client.dice.pick(&posted).map(|posted| posted.id.clone());
    let original = match found {
        Some(found) if !client.dice.one_in(30) => found,
        _ => Uuid::nil().to_string(),
    };
    let (mark, key) = (client.mark(), client.key());
    let path = Operation::Reversal.route().replace("{id}", &original);
    let ask = Ask::bare(Operation::Reversal, path)
        .key(key)
        .json(json!({ "reason": mark }));
    client.pursue(ask).await.map(drop)
}

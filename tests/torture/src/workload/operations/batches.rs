//! Batches: each item by itself, or all together.

use super::Kind;
use crate::history::Operation;
use crate::workload::client::Client;
use crate::workload::wire::Ask;
use serde_json::{Value, json};

/// What the items are; some are bound to fail.
const ITEMS: &[(u32, Kind)] = &[
    (20, Kind::Mint),
    (15, Kind::Pay),
    (10, Kind::Bet),
    (5, Kind::Win),
    (5, Kind::Split),
    (2, Kind::Whale),
];

pub(super) async fn post(client: &mut Client) -> anyhow::Result<()> {
    let mark = client.mark();
    let count = client.dice.between(2, 10);
    let mut items: Vec<Value> = (0..count).map(|index| item(client, &mark, index)).collect();
    if client.dice.one_in(6) {
        items.push(client.draft(Kind::Malformed, &format!("{mark}.malformed")));
    }
    let all_together = client.dice.one_in(3);
    let key = client.key();
    let body = json!({ "transfers": items, "all_together": all_together });
    let ask = Ask::of(Operation::Batch).key(key).json(body);
    client.pursue(ask).await.map(drop)
}

/// One transfer of it, sometimes with a reference.
fn item(client: &mut Client, mark: &str, index: i64) -> Value {
    let kind = client.dice.weighted(ITEMS).unwrap_or(Kind::Mint);
    let mark = format!("{mark}.{index}");
    let mut item = client.draft(kind, &mark);
    if client.dice.one_in(8) {
        item["reference"] = format!("ref/{mark}").into();
    }
    item
}

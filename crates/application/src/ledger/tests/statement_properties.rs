//! However many currencies, pages and newcomers: a walk sees what was there when it began, once, newest first.

use super::desk::Desk;
use crate::ledger::{StatementCursor, TransactionFilter};
use crate::testing::at_once;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::Transaction;
use ludger_ports::{Page, PageRequest};
use proptest::prelude::*;
use std::time::Duration;

/// A currency, and how many seconds later.
fn grants(count: usize) -> impl Strategy<Value = Vec<(&'static str, u64)>> {
    let currency = prop_oneof![Just("WISE"), Just("INR"), Just("USD"), Just("USDC")];
    prop::collection::vec((currency, 0_u64..3), 0..count)
}

async fn grant(desk: &Desk, user: UserId, grants: &[(&str, u64)]) {
    for (currency, seconds) in grants {
        desk.clock.advance(Duration::from_secs(*seconds));
        desk.grant(user, "1", currency).await;
    }
}

async fn page(
    desk: &Desk,
    user: UserId,
    after: Option<StatementCursor>,
    limit: usize,
) -> Page<Transaction, StatementCursor> {
    let filter = TransactionFilter::default();
    desk.transactions
        .list(user, &filter, PageRequest { after, limit })
        .await
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_walk_sees_what_was_there(there in grants(40), newcomers in grants(4), limit in 1_usize..7) {
        let (expected, seen) = at_once(async {
            let desk = Desk::new();
            let ada = desk.user("ada").await;
            grant(&desk, ada, &there).await;
            let expected = page(&desk, ada, None, 100).await.items;
            let mut seen = Vec::new();
            let mut next = page(&desk, ada, None, limit).await;
            loop {
                seen.extend(next.items);
                let Some(cursor) = next.next else { break };
                grant(&desk, ada, &newcomers).await;
                next = page(&desk, ada, Some(cursor), limit).await;
                assert!(!next.items.is_empty(), "a cursor leads somewhere");
            }
            (expected, seen)
        });
        prop_assert_eq!(expected.len(), there.len());
        prop_assert!(expected.iter().rev().is_sorted_by_key(|item| item.created_at));
        prop_assert_eq!(seen, expected);
    }
}

//! Statements, narrowed.

use super::Stores;
use super::builders::{all_pages, hours};
use crate::read::StatementFilter;
use ludger_domain::ledger::{Category, Direction};

/// Each filter by itself, and several at once.
pub async fn filters_narrow_a_statement(stores: Stores) {
    let ada = stores.story().await;
    let table = [
        (by(|_| ()), vec![5, 4, 3, 2, 1]),
        (by(|f| f.direction = Some(Direction::Credit)), vec![4, 1]),
        (by(|f| f.direction = Some(Direction::Debit)), vec![5, 3, 2]),
        (by(|f| f.category = Some(Category::Bet)), vec![3, 2]),
        (by(|f| f.from = Some(hours(3))), vec![5, 4, 3]),
        (by(|f| f.to = Some(hours(3))), vec![2, 1]),
        (
            by(|f| (f.from, f.to) = (Some(hours(2)), Some(hours(4)))),
            vec![3, 2],
        ),
        (text("blue moon"), vec![4, 3]),
        (text("Bet"), vec![3, 2]),
        // Not patterns, but what they say.
        (text("blue_moon"), vec![2]),
        (text("100%"), vec![1]),
        (text("%"), vec![1]),
        (text("\\"), vec![]),
        (text("'"), vec![]),
        (
            StatementFilter {
                from: Some(hours(3)),
                ..text("BET")
            },
            vec![3],
        ),
    ];
    for (filter, expected) in table {
        assert_eq!(
            stores.shown(ada, filter.clone()).await,
            expected,
            "{filter:?}"
        );
    }
}

/// Pages with a filter lose nothing and repeat nothing.
pub async fn filtered_statements_are_paged(stores: Stores) {
    let ada = stores.story().await;
    let debits = by(|f| f.direction = Some(Direction::Debit));
    for limit in 1..=4 {
        let read = async |page| stores.wallets.statement(ada, &debits, page).await;
        let sequences: Vec<_> = all_pages(limit, read)
            .await
            .iter()
            .map(|entry| entry.sequence)
            .collect();
        assert_eq!(sequences, [5, 3, 2], "by {limit}");
    }
}

fn by(set: impl FnOnce(&mut StatementFilter)) -> StatementFilter {
    let mut filter = StatementFilter::default();
    set(&mut filter);
    filter
}

fn text(text: &str) -> StatementFilter {
    by(|filter| filter.text = Some(text.to_owned()))
}

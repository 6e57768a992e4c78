use super::desk::Desk;
use super::wallets::hold;
use super::words::{draft, of, system};
use crate::ledger::{
    StatementCursor, TransactionError, TransactionFilter, TransactionKey, WalletAccount,
    WalletError,
};
use ludger_domain::Timestamp;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{Category, Direction, Transaction};
use ludger_ports::read::StatementFilter;
use ludger_ports::{Page, PageRequest};
use std::time::Duration;

type Narrowing = fn(&mut StatementFilter);

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn currencies_are_told_together_newest_first() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let order = ["INR", "WISE", "INR", "INR", "WISE"];
    for (amount, currency) in (1..).zip(order) {
        desk.grant(ada, &amount.to_string(), currency).await;
        desk.clock.advance(MINUTE);
    }
    let page = list(&desk, ada, None, 10).await;
    assert_eq!(
        names(&page.items),
        ["WISE 2", "INR 3", "INR 2", "WISE 1", "INR 1"]
    );
    assert_eq!(page.next, None);
    assert_eq!(walk(&desk, ada, 1).await, names(&page.items));
}

#[tokio::test]
async fn what_happens_at_one_instant_keeps_the_order_of_each_currency() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    for currency in ["WISE", "INR", "WISE", "INR"] {
        desk.grant(ada, "1", currency).await;
    }
    for limit in 1..=5 {
        assert_eq!(
            walk(&desk, ada, limit).await,
            ["INR 2", "INR 1", "WISE 2", "WISE 1"]
        );
    }
}

#[tokio::test]
async fn nothing_that_comes_in_between_moves_a_page() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    for currency in ["USD", "WISE", "WISE", "INR", "INR"] {
        if currency == "USD" {
            let sale = draft("deposit", (system("clearing/bank"), of(ada)), "5.00", "USD");
            desk.post(&sale).await.unwrap();
        } else {
            desk.grant(ada, "1", currency).await;
        }
        desk.clock.advance(MINUTE);
    }
    let first = list(&desk, ada, None, 2).await;
    assert_eq!(names(&first.items), ["INR 2", "INR 1"]);
    // INR is finished, of WISE and USD nothing was shown yet; all get something new, and USDC its first.
    for currency in ["INR", "WISE"] {
        desk.grant(ada, "7", currency).await;
    }
    for (currency, amount) in [("USD", "1.00"), ("USDC", "1.0")] {
        let sale = draft(
            "deposit",
            (system("clearing/bank"), of(ada)),
            amount,
            currency,
        );
        desk.post(&sale).await.unwrap();
    }
    let second = list(&desk, ada, first.next, 2).await;
    assert_eq!(names(&second.items), ["WISE 2", "WISE 1"]);
    let third = list(&desk, ada, second.next, 2).await;
    assert_eq!(names(&third.items), ["USD 1"]);
    assert_eq!(third.next, None);
}

#[tokio::test]
async fn a_filter_narrows() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "100", "WISE").await;
    desk.clock.advance(MINUTE);
    let stake = draft("bet", (of(ada), system("house")), "10", "WISE").described("On Heads");
    desk.post(&stake).await.unwrap();
    desk.clock.advance(MINUTE);
    let win = draft("win", (system("house"), of(ada)), "10", "WISE").described("Heads it is");
    desk.post(&win).await.unwrap();
    desk.grant(ada, "5", "INR").await;
    hold(&desk, ada, 20).await;

    let table: [(Narrowing, &[i64]); 6] = [
        (|_| {}, &[4, 3, 2, 1]),
        (|f| f.direction = Some(Direction::Debit), &[4, 2]),
        (|f| f.category = Some(Category::Win), &[3]),
        (|f| f.from = Some(minute(2)), &[4, 3]),
        (|f| f.to = Some(minute(2)), &[2, 1]),
        (|f| f.text = Some("HEADS".to_owned()), &[3, 2]),
    ];
    for (narrow, expected) in table {
        let mut filter = of_currency("WISE");
        narrow(&mut filter.entries);
        let page = desk
            .transactions
            .list(ada, &filter, request(None, 10))
            .await
            .unwrap();
        let found: Vec<_> = page.items.iter().map(|item| item.sequence).collect();
        assert_eq!(found, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn holds_have_a_statement_of_their_own() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "100", "WISE").await;
    hold(&desk, ada, 20).await;
    let held = TransactionFilter {
        account: WalletAccount::Held,
        ..TransactionFilter::default()
    };
    let page = desk
        .transactions
        .list(ada, &held, request(None, 10))
        .await
        .unwrap();
    let amounts: Vec<_> = page.items.iter().map(|item| item.amount).collect();
    assert_eq!(amounts, [20]);
}

#[tokio::test]
async fn a_currency_of_somewhere_else_has_no_statement() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let refused = desk
        .transactions
        .list(ada, &of_currency("EUR"), request(None, 10))
        .await;
    assert!(matches!(refused, Err(WalletError::UnknownCurrency(_))));
}

#[tokio::test]
async fn a_page_has_one_to_a_hundred() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    for _ in 0..101 {
        desk.grant(ada, "1", "WISE").await;
    }
    assert_eq!(list(&desk, ada, None, 0).await.items.len(), 1);
    assert_eq!(list(&desk, ada, None, usize::MAX).await.items.len(), 100);
}

#[tokio::test]
async fn hiding_takes_it_from_the_statement_and_from_nothing_else() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    desk.grant(ada, "1", "WISE").await;
    desk.grant(ada, "2", "WISE").await;
    let first = TransactionKey {
        currency: "WISE".to_owned(),
        account: WalletAccount::Available,
        sequence: 1,
    };
    let hidden_at = minute(0);
    desk.hide.hide(ada, &first).await.unwrap();
    desk.clock.advance(MINUTE);
    desk.hide.hide(ada, &first).await.unwrap();

    assert_eq!(walk(&desk, ada, 10).await, ["WISE 2"]);
    let transaction = desk.transactions.get(ada, &first).await.unwrap();
    assert_eq!(transaction.deleted_at, Some(hidden_at));
    let all = TransactionFilter {
        entries: StatementFilter {
            with_hidden: true,
            ..StatementFilter::default()
        },
        ..TransactionFilter::default()
    };
    let page = desk
        .transactions
        .list(ada, &all, request(None, 10))
        .await
        .unwrap();
    assert_eq!(names(&page.items), ["WISE 2", "WISE 1"]);
    assert_eq!(desk.available(ada, "WISE").await, "3");
    desk.assert_sound().await;
}

#[tokio::test]
async fn only_ones_own_transactions_are_there() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "1", "WISE").await;
    let bob = desk.user("bob").await;
    let key = |currency: &str, sequence| TransactionKey {
        currency: currency.to_owned(),
        account: WalletAccount::Available,
        sequence,
    };
    let table = [
        (bob, key("WISE", 1)),
        (ada, key("WISE", 2)),
        (ada, key("EUR", 1)),
    ];
    for (user, key) in table {
        let missing = desk.transactions.get(user, &key).await;
        assert!(
            matches!(missing, Err(TransactionError::NotFound)),
            "{key:?}"
        );
        let missing = desk.hide.hide(user, &key).await;
        assert!(
            matches!(missing, Err(TransactionError::NotFound)),
            "{key:?}"
        );
    }
}

/// So many minutes after the desk opened.
fn minute(number: u8) -> Timestamp {
    format!("2026-01-01T12:{number:02}:00Z").parse().unwrap()
}

fn of_currency(code: &str) -> TransactionFilter {
    TransactionFilter {
        currency: Some(code.to_owned()),
        ..TransactionFilter::default()
    }
}

fn request(after: Option<StatementCursor>, limit: usize) -> PageRequest<StatementCursor> {
    PageRequest { after, limit }
}

async fn list(
    desk: &Desk,
    user: UserId,
    after: Option<StatementCursor>,
    limit: usize,
) -> Page<Transaction, StatementCursor> {
    let filter = TransactionFilter::default();
    desk.transactions
        .list(user, &filter, request(after, limit))
        .await
        .unwrap()
}

/// All pages of that size.
async fn walk(desk: &Desk, user: UserId, limit: usize) -> Vec<String> {
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = list(desk, user, after, limit).await;
        assert!(!page.items.is_empty());
        seen.extend(names(&page.items));
        match page.next {
            Some(next) => after = Some(next),
            None => return seen,
        }
    }
}

fn names(items: &[Transaction]) -> Vec<String> {
    items
        .iter()
        .map(|item| format!("{} {}", item.account.currency, item.sequence))
        .collect()
}

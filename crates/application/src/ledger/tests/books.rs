use super::desk::Desk;
use super::words::{admin, currency, draft, of, player, service, system, wallet};
use crate::ledger::{BooksError, FindError, FloorsError};
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::AccountKey;
use ludger_domain::money::CurrencyCode;
use ludger_ports::read::Ledger;
use ludger_ports::{MockStore, PageRequest};
use std::collections::BTreeMap;
use std::sync::Arc;

#[tokio::test]
async fn a_transfer_is_found_by_id_and_by_reference() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let reward = draft("reward", (system("mint"), of(ada)), "5", "WISE").referring("quiz/1");
    let posted = desk.post(&reward).await.unwrap();
    for caller in [admin(), service()] {
        assert_eq!(desk.find.by_id(&caller, posted.id).await.unwrap(), posted);
        assert_eq!(
            desk.find.by_reference(&caller, "quiz/1").await.unwrap(),
            posted
        );
    }
    let missing = desk
        .find
        .by_id(&admin(), TransferId::from(desk.ids.next()))
        .await;
    assert!(matches!(missing, Err(FindError::NotFound)));
    for reference in ["quiz/2", "", "two words"] {
        let missing = desk.find.by_reference(&admin(), reference).await;
        assert!(matches!(missing, Err(FindError::NotFound)), "{reference:?}");
    }
    let refused = desk.find.by_id(&player(), posted.id).await;
    assert!(matches!(refused, Err(FindError::Forbidden(_))));
    let refused = desk.find.by_reference(&player(), "quiz/1").await;
    assert!(matches!(refused, Err(FindError::Forbidden(_))));
}

#[tokio::test]
async fn accounts_are_listed_in_pages() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "5", "WISE").await;
    desk.rich("bob", "5.00", "INR").await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let request = PageRequest { after, limit: 0 };
        let page = desk.books.accounts(&admin(), None, request).await.unwrap();
        assert_eq!(page.items.len(), 1);
        seen.extend(page.items.iter().map(|account| account.key.id()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 4);
    assert!(seen.is_sorted());
    let request = PageRequest {
        after: None,
        limit: 10,
    };
    let page = desk
        .books
        .accounts(&admin(), Some(ada), request)
        .await
        .unwrap();
    let keys: Vec<_> = page.items.iter().map(|account| account.key).collect();
    assert_eq!(keys, [wallet(ada, "WISE")]);
    let refused = desk.books.accounts(&player(), None, request).await;
    assert!(matches!(refused, Err(BooksError::Forbidden(_))));
}

#[tokio::test]
async fn the_sums_of_each_currency_cancel_out() {
    let desk = Desk::new();
    desk.rich("ada", "5", "WISE").await;
    desk.rich("bob", "5.00", "INR").await;
    let sums = desk.books.trial_balance(&service()).await.unwrap();
    let told: Vec<_> = sums
        .iter()
        .map(|s| (s.currency.as_str(), s.credit, s.debit))
        .collect();
    assert_eq!(told, [("INR", 500, 500), ("WISE", 5, 5)]);
    let refused = desk.books.trial_balance(&player()).await;
    assert!(matches!(refused, Err(BooksError::Forbidden(_))));
}

fn floors(rows: &[(&str, i64)]) -> BTreeMap<CurrencyCode, i64> {
    rows.iter()
        .map(|(code, floor)| (currency(code).code, *floor))
        .collect()
}

#[tokio::test]
async fn the_house_goes_as_far_as_its_floor() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let wanted = floors(&[("INR", -1_000), ("WISE", 0)]);
    assert_eq!(desk.floors.set(&wanted).await.unwrap(), wanted);
    desk.post(&draft("win", (system("house"), of(ada)), "10.00", "INR"))
        .await
        .unwrap();
    let more = draft("win", (system("house"), of(ada)), "0.01", "INR");
    desk.post(&more).await.unwrap_err();

    // At the next start only what differs is written.
    let wanted = floors(&[("INR", -1_001), ("WISE", 0)]);
    assert_eq!(
        desk.floors.set(&wanted).await.unwrap(),
        floors(&[("INR", -1_001)])
    );
    desk.post(&more).await.unwrap();

    // It owes 10.01 by now, so it cannot be held to 10.00 any more.
    let refused = desk
        .floors
        .set(&floors(&[("INR", -1_000)]))
        .await
        .unwrap_err();
    assert!(matches!(refused, FloorsError::Refused(_)), "{refused:?}");
    desk.assert_sound().await;
}

#[tokio::test]
async fn floors_that_stand_are_not_written() {
    let first = Desk::new();
    let wanted = floors(&[("INR", -1_000)]);
    first.floors.set(&wanted).await.unwrap();
    let stored: Arc<dyn Ledger> = Arc::new(first.store.clone());
    let desk = Desk::with(|ports| {
        ports.ledger = stored;
        ports.store = Arc::new(MockStore::new());
    });
    assert_eq!(desk.floors.set(&wanted).await.unwrap(), BTreeMap::new());
    assert_eq!(
        desk.floors.set(&BTreeMap::new()).await.unwrap(),
        BTreeMap::new()
    );
    let house = AccountKey::house(currency("INR").code);
    let page = PageRequest {
        after: None,
        limit: 10,
    };
    let accounts = desk
        .books
        .accounts(&admin(), None, page)
        .await
        .unwrap()
        .items;
    assert_eq!(
        accounts
            .iter()
            .map(|a| (a.key, a.floor))
            .collect::<Vec<_>>(),
        [(house, Some(-1_000))]
    );
}

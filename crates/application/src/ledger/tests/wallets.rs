use super::desk::Desk;
use super::words::currency;
use crate::ledger::WalletError;
use ludger_domain::ids::HoldId;
use ludger_domain::ledger::{Category, Hold, Wallet};
use ludger_ports::{Clock, Store};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn a_user_has_a_wallet_for_every_currency() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "12.50", "INR").await;
    let wallets = desk.wallets.list(ada).await.unwrap();
    let amounts: Vec<_> = wallets
        .iter()
        .map(|wallet| (wallet.currency.as_str(), wallet.total()))
        .collect();
    assert_eq!(
        amounts,
        [("WISE", 0), ("INR", 1250), ("USD", 0), ("USDC", 0)]
    );
    assert_eq!(wallets[1].updated_at, Some(desk.clock.now()));
}

#[tokio::test]
async fn what_is_held_is_still_the_users() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "100", "WISE").await;
    hold(&desk, ada, 30).await;
    let wallet = desk.wallets.get(ada, "WISE").await.unwrap();
    assert_eq!(
        (wallet.available, wallet.held, wallet.total()),
        (70, 30, 100)
    );
}

#[tokio::test]
async fn a_wallet_that_never_held_anything_is_empty() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let wallet = desk.wallets.get(ada, "USD").await.unwrap();
    assert_eq!(wallet, Wallet::empty(currency("USD").code));
}

#[tokio::test]
async fn a_currency_of_somewhere_else_has_no_wallet() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    for code in ["EUR", "inr", ""] {
        let unknown = desk.wallets.get(ada, code).await.unwrap_err();
        assert!(matches!(unknown, WalletError::UnknownCurrency(text) if text == code));
        let unknown = desk.wallets.balance_at(ada, code, desk.clock.now()).await;
        assert!(matches!(unknown, Err(WalletError::UnknownCurrency(_))));
    }
}

#[tokio::test]
async fn every_past_balance_is_known() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let start = desk.clock.now();
    desk.clock.advance(HOUR);
    desk.grant(ada, "100", "WISE").await;
    desk.clock.advance(HOUR);
    hold(&desk, ada, 30).await;
    let table = [
        (0, 0, 0),
        (59, 0, 0),
        (60, 100, 0),
        (119, 100, 0),
        (120, 70, 30),
        (9999, 70, 30),
    ];
    for (minutes, available, held) in table {
        let at = start
            .checked_add(Duration::from_secs(minutes * 60))
            .unwrap();
        let balance = desk.wallets.balance_at(ada, "WISE", at).await.unwrap();
        assert_eq!(
            (balance.available.minor, balance.held.minor),
            (available, held),
            "{minutes}"
        );
    }
}

pub(super) async fn hold(desk: &Desk, user: ludger_domain::ids::UserId, amount: i64) -> HoldId {
    let id = HoldId::from(desk.ids.next());
    let amount = currency("WISE").amount(amount);
    let ids = (id, desk.ids.next().into());
    let transfer = Hold::open(ids, user, amount, Category::Bet, None, desk.clock.now());
    desk.store
        .commit(desk.changes().post(transfer.finish().unwrap()))
        .await
        .unwrap();
    id
}

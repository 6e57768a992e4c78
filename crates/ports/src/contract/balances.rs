//! What every entry tells of its account: its number, the balance after it, and since when that was so.

use super::Stores;
use super::builders::{NOW, changes, first, hours, micros, mint};
use crate::Changes;
use crate::read::StatementFilter;
use jiff::Timestamp;
use ludger_domain::ledger::AccountKey;

impl Stores {
    async fn give_at(&self, at: Timestamp, to: AccountKey, paise: i64) {
        self.apply(Changes::at(at).post(self.transfer(mint(), to, paise)))
            .await;
    }
}

/// Entries are numbered 1, 2, 3, …, and each balance follows from the one before it.
pub async fn entries_follow_from_one_another(stores: Stores) {
    let (ada, bob) = (stores.wallet(), stores.wallet());
    for paise in 1..=20 {
        stores.give(ada, paise * 10).await;
        stores.send(ada, bob, paise).await;
    }
    let statement = stores
        .wallets
        .statement(ada, &StatementFilter::default(), first(100))
        .await
        .unwrap();
    let (mut sequence, mut balance) = (0, 0);
    for entry in statement.items.iter().rev() {
        sequence += 1;
        balance += entry.amount;
        assert_eq!((entry.sequence, entry.balance_after), (sequence, balance));
    }
    assert_eq!((sequence, balance), (40, stores.balance(ada).await));
    assert_eq!(stores.account(ada).await.unwrap().sequence, 40);
    stores.assert_sound().await;
}

/// What a commit answers is what the reads show.
pub async fn a_commit_answers_what_became_of_it(stores: Stores) {
    let (ada, bob) = (stores.wallet_with(100).await, stores.wallet());
    let transfer = stores.transfer(ada, bob, 30);
    let committed = stores
        .apply(Changes::at(micros(5)).post(transfer.clone()))
        .await;
    let posted = committed.posted();
    assert_eq!(
        (posted.transfer, posted.posted_at),
        (transfer.id(), micros(5))
    );
    let entries: Vec<_> = posted
        .entries
        .iter()
        .map(|e| (e.account, e.amount, e.sequence, e.balance_after))
        .collect();
    assert_eq!(entries, [(ada.id(), -30, 2, 70), (bob.id(), 30, 1, 30)]);
    assert_eq!(
        stores.found_transfer(transfer.id()).await.unwrap().posted,
        *posted
    );
}

/// The balance before, at, between and after entries that are microseconds and hours apart.
pub async fn the_balance_at_any_instant(stores: Stores) {
    let ada = stores.wallet();
    let given = [
        (micros(0), 1),
        (micros(1), 2),
        (micros(2), 4),
        (hours(1), 8),
        (hours(26), 16),
    ];
    for (at, paise) in given {
        stores.give_at(at, ada, paise).await;
    }
    let table = [
        (Timestamp::UNIX_EPOCH, 0),
        (micros(-1), 0),
        (micros(0), 1),
        (micros(1), 3),
        (micros(2), 7),
        (micros(3), 7),
        (hours(1) - jiff::SignedDuration::from_micros(1), 7),
        (hours(1), 15),
        (hours(25), 15),
        (hours(26), 31),
        (hours(876_000), 31),
    ];
    for (at, expected) in table {
        assert_eq!(
            stores.wallets.balance_at(ada, at).await.unwrap(),
            expected,
            "{at}"
        );
    }
    assert_eq!(
        stores
            .wallets
            .balance_at(stores.wallet(), hours(1))
            .await
            .unwrap(),
        0
    );
}

/// Of entries of the same instant the last one counts.
pub async fn the_last_entry_of_an_instant_counts(stores: Stores) {
    let ada = stores.wallet();
    let gifts = (0..5).fold(changes(), |changes, _| {
        changes.post(stores.transfer(mint(), ada, 10))
    });
    stores.apply(gifts).await;
    stores.give(ada, 10).await;
    assert_eq!(stores.wallets.balance_at(ada, NOW).await.unwrap(), 60);
    assert_eq!(stores.wallets.balance_at(ada, micros(-1)).await.unwrap(), 0);
}

/// A clock that is behind does not post before what is there already.
pub async fn time_never_runs_backwards_on_an_account(stores: Stores) {
    let ada = stores.wallet();
    stores.give_at(hours(2), ada, 10).await;
    let late = stores.transfer(mint(), ada, 5);
    let committed = stores.apply(Changes::at(hours(1)).post(late)).await;
    assert_eq!(committed.posted().posted_at, hours(2));
    assert_eq!(stores.wallets.balance_at(ada, hours(1)).await.unwrap(), 0);
    assert_eq!(stores.wallets.balance_at(ada, hours(2)).await.unwrap(), 15);
    stores.assert_sound().await;
}

/// The largest amounts come back to the last digit.
pub async fn amounts_have_64_bits(stores: Stores) {
    let ada = stores.wallet_with(i64::MAX).await;
    assert_eq!(stores.balance(ada).await, i64::MAX);
    assert_eq!(stores.balance(mint()).await, -i64::MAX);
    assert_eq!(stores.wallets.balance_at(ada, NOW).await.unwrap(), i64::MAX);
    stores.assert_sound().await;
}

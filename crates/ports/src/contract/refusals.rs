//! What the ledger refuses, and how it says so. Holds, references and reversals have files of their own.

use super::Stores;
use super::answers::Expected;
use super::builders::{changes, house, mint};
use ludger_domain::ledger::{Category, Refusal};

/// Nobody spends more than they have; the refusal says how much that is.
pub async fn nobody_spends_what_they_do_not_have(stores: Stores) {
    let (ada, bob) = (stores.wallet_with(1_000).await, stores.wallet());
    let too_much = changes().post(stores.transfer(ada, bob, 1_001));
    let expected = Refusal::InsufficientFunds {
        account: ada,
        available: 1_000,
        required: 1_001,
    };
    assert_eq!(stores.commit(too_much).await.refused(), expected);
    stores.send(ada, bob, 1_000).await;
    let nothing_left = changes().post(stores.transfer(ada, bob, 1));
    let expected = Refusal::InsufficientFunds {
        account: ada,
        available: 0,
        required: 1,
    };
    assert_eq!(stores.commit(nothing_left).await.refused(), expected);
    stores.assert_sound().await;
}

/// An account that was never used has nothing to give.
pub async fn an_unknown_account_has_nothing(stores: Stores) {
    let (ada, bob) = (stores.wallet(), stores.wallet());
    let spend = changes().post(stores.transfer(ada, bob, 1));
    assert_eq!(
        stores.commit(spend).await.refused().code(),
        "insufficient_funds"
    );
    assert_eq!(stores.snapshot().await, Stores::snapshot_of_nothing());
}

/// What earlier transfers of the same commit brought can be spent by later ones.
pub async fn later_transfers_see_earlier_ones(stores: Stores) {
    let (ada, bob, cleo) = (stores.wallet(), stores.wallet(), stores.wallet());
    let decided = changes()
        .post(stores.transfer(mint(), ada, 100))
        .post(stores.transfer(ada, bob, 100))
        .post(stores.transfer(bob, cleo, 100));
    stores.apply(decided).await;
    let balances = [
        stores.balance(ada).await,
        stores.balance(bob).await,
        stores.balance(cleo).await,
    ];
    assert_eq!(balances, [0, 0, 100]);
    stores.assert_sound().await;
}

/// A transfer of many entries is refused as a whole when one of its accounts lacks the funds.
pub async fn all_entries_of_a_transfer_or_none(stores: Stores) {
    let (ada, bob, cleo) = (
        stores.wallet_with(100).await,
        stores.wallet_with(10).await,
        stores.wallet(),
    );
    let joint = stores
        .new_transfer(Category::Transfer)
        .entry(ada, -50)
        .entry(bob, -50)
        .entry(cleo, 100)
        .finish()
        .unwrap();
    let expected = Refusal::InsufficientFunds {
        account: bob,
        available: 10,
        required: 50,
    };
    assert_eq!(
        stores.commit(changes().post(joint)).await.refused(),
        expected
    );
    assert_eq!(
        (stores.balance(ada).await, stores.balance(bob).await),
        (100, 10)
    );
}

/// A balance does not pass 64 bits, in either direction.
pub async fn a_balance_does_not_overflow(stores: Stores) {
    let ada = stores.wallet_with(i64::MAX).await;
    stores.apply(changes().set_floor(house(), None)).await;
    let over = changes().post(stores.transfer(house(), ada, 1));
    assert_eq!(
        stores.commit(over).await.refused(),
        Refusal::BalanceOverflow { account: ada }
    );
    stores.give(stores.wallet(), 1).await;
    let under = changes().post(stores.transfer(mint(), stores.wallet(), 1));
    assert_eq!(
        stores.commit(under).await.refused(),
        Refusal::BalanceOverflow { account: mint() }
    );
    assert_eq!(stores.balance(ada).await, i64::MAX);
    stores.assert_sound().await;
}

/// An id is posted once; there is no refusal for that, for ids are made to be new.
pub async fn a_transfer_is_posted_once(stores: Stores) {
    let ada = stores.wallet();
    let gift = stores.transfer(mint(), ada, 5);
    stores.apply(changes().post(gift.clone())).await;
    stores.commit(changes().post(gift)).await.rejected();
    assert_eq!(stores.balance(ada).await, 5);
    stores.assert_sound().await;
}

//! Floors: no balance passes below its account's, and they can be moved only where that stays so.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{changes, house, inr, mint};
use ludger_domain::ids::MarketId;
use ludger_domain::ledger::{AccountKey, Purpose, Refusal};

/// The house may owe up to its bankroll limit, and not a paisa more.
pub async fn the_house_stops_at_its_floor(stores: Stores) {
    let ada = stores.wallet();
    stores.apply(changes().set_floor(house(), Some(-500))).await;
    stores.send(house(), ada, 500).await;
    assert_eq!(stores.balance(house()).await, -500);
    let one_more = changes().post(stores.transfer(house(), ada, 1));
    let expected = Refusal::InsufficientFunds {
        account: house(),
        available: 0,
        required: 1,
    };
    assert_eq!(stores.commit(one_more).await.refused(), expected);
    stores.assert_sound().await;
}

/// Setting a floor opens an account that was never used, and moves nothing.
pub async fn a_floor_opens_its_account(stores: Stores) {
    stores.apply(changes().set_floor(house(), Some(-500))).await;
    let opened = stores.account(house()).await.unwrap();
    assert_eq!(
        (opened.balance, opened.sequence, opened.floor),
        (0, 0, Some(-500))
    );
    stores.apply(changes().set_floor(house(), Some(-700))).await;
    assert_eq!(stores.account(house()).await.unwrap().floor, Some(-700));
    assert_eq!(stores.assert_sound().await.accounts, 1);
}

/// A floor above the balance is refused; one at the balance is not.
pub async fn a_floor_is_not_set_above_the_balance(stores: Stores) {
    stores.give(house(), 100).await;
    let refusal = stores
        .commit(changes().set_floor(house(), Some(101)))
        .await
        .refused();
    assert_eq!(
        refusal,
        Refusal::InsufficientFunds {
            account: house(),
            available: 100,
            required: 101
        }
    );
    assert_eq!(stores.account(house()).await.unwrap().floor, Some(0));
    stores.apply(changes().set_floor(house(), Some(100))).await;
    let spend = changes().post(stores.transfer(house(), stores.wallet(), 1));
    assert_eq!(
        stores.commit(spend).await.refused().code(),
        "insufficient_funds"
    );
}

/// Without a floor an account owes whatever it is asked to.
pub async fn a_floor_can_be_taken_away(stores: Stores) {
    stores.apply(changes().set_floor(house(), None)).await;
    stores.send(house(), stores.wallet(), 1_000_000).await;
    assert_eq!(stores.account(house()).await.unwrap().floor, None);
    stores.assert_sound().await;
}

/// Users, jars, pools and fees stand at 0 from the start; mint and clearing have no floor.
pub async fn accounts_open_with_their_own_floor(stores: Stores) {
    let ada = stores.wallet();
    let pool = AccountKey::system(Purpose::Pool(stores.id::<MarketId>()), inr());
    let clearing = AccountKey::system(Purpose::Clearing("stripe".parse().unwrap()), inr());
    stores.send(clearing, ada, 10).await;
    stores.give(pool, 10).await;
    for (account, floor) in [
        (ada, Some(0)),
        (pool, Some(0)),
        (clearing, None),
        (mint(), None),
    ] {
        assert_eq!(
            stores.account(account).await.unwrap().floor,
            floor,
            "{account}"
        );
    }
}

/// Transfers of a commit are held to the floors of before; its own floor counts from the next one on.
pub async fn transfers_come_before_floors(stores: Stores) {
    let ada = stores.wallet();
    let both = |paise| {
        changes()
            .set_floor(house(), Some(-500))
            .post(stores.transfer(house(), ada, paise))
    };
    assert_eq!(
        stores.commit(both(1)).await.refused().code(),
        "insufficient_funds"
    );
    stores.give(house(), 100).await;
    stores.apply(both(100)).await;
    stores.send(house(), ada, 500).await;
    assert_eq!(stores.balance(house()).await, -500);
}

/// Floors hold while they are raised and value leaves at the same time.
pub async fn a_floor_and_a_debit_do_not_cross(stores: Stores) {
    let ada = stores.wallet();
    for _ in 0..10 {
        stores.give(house(), 100).await;
        let raise = changes().set_floor(house(), Some(100));
        let spend = changes().post(stores.transfer(house(), ada, 100));
        let answers = stores.race([raise, spend]).await;
        assert_eq!(
            Tally::of(&answers),
            Tally {
                applied: 1,
                refused: 1,
                ..Tally::default()
            }
        );
        let state = stores.account(house()).await.unwrap();
        assert!(Some(state.balance) >= state.floor, "{state:?}");
        stores.apply(changes().set_floor(house(), Some(0))).await;
        if state.balance > 0 {
            stores.send(house(), ada, state.balance).await;
        }
    }
    stores.assert_sound().await;
}

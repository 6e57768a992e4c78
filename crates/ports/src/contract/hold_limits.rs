//! Holds: never more than was set aside.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, changes, house};
use crate::Changes;
use ludger_domain::ledger::{Hold, Refusal};

/// More than is left is refused, even if another hold of the user has it.
pub async fn a_hold_is_not_exceeded(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let (hold, other) = (stores.hold(ada, 300).await, stores.hold(ada, 500).await);
    stores.apply(stores.capture(&hold, 200)).await;
    let expected = Refusal::HoldExceeded {
        hold: hold.id,
        remaining: 100,
    };
    assert_eq!(
        stores.commit(stores.capture(&hold, 101)).await.refused(),
        expected
    );
    assert_eq!(
        stores.commit(stores.release(&hold, 101)).await.refused(),
        expected
    );
    assert_eq!(
        (
            stores.remaining(&hold).await,
            stores.remaining(&other).await
        ),
        (100, 500)
    );
}

/// Not within one commit either: the steps add up.
pub async fn a_hold_is_not_exceeded_in_one_commit(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let hold = stores.hold(ada, 300).await;
    let steps = [200, 101].map(|paise| hold.release(stores.id(), paise, NOW).unwrap());
    let decided = steps.into_iter().fold(changes(), Changes::post);
    let expected = Refusal::HoldExceeded {
        hold: hold.id,
        remaining: 100,
    };
    assert_eq!(stores.commit(decided).await.refused(), expected);
    assert_eq!(
        (stores.remaining(&hold).await, stores.balance(ada).await),
        (300, 700)
    );
}

/// An unknown hold is refused as that, and one that is there is not opened again.
pub async fn a_hold_is_opened_once_and_before_it_is_used(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let hold = stores.hold(ada, 300).await;
    let unknown = Hold {
        id: stores.id(),
        ..hold
    };
    let refusal = stores.commit(stores.release(&unknown, 1)).await.refused();
    assert_eq!(refusal, Refusal::UnknownHold { hold: unknown.id });
    assert!(stores.found_hold(unknown.id).await.is_none());
    let again = changes().post(stores.holding(hold.id, ada, 300));
    assert_eq!(
        stores.commit(again).await.refused(),
        Refusal::HoldExists { hold: hold.id }
    );
    assert_eq!(stores.balance(ada).await, 700);
}

/// What cannot be spent cannot be held.
pub async fn a_hold_needs_the_funds(stores: Stores) {
    let ada = stores.wallet_with(299).await;
    let id = stores.id();
    let refusal = stores
        .commit(changes().post(stores.holding(id, ada, 300)))
        .await
        .refused();
    assert_eq!(
        refusal,
        Refusal::InsufficientFunds {
            account: ada,
            available: 299,
            required: 300
        }
    );
    assert!(stores.found_hold(id).await.is_none());
}

/// Of ten parallel captures of 300 out of 1,000 three succeed.
pub async fn parallel_captures_do_not_exceed_a_hold(stores: Stores) {
    let ada = stores.wallet_with(2_000).await;
    let hold = stores.hold(ada, 1_000).await;
    stores.hold(ada, 1_000).await;
    let answers = stores
        .race((0..10).map(|_| stores.capture(&hold, 300)))
        .await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 3,
            refused: 7,
            ..Tally::default()
        }
    );
    assert_eq!(
        (stores.remaining(&hold).await, stores.balance(house()).await),
        (100, 900)
    );
    stores.assert_sound().await;
}

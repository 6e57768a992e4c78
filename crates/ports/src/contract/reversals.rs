//! Reversals: a mistake is undone by its opposite, once.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, changes, mint};
use ludger_domain::ledger::{Category, Refusal, Transfer};

impl Stores {
    fn reversal(&self, of: &Transfer) -> Transfer {
        of.reversal(self.id(), NOW).unwrap().finish().unwrap()
    }
}

/// The reversal has the opposite entries, names its original, and is named by it.
pub async fn a_reversal_undoes_its_original(stores: Stores) {
    let (ada, bob) = (stores.wallet_with(100).await, stores.wallet());
    let mistake = stores.transfer(ada, bob, 70);
    stores.apply(changes().post(mistake.clone())).await;
    let undone = stores.reversal(&mistake);
    stores.apply(changes().post(undone.clone())).await;
    assert_eq!(
        (stores.balance(ada).await, stores.balance(bob).await),
        (100, 0)
    );

    let original = stores.found_transfer(mistake.id()).await.unwrap();
    assert_eq!(
        (original.transfer, original.reversed_by),
        (mistake.clone(), Some(undone.id()))
    );
    let reversal = stores.found_transfer(undone.id()).await.unwrap();
    assert_eq!(reversal.transfer.reverses(), Some(mistake.id()));
    assert_eq!(reversal.transfer.category(), Category::Reversal);
    assert_eq!((reversal.transfer, reversal.reversed_by), (undone, None));
    stores.assert_sound().await;
}

/// The second reversal is refused, and told which one was first.
pub async fn nothing_is_reversed_twice(stores: Stores) {
    let ada = stores.wallet();
    let gift = stores.transfer(mint(), ada, 70);
    stores.apply(changes().post(gift.clone())).await;
    let (first, second) = (stores.reversal(&gift), stores.reversal(&gift));
    stores.apply(changes().post(first.clone())).await;
    let expected = Refusal::AlreadyReversed {
        original: gift.id(),
        by: first.id(),
    };
    assert_eq!(
        stores.commit(changes().post(second)).await.refused(),
        expected
    );
    stores.assert_sound().await;
}

/// Nor is it twice within one commit.
pub async fn nothing_is_reversed_twice_in_one_commit(stores: Stores) {
    let ada = stores.wallet_with(70).await;
    let gift = stores.transfer(mint(), ada, 70);
    stores.apply(changes().post(gift.clone())).await;
    let decided = changes()
        .post(stores.reversal(&gift))
        .post(stores.reversal(&gift));
    assert_eq!(
        stores.commit(decided).await.refused().code(),
        "already_reversed"
    );
    assert_eq!(stores.balance(ada).await, 140);
    assert_eq!(
        stores.found_transfer(gift.id()).await.unwrap().reversed_by,
        None
    );
}

/// What was spent meanwhile cannot be taken back.
pub async fn a_reversal_needs_the_funds(stores: Stores) {
    let (ada, bob) = (stores.wallet(), stores.wallet());
    let gift = stores.transfer(mint(), ada, 70);
    stores.apply(changes().post(gift.clone())).await;
    stores.send(ada, bob, 30).await;
    let expected = Refusal::InsufficientFunds {
        account: ada,
        available: 40,
        required: 70,
    };
    assert_eq!(
        stores
            .commit(changes().post(stores.reversal(&gift)))
            .await
            .refused(),
        expected
    );
    stores.give(ada, 30).await;
    stores.apply(changes().post(stores.reversal(&gift))).await;
    assert_eq!(stores.balance(ada).await, 0);
}

/// Of ten parallel reversals one is posted.
pub async fn parallel_reversals_are_posted_once(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let gift = stores.transfer(mint(), ada, 70);
    stores.apply(changes().post(gift.clone())).await;
    let answers = stores
        .race((0..10).map(|_| changes().post(stores.reversal(&gift))))
        .await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            refused: 9,
            ..Tally::default()
        }
    );
    assert_eq!(stores.balance(ada).await, 1_000);
    stores.assert_sound().await;
}

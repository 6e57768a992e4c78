//! Holds: value set aside, then captured or given back, never more than there was.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, OwnedBy, changes, hours, house, inr};
use crate::Changes;
use ludger_domain::ids::HoldId;
use ludger_domain::ledger::{AccountKey, Category, Hold, Refusal, Transfer};
use ludger_domain::money::Amount;

impl Stores {
    /// A hold on this wallet's rupees, to be opened.
    fn holding(&self, id: HoldId, wallet: AccountKey, paise: i64) -> Transfer {
        let amount = Amount { minor: paise, currency: inr() };
        let opened = Hold::open((id, self.id()), wallet.user(), amount, Category::Bet, Some(hours(2)), NOW);
        opened.finish().unwrap()
    }

    /// A hold that was opened.
    async fn hold(&self, wallet: AccountKey, paise: i64) -> Hold {
        let id = self.id();
        self.apply(changes().post(self.holding(id, wallet, paise))).await;
        self.ledger.hold(id).await.unwrap().unwrap()
    }

    fn capture(&self, hold: &Hold, paise: i64) -> Changes {
        changes().post(hold.capture(self.id(), house(), paise, Category::Bet, NOW).unwrap())
    }

    fn release(&self, hold: &Hold, paise: i64) -> Changes {
        changes().post(hold.release(self.id(), paise, NOW).unwrap())
    }

    async fn remaining(&self, hold: &Hold) -> i64 {
        self.ledger.hold(hold.id).await.unwrap().unwrap().remaining()
    }
}

/// A hold moves value from available to held, and reads back as it was opened.
pub async fn a_hold_sets_value_aside(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let hold = stores.hold(ada, 300).await;
    let amount = Amount { minor: 300, currency: inr() };
    let (user, expires_at) = (ada.user(), Some(hours(2)));
    assert_eq!(hold, Hold { id: hold.id, user, amount, captured: 0, released: 0, expires_at });
    assert_eq!((stores.balance(ada).await, stores.balance(hold.held()).await), (700, 300));
    let wallet = stores.wallets.wallet(ada.user(), inr()).await.unwrap().unwrap();
    assert_eq!((wallet.available, wallet.held, wallet.total()), (700, 300, 1_000));
    stores.assert_sound().await;
}

/// Parts are captured, the rest goes back; what is left is always known.
pub async fn a_hold_is_captured_and_released_in_parts(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let hold = stores.hold(ada, 300).await;
    stores.apply(stores.capture(&hold, 120)).await;
    stores.apply(stores.release(&hold, 30)).await;
    assert_eq!(stores.remaining(&hold).await, 150);
    stores.apply(stores.release(&hold, 150)).await;
    let after = stores.ledger.hold(hold.id).await.unwrap().unwrap();
    assert_eq!((after.captured, after.released, after.remaining()), (120, 180, 0));
    let balances = [stores.balance(ada).await, stores.balance(hold.held()).await, stores.balance(house()).await];
    assert_eq!(balances, [880, 0, 120]);
    stores.assert_sound().await;
}

/// More than is left is refused, even if another hold of the user has it.
pub async fn a_hold_is_not_exceeded(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let (hold, other) = (stores.hold(ada, 300).await, stores.hold(ada, 500).await);
    stores.apply(stores.capture(&hold, 200)).await;
    let expected = Refusal::HoldExceeded { hold: hold.id, remaining: 100 };
    assert_eq!(stores.commit(stores.capture(&hold, 101)).await.refused(), expected);
    assert_eq!(stores.commit(stores.release(&hold, 101)).await.refused(), expected);
    assert_eq!((stores.remaining(&hold).await, stores.remaining(&other).await), (100, 500));
}

/// Not within one commit either: the steps add up.
pub async fn a_hold_is_not_exceeded_in_one_commit(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let hold = stores.hold(ada, 300).await;
    let steps = [200, 101].map(|paise| hold.release(stores.id(), paise, NOW).unwrap());
    let decided = steps.into_iter().fold(changes(), Changes::post);
    let expected = Refusal::HoldExceeded { hold: hold.id, remaining: 100 };
    assert_eq!(stores.commit(decided).await.refused(), expected);
    assert_eq!((stores.remaining(&hold).await, stores.balance(ada).await), (300, 700));
}

/// A hold can be opened and captured in one commit.
pub async fn a_hold_lives_within_one_commit(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let id = stores.id();
    let opened = stores.holding(id, ada, 300);
    let amount = Amount { minor: 300, currency: inr() };
    let hold = Hold { id, user: ada.user(), amount, captured: 0, released: 0, expires_at: None };
    let captured = hold.capture(stores.id(), house(), 300, Category::Bet, NOW).unwrap();
    stores.apply(changes().post(opened).post(captured)).await;
    assert_eq!(stores.remaining(&hold).await, 0);
    assert_eq!(stores.balance(house()).await, 300);
    stores.assert_sound().await;
}

/// An unknown hold is refused as that, and one that is there is not opened again.
pub async fn a_hold_is_opened_once_and_before_it_is_used(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let hold = stores.hold(ada, 300).await;
    let unknown = Hold { id: stores.id(), ..hold };
    let refusal = stores.commit(stores.release(&unknown, 1)).await.refused();
    assert_eq!(refusal, Refusal::UnknownHold { hold: unknown.id });
    assert!(stores.ledger.hold(unknown.id).await.unwrap().is_none());
    let again = changes().post(stores.holding(hold.id, ada, 300));
    assert_eq!(stores.commit(again).await.refused(), Refusal::HoldExists { hold: hold.id });
    assert_eq!(stores.balance(ada).await, 700);
}

/// What cannot be spent cannot be held.
pub async fn a_hold_needs_the_funds(stores: Stores) {
    let ada = stores.wallet_with(299).await;
    let id = stores.id();
    let refusal = stores.commit(changes().post(stores.holding(id, ada, 300))).await.refused();
    assert_eq!(refusal, Refusal::InsufficientFunds { account: ada, available: 299, required: 300 });
    assert!(stores.ledger.hold(id).await.unwrap().is_none());
}

/// The steps of a hold read back as they were asked for, whatever became of the hold since.
pub async fn the_steps_of_a_hold_read_back(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let opened = stores.holding(stores.id(), ada, 300);
    stores.apply(changes().post(opened.clone())).await;
    let hold = stores.ledger.hold(opened.hold().unwrap().id()).await.unwrap().unwrap();
    let captured = hold.capture(stores.id(), house(), 100, Category::Bet, NOW).unwrap();
    let released = hold.release(stores.id(), 200, NOW).unwrap();
    stores.apply(changes().post(captured.clone()).post(released.clone())).await;
    for step in [opened, captured, released] {
        assert_eq!(stores.ledger.transfer(step.id()).await.unwrap().unwrap().transfer, step);
    }
}

/// Of ten parallel captures of 300 out of 1,000 three succeed.
pub async fn parallel_captures_do_not_exceed_a_hold(stores: Stores) {
    let ada = stores.wallet_with(2_000).await;
    let hold = stores.hold(ada, 1_000).await;
    stores.hold(ada, 1_000).await;
    let answers = stores.race((0..10).map(|_| stores.capture(&hold, 300))).await;
    assert_eq!(Tally::of(&answers), Tally { applied: 3, refused: 7, ..Tally::default() });
    assert_eq!((stores.remaining(&hold).await, stores.balance(house()).await), (100, 900));
    stores.assert_sound().await;
}

//! Holds: value set aside, then captured or given back.

use super::Stores;
use super::builders::{NOW, OwnedBy, changes, hours, house, inr};
use crate::Changes;
use ludger_domain::ids::HoldId;
use ludger_domain::ledger::{AccountKey, Category, Hold, Transfer};
use ludger_domain::money::Amount;

impl Stores {
    /// A hold on this wallet's rupees, to be opened.
    pub(super) fn holding(&self, id: HoldId, wallet: AccountKey, paise: i64) -> Transfer {
        let amount = Amount {
            minor: paise,
            currency: inr(),
        };
        let opened = Hold::open(
            (id, self.id()),
            wallet.user(),
            amount,
            Category::Bet,
            Some(hours(2)),
            NOW,
        );
        opened.finish().unwrap()
    }

    /// A hold that was opened.
    pub(super) async fn hold(&self, wallet: AccountKey, paise: i64) -> Hold {
        let id = self.id();
        self.apply(changes().post(self.holding(id, wallet, paise)))
            .await;
        self.found_hold(id).await.unwrap()
    }

    pub(super) fn capture(&self, hold: &Hold, paise: i64) -> Changes {
        changes().post(
            hold.capture(self.id(), house(), paise, Category::Bet, NOW)
                .unwrap(),
        )
    }

    pub(super) fn release(&self, hold: &Hold, paise: i64) -> Changes {
        changes().post(hold.release(self.id(), paise, NOW).unwrap())
    }

    pub(super) async fn remaining(&self, hold: &Hold) -> i64 {
        self.found_hold(hold.id).await.unwrap().remaining()
    }
}

/// A hold moves value from available to held, and reads back as it was opened.
pub async fn a_hold_sets_value_aside(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let hold = stores.hold(ada, 300).await;
    let amount = Amount {
        minor: 300,
        currency: inr(),
    };
    let (user, expires_at) = (ada.user(), Some(hours(2)));
    assert_eq!(
        hold,
        Hold {
            id: hold.id,
            user,
            amount,
            captured: 0,
            released: 0,
            expires_at
        }
    );
    assert_eq!(
        (stores.balance(ada).await, stores.balance(hold.held()).await),
        (700, 300)
    );
    let wallet = stores
        .wallets
        .wallet(ada.user(), inr())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (wallet.available, wallet.held, wallet.total()),
        (700, 300, 1_000)
    );
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
    let after = stores.found_hold(hold.id).await.unwrap();
    assert_eq!(
        (after.captured, after.released, after.remaining()),
        (120, 180, 0)
    );
    let balances = [
        stores.balance(ada).await,
        stores.balance(hold.held()).await,
        stores.balance(house()).await,
    ];
    assert_eq!(balances, [880, 0, 120]);
    stores.assert_sound().await;
}

/// A hold can be opened and captured in one commit.
pub async fn a_hold_lives_within_one_commit(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let id = stores.id();
    let opened = stores.holding(id, ada, 300);
    let amount = Amount {
        minor: 300,
        currency: inr(),
    };
    let hold = Hold {
        id,
        user: ada.user(),
        amount,
        captured: 0,
        released: 0,
        expires_at: None,
    };
    let captured = hold
        .capture(stores.id(), house(), 300, Category::Bet, NOW)
        .unwrap();
    stores.apply(changes().post(opened).post(captured)).await;
    assert_eq!(stores.remaining(&hold).await, 0);
    assert_eq!(stores.balance(house()).await, 300);
    stores.assert_sound().await;
}

/// The steps of a hold read back as they were asked for, whatever became of the hold since.
pub async fn the_steps_of_a_hold_read_back(stores: Stores) {
    let ada = stores.wallet_with(1_000).await;
    let opened = stores.holding(stores.id(), ada, 300);
    stores.apply(changes().post(opened.clone())).await;
    let hold = stores
        .found_hold(opened.hold().unwrap().id())
        .await
        .unwrap();
    let captured = hold
        .capture(stores.id(), house(), 100, Category::Bet, NOW)
        .unwrap();
    let released = hold.release(stores.id(), 200, NOW).unwrap();
    stores
        .apply(changes().post(captured.clone()).post(released.clone()))
        .await;
    for step in [opened, captured, released] {
        assert_eq!(
            stores.found_transfer(step.id()).await.unwrap().transfer,
            step
        );
    }
}

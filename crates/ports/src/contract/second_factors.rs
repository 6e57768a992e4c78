//! Second factors.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, changes, hours};
use crate::{Expectation, SealedFactor};
use ludger_domain::accounts::User;

/// A factor that is offered for the first time.
pub(super) fn factor(user: &User) -> SealedFactor {
    SealedFactor::offered(user.id, vec![0, 255, 7, 0], Vec::new(), NOW)
}

impl Stores {
    pub(super) async fn found_factor(&self, user: &User) -> Option<SealedFactor> {
        self.users.second_factor(user.id).await.unwrap()
    }

    fn confirmed(&self, factor: &SealedFactor) -> SealedFactor {
        SealedFactor {
            secret: vec![9; 60],
            confirmed_at: Some(hours(1)),
            last_step: i64::MAX,
            recovery: (0..10).map(|_| self.secret().hash()).collect(),
            version: factor.version + 1,
            ..factor.clone()
        }
    }
}

/// A factor reads back with every field, new and changed; recovery codes keep their order.
pub async fn a_second_factor_reads_back(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    assert_eq!(stores.found_factor(&ada).await, None);
    let offered = factor(&ada);
    stores
        .apply(changes().save_second_factor(offered.clone(), None))
        .await;
    assert_eq!(stores.found_factor(&ada).await, Some(offered.clone()));
    let confirmed = stores.confirmed(&offered);
    stores
        .apply(changes().save_second_factor(confirmed.clone(), Some(offered.version)))
        .await;
    assert_eq!(stores.found_factor(&ada).await, Some(confirmed));
    assert_eq!(stores.found_factor(&bob).await, None);
}

/// `SecondFactorAt`: the version that was read, or none.
pub async fn a_second_factor_is_at_its_version(stores: Stores) {
    let ada = stores.user("ada").await;
    let offered = factor(&ada);
    let first = || changes().save_second_factor(offered.clone(), None);
    let answers = stores.race((0..6).map(|_| first())).await;
    let expected = Tally {
        applied: 1,
        stale: 5,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&answers), expected);
    let confirmed = stores.confirmed(&offered);
    let confirm = || changes().save_second_factor(confirmed.clone(), Some(offered.version));
    let answers = stores.race((0..6).map(|_| confirm())).await;
    assert_eq!(Tally::of(&answers), expected);
    for before in [
        None,
        Some(0),
        Some(offered.version),
        Some(offered.version + 2),
    ] {
        let late = changes().save_second_factor(stores.confirmed(&confirmed), before);
        let stale = stores.commit(late).await.stale();
        assert_eq!(stale, Expectation::SecondFactorAt(ada.id, before));
    }
    assert_eq!(stores.found_factor(&ada).await, Some(confirmed));
}

/// What is removed is gone, for good or until there is another one; that of others stays.
pub async fn a_second_factor_is_removed(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    for user in [&ada, &bob] {
        let offered = changes().save_second_factor(factor(user), None);
        stores.apply(offered).await;
    }
    for _ in 0..2 {
        stores.apply(changes().remove_second_factor(ada.id)).await;
        assert_eq!(stores.found_factor(&ada).await, None);
    }
    let of_bob = factor(&bob);
    assert_eq!(stores.found_factor(&bob).await, Some(of_bob));
    let again = factor(&ada);
    let decided = changes().save_second_factor(again.clone(), None);
    stores.apply(decided).await;
    assert_eq!(stores.found_factor(&ada).await, Some(again));
}

/// What was decided on a factor that was removed is no decision on the one that was offered after it.
pub async fn a_removed_factor_is_not_taken_for_the_next(stores: Stores) {
    let ada = stores.user("ada").await;
    let first = factor(&ada);
    let next = SealedFactor::offered(ada.id, vec![5], Vec::new(), hours(1));
    let offer = |factor: &SealedFactor| changes().save_second_factor(factor.clone(), None);
    stores.apply(offer(&first)).await;
    let late = changes().save_second_factor(stores.confirmed(&first), Some(first.version));
    stores.apply(changes().remove_second_factor(ada.id)).await;
    stores.apply(offer(&next)).await;
    let stale = stores.commit(late).await.stale();
    let expected = Expectation::SecondFactorAt(ada.id, Some(first.version));
    assert_eq!(stale, expected);
    assert_eq!(stores.found_factor(&ada).await, Some(next));
}

/// Nobody has one who is not there.
pub async fn a_second_factor_belongs_to_a_user(stores: Stores) {
    let nobody = stores.person("ada");
    let decided = changes().save_second_factor(factor(&nobody), None);
    stores.commit(decided.clone()).await.rejected();
    stores.apply(decided.add_user(nobody)).await;
}

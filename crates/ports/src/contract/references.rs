//! References: what a transfer is the payment of is paid once, for ever.

use super::Stores;
use super::answers::Expected;
use super::builders::{NOW, changes, described, hours, mint, reference};
use crate::Changes;
use ludger_domain::ledger::{AccountKey, Category, Outcome, Refusal, Transfer};

impl Stores {
    /// A payment of quiz 7, under an id of its own.
    fn payment(&self, to: AccountKey, amount: i64) -> Transfer {
        let paid = self
            .new_transfer(Category::Reward)
            .move_amount(mint(), to, amount);
        paid.reference(reference("quiz/7")).finish().unwrap()
    }
}

/// Posting the same again moves nothing, and gives what the first became.
pub async fn the_same_again_is_already_posted(stores: Stores) {
    let ada = stores.wallet();
    let first = stores.payment(ada, 50);
    let posted = stores
        .apply(changes().post(first.clone()))
        .await
        .posted()
        .clone();
    let later =
        Transfer::build(stores.id(), Category::Reward, hours(48)).move_amount(mint(), ada, 50);
    let later = later.reference(reference("quiz/7")).finish().unwrap();
    let again = stores
        .apply(Changes::at(hours(48)).post(later.clone()))
        .await;
    assert_eq!(again.outcomes, [Outcome::AlreadyPosted(posted)]);
    assert_eq!(stores.balance(ada).await, 50);
    assert!(stores.found_transfer(later.id()).await.is_none());
    let found = stores
        .ledger
        .by_reference(&reference("quiz/7"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.transfer, first);
    assert_eq!(stores.assert_sound().await.transfers, 1);
}

/// Anything else under the same reference is refused, and told who has it.
pub async fn other_content_is_a_conflict(stores: Stores) {
    let ada = stores.wallet();
    let first = stores.payment(ada, 50);
    stores.apply(changes().post(first.clone())).await;
    let expected = Refusal::ReferenceConflict {
        reference: reference("quiz/7"),
        transfer: first.id(),
    };
    let other_text = stores
        .new_transfer(Category::Reward)
        .move_amount(mint(), ada, 50)
        .describe(described("again"));
    let others = [
        stores.payment(ada, 51),
        stores.payment(stores.wallet(), 50),
        other_text.reference(reference("quiz/7")).finish().unwrap(),
    ];
    for other in others {
        assert_eq!(
            stores.commit(changes().post(other)).await.refused(),
            expected
        );
    }
    assert_eq!(stores.balance(ada).await, 50);
}

/// Within one commit it is the same: the second is already posted.
pub async fn the_same_twice_in_one_commit_is_posted_once(stores: Stores) {
    let ada = stores.wallet();
    let decided = changes()
        .post(stores.payment(ada, 50))
        .post(stores.payment(ada, 50));
    let outcomes = stores.apply(decided).await.outcomes;
    let [Outcome::Posted(first), Outcome::AlreadyPosted(second)] = outcomes.as_slice() else {
        panic!("{outcomes:?}");
    };
    assert_eq!(first, second);
    assert_eq!(stores.balance(ada).await, 50);
    stores.assert_sound().await;
}

/// Within one commit other content is a conflict too, and takes the first back with it.
pub async fn other_content_in_one_commit_is_a_conflict(stores: Stores) {
    let ada = stores.wallet();
    let decided = changes()
        .post(stores.payment(ada, 50))
        .post(stores.payment(ada, 51));
    assert_eq!(
        stores.commit(decided).await.refused().code(),
        "reference_conflict"
    );
    assert!(
        stores
            .ledger
            .by_reference(&reference("quiz/7"))
            .await
            .unwrap()
            .is_none()
    );
    stores.apply(changes().post(stores.payment(ada, 51))).await;
    assert_eq!(stores.balance(ada).await, 51);
}

/// What was paid counts as paid, even if it could not be paid now.
pub async fn already_posted_needs_no_funds(stores: Stores) {
    let (ada, bob) = (stores.wallet_with(50).await, stores.wallet());
    let pay = || {
        let paid = stores
            .new_transfer(Category::Fee)
            .move_amount(ada, bob, 50)
            .reference(reference("fee/1"));
        changes().post(paid.finish().unwrap())
    };
    stores.apply(pay()).await;
    let again = stores.apply(pay()).await;
    assert!(matches!(
        again.outcomes.as_slice(),
        [Outcome::AlreadyPosted(_)]
    ));
    assert_eq!(
        (stores.balance(ada).await, stores.balance(bob).await),
        (0, 50)
    );
}

/// 20 parallel payments of one thing: one is posted, and all get the same answer.
pub async fn parallel_payments_are_posted_once(stores: Stores) {
    let ada = stores.wallet();
    let answers = stores
        .race((0..20).map(|_| changes().post(stores.payment(ada, 50))))
        .await;
    let outcomes: Vec<_> = answers
        .into_iter()
        .flat_map(|answer| answer.applied().outcomes)
        .collect();
    let is_new = |outcome: &&Outcome| matches!(outcome, Outcome::Posted(_));
    assert_eq!(outcomes.iter().filter(is_new).count(), 1);
    let posted = outcomes[0].posted();
    assert!(posted.is_some() && outcomes.iter().all(|outcome| outcome.posted() == posted));
    assert_eq!(stores.balance(ada).await, 50);
    stores.assert_sound().await;
}

/// Case counts, and the longest reference is found by its whole length.
pub async fn references_are_compared_whole(stores: Stores) {
    let ada = stores.wallet();
    let long = "x".repeat(199);
    for text in [
        format!("{long}a"),
        format!("{long}b"),
        "quiz/7".to_owned(),
        "QUIZ/7".to_owned(),
    ] {
        let paid = Transfer::build(stores.id(), Category::Reward, NOW).move_amount(mint(), ada, 1);
        let paid = paid.reference(reference(&text)).finish().unwrap();
        stores.apply(changes().post(paid.clone())).await.posted();
        let found = stores
            .ledger
            .by_reference(&reference(&text))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.transfer.id(), paid.id());
    }
    assert!(
        stores
            .ledger
            .by_reference(&reference("quiz/8"))
            .await
            .unwrap()
            .is_none()
    );
}

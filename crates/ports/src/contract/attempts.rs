//! Transfers that may fail by themselves.

use super::Stores;
use super::answers::Expected;
use super::builders::{NOW, OwnedBy, changes, key, keyed, mint, reference};
use ludger_domain::ledger::{Category, Outcome, Refusal};

/// An attempt that is refused is left out, and its neighbours are applied. The answer has one outcome for each, in
/// order.
pub async fn a_refused_attempt_is_left_out_alone(stores: Stores) {
    let (ada, bob) = (stores.wallet_with(100).await, stores.wallet());
    let too_much = stores.transfer(ada, bob, 101);
    let (before, after) = (stores.transfer(ada, bob, 60), stores.transfer(ada, bob, 40));
    let decided = changes()
        .attempt(before.clone())
        .attempt(too_much.clone())
        .attempt(after.clone());
    let outcomes = stores.apply(decided).await.outcomes;
    let [
        Outcome::Posted(first),
        Outcome::Refused { refusal },
        Outcome::Posted(last),
    ] = outcomes.as_slice()
    else {
        panic!("{outcomes:?}");
    };
    assert_eq!((first.transfer, last.transfer), (before.id(), after.id()));
    assert_eq!(
        *refusal,
        Refusal::InsufficientFunds {
            account: ada,
            available: 40,
            required: 101
        }
    );
    assert!(stores.found_transfer(too_much.id()).await.is_none());
    assert_eq!(
        (stores.balance(ada).await, stores.balance(bob).await),
        (0, 100)
    );
    assert_eq!(stores.assert_sound().await.transfers, 3);
}

/// What was refused belongs to the answer that a key gives again, although it would succeed by now.
pub async fn what_was_left_out_is_recorded(stores: Stores) {
    let (ada, bob) = (stores.wallet(), stores.wallet());
    let scope = key(ada.user(), "k1");
    let attempt = || {
        keyed(
            changes().attempt(stores.transfer(ada, bob, 5)),
            &scope,
            "five",
        )
    };
    let committed = stores.apply(attempt()).await;
    assert!(matches!(
        committed.outcomes.as_slice(),
        [Outcome::Refused { .. }]
    ));
    stores.give(ada, 100).await;
    assert_eq!(
        stores.commit(attempt()).await.duplicate().committed,
        committed
    );
    assert_eq!(stores.balance(bob).await, 0);
}

/// Attempts do not save a commit from a transfer that must succeed.
pub async fn a_refusal_undoes_attempts(stores: Stores) {
    let (ada, bob) = (stores.wallet_with(100).await, stores.wallet());
    let decided = changes()
        .attempt(stores.transfer(ada, bob, 60))
        .post(stores.transfer(ada, bob, 60));
    let refusal = stores.commit(decided).await.refused();
    assert_eq!(
        refusal,
        Refusal::InsufficientFunds {
            account: ada,
            available: 40,
            required: 60
        }
    );
    assert_eq!(
        (stores.balance(ada).await, stores.account(bob).await),
        (100, None)
    );
}

/// Every sort of refusal reads back from the record of its key.
pub async fn refusals_read_back(stores: Stores) {
    let ada = stores.wallet_with(100).await;
    let pay = |amount| {
        stores
            .new_transfer(Category::Reward)
            .move_amount(mint(), ada, amount)
            .reference(reference("r/1"))
    };
    let paid = pay(1).finish().unwrap();
    let undo = || paid.reversal(stores.id(), NOW).unwrap().finish().unwrap();
    let scope = key(ada.user(), "k1");
    let decided = changes()
        .attempt(paid.clone())
        .attempt(pay(2).finish().unwrap())
        .attempt(pay(1).finish().unwrap())
        .attempt(undo())
        .attempt(undo())
        .attempt(stores.transfer(mint(), ada, i64::MAX));
    let committed = stores.apply(keyed(decided.clone(), &scope, "all")).await;
    let codes: Vec<_> = committed.outcomes.iter().map(code).collect();
    let expected = [
        "posted",
        "reference_conflict",
        "already_posted",
        "posted",
        "already_reversed",
        "balance_overflow",
    ];
    assert_eq!(codes, expected);
    assert_eq!(
        stores
            .commit(keyed(decided, &scope, "all"))
            .await
            .duplicate()
            .committed,
        committed
    );
}

const fn code(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Posted(_) => "posted",
        Outcome::AlreadyPosted(_) => "already_posted",
        Outcome::Refused { refusal } => refusal.code(),
    }
}

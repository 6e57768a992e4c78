//! Idempotency: a request with a key has one effect, and one answer.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{OwnedBy, changes, hours, key, keyed, micros, mint};
use crate::{Changes, Expectation, Fingerprint, IdempotencyScope};
use ludger_domain::ids::{TopicId, UserId};
use ludger_domain::ledger::AccountKey;
use serde_json::json;

impl Stores {
    /// The changes of a request for 5 out of the mint.
    fn five(&self, scope: &IdempotencyScope, to: AccountKey) -> Changes {
        keyed(changes().post(self.transfer(mint(), to, 5)), scope, "five")
    }
}

/// Asking again gives what was recorded first: fingerprint, receipt, and what the commit answered.
pub async fn a_key_gives_its_first_answer_again(stores: Stores) {
    let wallet = stores.wallet();
    let scope = key(wallet.user(), "k1");
    let committed = stores.apply(stores.five(&scope, wallet)).await;
    let again = stores.commit(stores.five(&scope, wallet)).await.duplicate();
    assert_eq!(again.committed, committed);
    assert_eq!(again.fingerprint, Fingerprint::of(&json!("five")));
    assert_eq!(
        again.receipt,
        json!({ "asked": "five", "made": [1, 2.5, null, "ü"] }).to_string()
    );
    assert_eq!(again.created_at, micros(0));
    assert_eq!(stores.idempotency.find(&scope).await.unwrap(), Some(again));
    assert_eq!(stores.balance(wallet).await, 5);
    stores.assert_sound().await;
}

/// Asking again is answered before anything else is looked at, even where the answer would now be another.
pub async fn a_key_comes_before_expectations_and_funds(stores: Stores) {
    let wallet = stores.wallet_with(5).await;
    let scope = key(wallet.user(), "k1");
    let spend = || {
        keyed(
            changes().post(stores.transfer(wallet, mint(), 5)),
            &scope,
            "spend",
        )
    };
    let committed = stores.apply(spend()).await;
    let gone = Expectation::TopicThere(stores.id::<TopicId>());
    let again = stores.commit(spend().expect(gone)).await.duplicate();
    assert_eq!(again.committed, committed);
    assert_eq!(stores.balance(wallet).await, 0);
}

/// One key of two users is two keys.
pub async fn two_users_share_no_key(stores: Stores) {
    for wallet in [stores.wallet(), stores.wallet()] {
        stores
            .apply(stores.five(&key(wallet.user(), "k1"), wallet))
            .await;
        assert_eq!(stores.balance(wallet).await, 5);
    }
}

/// One key for two operations is two keys.
pub async fn two_operations_share_no_key(stores: Stores) {
    let wallet = stores.wallet();
    let one = key(wallet.user(), "k1");
    let other = IdempotencyScope {
        operation: "POST /v1/other-things".to_owned(),
        ..one.clone()
    };
    stores.apply(stores.five(&one, wallet)).await;
    stores.apply(stores.five(&other, wallet)).await;
    assert_eq!(stores.balance(wallet).await, 10);
}

/// The same key for another request: the answer shows what was asked first.
pub async fn another_request_is_known_by_its_fingerprint(stores: Stores) {
    let wallet = stores.wallet();
    let scope = key(wallet.user(), "k1");
    stores.apply(stores.five(&scope, wallet)).await;
    let six = keyed(
        changes().post(stores.transfer(mint(), wallet, 6)),
        &scope,
        "six",
    );
    let first = stores.commit(six).await.duplicate();
    assert_eq!(first.fingerprint, Fingerprint::of(&json!("five")));
    assert_ne!(first.fingerprint, Fingerprint::of(&json!("six")));
    assert_eq!(stores.balance(wallet).await, 5);
}

/// A commit that does not happen leaves its key free.
pub async fn a_rejected_commit_keeps_no_key(stores: Stores) {
    let wallet = stores.wallet();
    let scope = key(wallet.user(), "k1");
    let spend = keyed(
        changes().post(stores.transfer(wallet, mint(), 5)),
        &scope,
        "spend",
    );
    stores.commit(spend).await.refused();
    let gone = Expectation::TopicThere(stores.id::<TopicId>());
    stores
        .commit(stores.five(&scope, wallet).expect(gone))
        .await
        .stale();
    assert!(!stores.knows(&scope).await);
    stores.apply(stores.five(&scope, wallet)).await;
    assert_eq!(stores.balance(wallet).await, 5);
}

/// A request that moves no value has a key as well.
pub async fn a_key_without_a_transfer_is_recorded(stores: Stores) {
    let scope = key(stores.id::<UserId>(), "k1");
    let at = hours(3);
    stores
        .apply(keyed(Changes::at(at), &scope, "nothing"))
        .await;
    let recorded = stores.idempotency.find(&scope).await.unwrap().unwrap();
    assert_eq!(
        (recorded.committed.outcomes.len(), recorded.created_at),
        (0, at)
    );
}

/// The longest key and the strangest one are taken as they are.
pub async fn any_visible_characters_make_a_key(stores: Stores) {
    let user = stores.id::<UserId>();
    let all: String = ('!'..='~').collect();
    for text in [all.as_str(), &"x".repeat(255), "';--"] {
        let scope = key(user, text);
        stores.apply(keyed(changes(), &scope, text)).await;
        let recorded = stores
            .commit(keyed(changes(), &scope, text))
            .await
            .duplicate();
        assert_eq!(recorded.fingerprint, Fingerprint::of(&json!(text)));
    }
}

/// 20 parallel requests with one key: one effect, and one answer for all.
pub async fn parallel_requests_with_one_key_have_one_effect(stores: Stores) {
    let wallet = stores.wallet();
    let scope = key(wallet.user(), "k1");
    let answers = stores
        .race((0..20).map(|_| stores.five(&scope, wallet)))
        .await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            duplicate: 19,
            ..Tally::default()
        }
    );
    let committed = answers
        .iter()
        .find_map(|answer| answer.as_ref().ok())
        .unwrap()
        .clone();
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer.duplicate().committed, committed);
    }
    assert_eq!(stores.balance(wallet).await, 5);
    assert_eq!(stores.assert_sound().await.transfers, 1);
}

use super::desk::Desk;
use super::words::{
    admin, another, caller, currency, draft, entry, key, of, player, service, system, wallet,
};
use crate::ledger::{Applied, TransferDraft, TransferError};
use ludger_domain::accounts::Role;
use ludger_domain::ledger::{AccountKey, Category, Refusal};
use ludger_ports::Clock;
use std::time::Duration;

#[tokio::test]
async fn a_service_posts_and_is_told_what_became_of_it() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "50.00", "INR").await;
    let stake = TransferDraft {
        metadata: Some(serde_json::json!({ "round": 7 })),
        occurred_at: Some("2025-12-31T23:00:00+05:30".to_owned()),
        ..draft("bet", (of(ada), system("house")), "12.50", "INR")
            .described("On Heads")
            .referring("bet/1")
    };
    let done = desk
        .transfer
        .post(&service(), &key("k1"), &stake)
        .await
        .unwrap();
    assert!(!done.replayed);
    let Applied::Posted(view) = done.value else {
        panic!("it is the first one")
    };
    assert_eq!(view.category, Category::Bet);
    assert_eq!(view.description.unwrap().as_str(), "On Heads");
    assert_eq!(view.metadata.unwrap().as_str(), r#"{"round":7}"#);
    assert_eq!(view.reference.unwrap().as_str(), "bet/1");
    assert_eq!(view.occurred_at.to_string(), "2025-12-31T17:30:00Z");
    assert_eq!(view.posted_at, desk.clock.now());
    assert_eq!((view.reverses, view.reversed_by), (None, None));
    let inr = |minor| currency("INR").amount(minor);
    let [from, to] = view.entries[..] else {
        panic!("two entries")
    };
    assert_eq!(from.account, wallet(ada, "INR"));
    assert_eq!(
        (from.amount, from.balance_after, from.sequence),
        (inr(-1250), inr(3750), 2)
    );
    assert_eq!(to.account, AccountKey::house(currency("INR").code));
    assert_eq!(
        (to.amount, to.balance_after, to.sequence),
        (inr(1250), inr(1250), 1)
    );
    desk.assert_sound().await;
}

#[tokio::test]
async fn one_transfer_can_exchange_one_currency_for_another() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "100", "WISE").await;
    let exchange = TransferDraft {
        category: "transfer".to_owned(),
        entries: vec![
            entry(of(ada), "-100", "WISE"),
            entry(system("mint"), "100", "WISE"),
            entry(system("mint"), "-1.00", "INR"),
            entry(of(ada), "0.90", "INR"),
            entry(system("fees"), "0.10", "INR"),
        ],
        ..TransferDraft::default()
    };
    desk.post(&exchange).await.unwrap();
    assert_eq!(desk.available(ada, "WISE").await, "0");
    assert_eq!(desk.available(ada, "INR").await, "0.90");
    desk.assert_sound().await;
}

#[tokio::test]
async fn the_same_request_gets_the_first_answer_again() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let stake = draft("bet", (of(ada), system("house")), "10.00", "INR");
    let first = desk
        .transfer
        .post(&service(), &key("k1"), &stake)
        .await
        .unwrap();
    desk.clock.advance(Duration::from_secs(3600));
    // By now a rule would refuse.
    let again = desk
        .transfer
        .post(&service(), &key("k1"), &stake)
        .await
        .unwrap();
    assert!(again.replayed);
    assert_eq!(again.value, first.value);
    assert_eq!(desk.available(ada, "INR").await, "0.00");
}

#[tokio::test]
async fn another_request_under_the_same_key_is_a_mistake() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let stake = |amount| draft("bet", (of(ada), system("house")), amount, "INR");
    let request = key("k1");
    desk.transfer
        .post(&service(), &request, &stake("1.00"))
        .await
        .unwrap();
    // The second one would be refused by a rule as well; the key comes first.
    for amount in ["2.00", "99.00", "nonsense"] {
        let reused = desk
            .transfer
            .post(&service(), &another(&request), &stake(amount))
            .await;
        assert!(
            matches!(reused, Err(TransferError::Reused(_))),
            "{reused:?}"
        );
    }
    assert_eq!(desk.available(ada, "INR").await, "9.00");
}

#[tokio::test]
async fn equal_keys_of_two_callers_are_two_requests() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let stake = draft("bet", (of(ada), system("house")), "1.00", "INR");
    for number in [1, 2] {
        let caller = caller(number, Role::Ledger);
        assert!(
            !desk
                .transfer
                .post(&caller, &key("k1"), &stake)
                .await
                .unwrap()
                .replayed
        );
    }
    assert_eq!(desk.available(ada, "INR").await, "8.00");
}

#[tokio::test]
async fn who_has_too_little_is_told_what_there_was() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let stake = draft("bet", (of(ada), system("house")), "10.01", "INR");
    let refused = desk
        .transfer
        .post(&service(), &key("k1"), &stake)
        .await
        .unwrap_err();
    let TransferError::Refused(refusal) = refused else {
        panic!("{refused:?}")
    };
    let account = wallet(ada, "INR");
    assert_eq!(
        refusal,
        Refusal::InsufficientFunds {
            account,
            available: 1000,
            required: 1001
        }
    );
    assert_eq!(desk.available(ada, "INR").await, "10.00");
    // A refusal is not remembered: with enough there, the same key goes through.
    desk.grant(ada, "0.01", "INR").await;
    let done = desk
        .transfer
        .post(&service(), &key("k1"), &stake)
        .await
        .unwrap();
    assert!(!done.replayed);
    assert_eq!(desk.available(ada, "INR").await, "0.00");
}

#[tokio::test]
async fn a_reference_is_posted_once_for_ever() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let reward =
        |amount| draft("reward", (system("mint"), of(ada)), amount, "WISE").referring("quiz/1/ada");
    let first = desk
        .transfer
        .post(&service(), &key("k1"), &reward("5"))
        .await
        .unwrap()
        .value;
    desk.clock.advance(Duration::from_secs(60));

    let again = desk
        .transfer
        .post(&service(), &key("k2"), &reward("5"))
        .await
        .unwrap();
    assert!(!again.replayed);
    assert_eq!(
        again.value,
        Applied::AlreadyPosted(first.transfer().clone())
    );
    let replay = desk
        .transfer
        .post(&service(), &key("k2"), &reward("5"))
        .await
        .unwrap();
    assert!(replay.replayed);
    assert_eq!(replay.value, again.value);

    let other = desk
        .transfer
        .post(&service(), &key("k3"), &reward("6"))
        .await
        .unwrap_err();
    let TransferError::Refused(refusal) = other else {
        panic!("{other:?}")
    };
    assert_eq!(refusal.code(), "reference_conflict");
    assert_eq!(desk.available(ada, "WISE").await, "5");
}

#[tokio::test]
async fn who_was_deleted_gives_but_receives_nothing() {
    let desk = Desk::new();
    let ghost = desk.deleted_user("ghost").await;
    desk.grant(ghost, "5", "WISE").await;
    let sweep = draft("transfer", (of(ghost), system("house")), "5", "WISE");
    desk.post(&sweep).await.unwrap();
    let gift = draft("bonus", (system("mint"), of(ghost)), "5", "WISE");
    let refused = desk.post(&gift).await.unwrap_err();
    let TransferError::Invalid(faults) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        super::words::told(&faults),
        [("/entries/1/account/user", "deleted_user")]
    );
}

#[tokio::test]
async fn only_services_post() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let gift = draft("bonus", (system("mint"), of(ada)), "5", "WISE");
    for caller in [player(), admin()] {
        let refused = desk.transfer.post(&caller, &key("k1"), &gift).await;
        assert!(matches!(refused, Err(TransferError::Forbidden(_))));
        let refused = desk.transfer.rehearse(&caller, &gift).await;
        assert!(matches!(refused, Err(TransferError::Forbidden(_))));
    }
    assert_eq!(desk.available(ada, "WISE").await, "0");
}

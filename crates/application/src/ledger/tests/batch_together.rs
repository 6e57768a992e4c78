//! All together: one failure is the failure of all.

use super::desk::Desk;
use super::words::{draft, key, of, service, system, told, wallet};
use crate::ledger::{Applied, Batch, BatchError, BatchItem, BatchMode};
use ludger_domain::ids::UserId;
use ludger_domain::ledger::Refusal;

/// Stakes of these amounts.
fn stakes(user: UserId, amounts: &[&str]) -> Batch {
    let stake = |amount: &&str| draft("bet", (of(user), system("house")), amount, "INR");
    Batch {
        transfers: amounts.iter().map(stake).collect(),
        mode: BatchMode::AllTogether,
    }
}

#[tokio::test]
async fn the_faults_of_each_are_told() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let batch = stakes(ada, &["1.00", "x", "1.00", "1.005"]);
    let refused = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap_err();
    let BatchError::Invalid(faults) = refused else {
        panic!("{refused:?}")
    };
    let expected = [
        ("/transfers/1/entries/0/amount", "malformed_amount"),
        ("/transfers/1/entries/1/amount", "malformed_amount"),
        ("/transfers/3/entries/0/amount", "too_many_decimals"),
        ("/transfers/3/entries/1/amount", "too_many_decimals"),
    ];
    assert_eq!(told(&faults), expected);
    assert_eq!(desk.available(ada, "INR").await, "10.00");
}

#[tokio::test]
async fn a_refusal_says_which_and_nothing_is_posted() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let batch = stakes(ada, &["4.00", "4.00", "4.00", "1.00"]);
    let refused = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap_err();
    let BatchError::Refused { index, refusal } = refused else {
        panic!("{refused:?}")
    };
    let account = wallet(ada, "INR");
    assert_eq!(
        refusal,
        Refusal::InsufficientFunds {
            account,
            available: 200,
            required: 400
        }
    );
    assert_eq!(index, Some(2));
    assert_eq!(desk.available(ada, "INR").await, "10.00");
    // The refusal was not remembered.
    let batch = stakes(ada, &["4.00"]);
    assert!(
        !desk
            .batch
            .post(&service(), &key("k1"), &batch)
            .await
            .unwrap()
            .replayed
    );
}

#[tokio::test]
async fn what_was_posted_is_told_again() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let batch = stakes(ada, &["4.00", "4.00", "2.00"]);
    let done = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap();
    assert!(!done.replayed);
    let is_posted = |item: &BatchItem| matches!(item, BatchItem::Applied(Applied::Posted(_)));
    assert!(done.value.iter().all(is_posted));
    assert_eq!(desk.available(ada, "INR").await, "0.00");
    // By now it would be refused.
    let again = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap();
    assert!(again.replayed);
    assert_eq!(again.value, done.value);
    desk.assert_sound().await;
}

//! A rehearsal says what posting would do, and does nothing.

use super::desk::Desk;
use super::words::{draft, key, of, service, system, told};
use crate::ledger::{Applied, Batch, BatchError, BatchItem, BatchMode, TransferError};
use ludger_ports::Clock;

#[tokio::test]
async fn a_transfer_that_would_be_posted() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let before = desk.verify.verify(1).await.unwrap();
    let stake = draft("bet", (of(ada), system("house")), "4.00", "INR").referring("bet/1");

    let Applied::Posted(view) = desk.transfer.rehearse(&service(), &stake).await.unwrap() else {
        panic!("nobody posted it")
    };
    let balances: Vec<_> = view
        .entries
        .iter()
        .map(|entry| entry.balance_after.minor)
        .collect();
    assert_eq!(balances, [600, 400]);
    assert_eq!(view.posted_at, desk.clock.now());
    assert_eq!(desk.verify.verify(1).await.unwrap(), before);
    assert_eq!(desk.available(ada, "INR").await, "10.00");

    // Neither a key nor the reference is used up.
    let done = desk
        .transfer
        .post(&service(), &key("k1"), &stake)
        .await
        .unwrap();
    assert!(!done.replayed);
    let Applied::Posted(posted) = &done.value else {
        panic!("nobody posted it")
    };
    assert_eq!(posted.entries, view.entries);
    let again = desk.transfer.rehearse(&service(), &stake).await.unwrap();
    assert_eq!(again, Applied::AlreadyPosted(posted.clone()));
}

#[tokio::test]
async fn a_transfer_that_would_not() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let stake = |amount| draft("bet", (of(ada), system("house")), amount, "INR");
    let refused = desk
        .transfer
        .rehearse(&service(), &stake("10.01"))
        .await
        .unwrap_err();
    let TransferError::Refused(refusal) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(refusal.code(), "insufficient_funds");
    let refused = desk
        .transfer
        .rehearse(&service(), &stake("x"))
        .await
        .unwrap_err();
    let TransferError::Invalid(faults) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(told(&faults)[0], ("/entries/0/amount", "malformed_amount"));
}

#[tokio::test]
async fn a_batch() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let before = desk.verify.verify(1).await.unwrap();
    let stake = |amount| draft("bet", (of(ada), system("house")), amount, "INR");
    let transfers = vec![
        stake("6.00").referring("bet/1"),
        stake("x"),
        stake("6.00").referring("bet/1"),
        stake("6.00"),
        stake("4.00"),
    ];
    let each = Batch {
        transfers,
        mode: BatchMode::EachByItself,
    };
    let rehearsed = desk.batch.rehearse(&service(), &each).await.unwrap();
    assert_eq!(desk.verify.verify(1).await.unwrap(), before);
    let posted = desk
        .batch
        .post(&service(), &key("k1"), &each)
        .await
        .unwrap();
    assert!(!posted.replayed);
    // The same but for the ids.
    assert_eq!(rehearsed.len(), posted.value.len());
    for (rehearsed, posted) in rehearsed.iter().zip(&posted.value) {
        match (rehearsed, posted) {
            (BatchItem::Applied(rehearsed), BatchItem::Applied(posted)) => {
                assert_eq!(rehearsed.transfer().entries, posted.transfer().entries);
                let is_first = |applied: &Applied| matches!(applied, Applied::Posted(_));
                assert_eq!(is_first(rehearsed), is_first(posted));
            }
            (rehearsed, posted) => assert_eq!(rehearsed, posted),
        }
    }
}

#[tokio::test]
async fn a_batch_all_together() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let stake = |amount| draft("bet", (of(ada), system("house")), amount, "INR");
    let batch = |transfers| Batch {
        transfers,
        mode: BatchMode::AllTogether,
    };
    let greedy = batch(vec![stake("6.00"), stake("6.00")]);
    let refused = desk.batch.rehearse(&service(), &greedy).await.unwrap_err();
    assert!(matches!(
        refused,
        BatchError::Refused { index: Some(1), .. }
    ));
    let modest = batch(vec![stake("6.00"), stake("4.00")]);
    assert_eq!(
        desk.batch
            .rehearse(&service(), &modest)
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(desk.available(ada, "INR").await, "10.00");
}

//! The examples of the ledger's specification, with everybody at once.

use super::desk::Desk;
use super::words::{draft, key, of, service, system};
use crate::ledger::{Applied, TransferDraft, TransferError};
use crate::{Once, RequestKey};
use ludger_domain::ledger::Refusal;
use std::sync::Arc;

type Answer = Result<Once<Applied>, TransferError>;

/// All answers, from tasks that run at the same time.
async fn race(desk: &Arc<Desk>, requests: Vec<(RequestKey, TransferDraft)>) -> Vec<Answer> {
    let post = |(key, draft): (RequestKey, TransferDraft)| {
        let desk = desk.clone();
        tokio::spawn(async move { desk.transfer.post(&service(), &key, &draft).await })
    };
    let running: Vec<_> = requests.into_iter().map(post).collect();
    let mut answers = Vec::with_capacity(running.len());
    for task in running {
        answers.push(task.await.unwrap());
    }
    answers
}

fn accepted(answers: &[Answer]) -> usize {
    let is_refusal = |error: &TransferError| {
        matches!(
            error,
            TransferError::Refused(Refusal::InsufficientFunds { .. })
        )
    };
    assert!(
        answers
            .iter()
            .filter_map(|answer| answer.as_ref().err())
            .all(is_refusal)
    );
    answers.iter().filter(|answer| answer.is_ok()).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_eight_debits_that_each_take_all_one_succeeds() {
    let desk = Arc::new(Desk::new());
    let ada = desk.rich("ada", "10.00", "INR").await;
    let debit = draft("bet", (of(ada), system("house")), "10.00", "INR");
    let requests = (0..8)
        .map(|n| (key(&format!("k{n}")), debit.clone()))
        .collect();
    assert_eq!(accepted(&race(&desk, requests).await), 1);
    assert_eq!(desk.available(ada, "INR").await, "0.00");
    desk.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_stakes_as_many_are_accepted_as_there_is_money_for() {
    let desk = Arc::new(Desk::new());
    let ada = desk.rich("ada", "12000.00", "INR").await;
    let stake = draft("bet", (of(ada), system("house")), "200.00", "INR");
    let requests = (0..100)
        .map(|n| (key(&format!("k{n}")), stake.clone()))
        .collect();
    assert_eq!(accepted(&race(&desk, requests).await), 60);
    assert_eq!(desk.available(ada, "INR").await, "0.00");
    desk.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_bets_against_one_house_all_apply() {
    let desk = Arc::new(Desk::new());
    let mut requests = Vec::new();
    for number in 0..20 {
        let player = desk.rich(&format!("player {number}"), "50.00", "INR").await;
        for bet in 0..50 {
            let stake = draft("bet", (of(player), system("house")), "1.00", "INR");
            requests.push((key(&format!("{number}-{bet}")), stake));
        }
    }
    assert_eq!(accepted(&race(&desk, requests).await), 1_000);
    desk.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_is_one_effect_however_many_send_it() {
    let desk = Arc::new(Desk::new());
    let ada = desk.rich("ada", "10.00", "INR").await;
    let debit = draft("bet", (of(ada), system("house")), "10.00", "INR");
    let answers = race(&desk, vec![(key("k1"), debit); 8]).await;
    let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
    assert!(
        answers
            .iter()
            .all(|answer| answer.value == answers[0].value)
    );
    assert_eq!(desk.available(ada, "INR").await, "0.00");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_reference_is_one_transfer_whoever_posts_it() {
    let desk = Arc::new(Desk::new());
    let ada = desk.user("ada").await;
    let reward = draft("reward", (system("mint"), of(ada)), "5", "WISE").referring("quiz/1");
    let requests = (0..8)
        .map(|n| (key(&format!("k{n}")), reward.clone()))
        .collect();
    let answers = race(&desk, requests).await;
    let answers: Vec<_> = answers
        .into_iter()
        .map(|answer| answer.unwrap().value)
        .collect();
    let posted = answers
        .iter()
        .filter(|applied| matches!(applied, Applied::Posted(_)))
        .count();
    assert_eq!(posted, 1);
    assert!(
        answers
            .iter()
            .all(|applied| applied.transfer() == answers[0].transfer())
    );
    assert_eq!(desk.available(ada, "WISE").await, "5");
}

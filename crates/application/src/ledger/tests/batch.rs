use super::desk::Desk;
use super::words::{another, draft, key, of, player, service, system, told};
use crate::ledger::{Applied, Batch, BatchError, BatchItem, BatchMode, TransferDraft};
use ludger_domain::ids::UserId;
use ludger_ports::Clock;
use ludger_ports::read::MockUsers;
use std::sync::Arc;
use std::time::Duration;

fn each(transfers: Vec<TransferDraft>) -> Batch {
    Batch {
        transfers,
        mode: BatchMode::EachByItself,
    }
}

fn stake(user: UserId, amount: &str) -> TransferDraft {
    draft("bet", (of(user), system("house")), amount, "INR")
}

fn gift(user: UserId, amount: &str) -> TransferDraft {
    draft("bonus", (system("mint"), of(user)), amount, "INR")
}

/// One word for each item.
fn words(items: &[BatchItem]) -> Vec<&str> {
    let word = |item: &BatchItem| match item {
        BatchItem::Applied(Applied::Posted(_)) => "posted",
        BatchItem::Applied(Applied::AlreadyPosted(_)) => "already posted",
        BatchItem::Refused(_) => "refused",
        BatchItem::Invalid(_) => "invalid",
    };
    items.iter().map(word).collect()
}

/// Posted, refused, invalid, posted before, and posted.
async fn mixed(desk: &Desk) -> Batch {
    let ada = desk.rich("ada", "10.00", "INR").await;
    let reward = gift(ada, "1.00").referring("reward/1");
    desk.post(&reward).await.unwrap();
    let batch = vec![
        stake(ada, "4.00"),
        stake(ada, "8.00"),
        stake(ada, "1e3"),
        reward,
    ];
    each(batch.into_iter().chain([stake(ada, "7.00")]).collect())
}

#[tokio::test]
async fn each_stands_for_itself() {
    let desk = Desk::new();
    let batch = mixed(&desk).await;
    let done = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap();
    let items = done.value;
    assert_eq!(
        words(&items),
        ["posted", "refused", "invalid", "already posted", "posted"]
    );
    let BatchItem::Refused(refusal) = &items[1] else {
        unreachable!()
    };
    assert_eq!(refusal.code(), "insufficient_funds");
    let BatchItem::Invalid(faults) = &items[2] else {
        unreachable!()
    };
    let expected = [
        ("/transfers/2/entries/0/amount", "malformed_amount"),
        ("/transfers/2/entries/1/amount", "malformed_amount"),
    ];
    assert_eq!(told(faults), expected);
    desk.assert_sound().await;
}

#[tokio::test]
async fn a_replay_tells_each_of_them_the_same() {
    let desk = Desk::new();
    let batch = mixed(&desk).await;
    let first = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap();
    assert!(!first.replayed);
    desk.clock.advance(Duration::from_secs(3600));
    let sums = desk.verify.verify(1).await.unwrap();
    let again = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap();
    assert!(again.replayed);
    assert_eq!(again.value, first.value);
    assert_eq!(desk.verify.verify(1).await.unwrap(), sums);
}

#[tokio::test]
async fn a_batch_of_nothing_but_faults_is_an_answer_too() {
    let desk = Desk::new();
    let batch = each(vec![TransferDraft::default(), TransferDraft::default()]);
    let first = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap();
    assert_eq!(words(&first.value), ["invalid", "invalid"]);
    let again = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap();
    assert!(again.replayed);
    assert_eq!(again.value, first.value);
}

#[tokio::test]
async fn they_are_applied_in_their_order() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let batch = each(vec![
        stake(ada, "5.00"),
        gift(ada, "5.00"),
        stake(ada, "5.00"),
    ]);
    let done = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap();
    assert_eq!(words(&done.value), ["refused", "posted", "posted"]);
}

#[tokio::test]
async fn a_reference_twice_in_one_batch_is_posted_once() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let reward = |amount| gift(ada, amount).referring("reward/1");
    let batch = each(vec![reward("1.00"), reward("1.00"), reward("2.00")]);
    let done = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap();
    assert_eq!(words(&done.value), ["posted", "already posted", "refused"]);
    let [BatchItem::Applied(first), BatchItem::Applied(second), _] = &done.value[..] else {
        unreachable!()
    };
    assert_eq!(first.transfer(), second.transfer());
    assert_eq!(desk.available(ada, "INR").await, "1.00");
}

#[tokio::test]
async fn a_batch_has_one_to_a_thousand() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let many = |count| each(vec![gift(ada, "1.00"); count]);
    for count in [0, 1_001] {
        let refused = desk
            .batch
            .post(&service(), &key("k1"), &many(count))
            .await
            .unwrap_err();
        let BatchError::Invalid(faults) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(told(&faults), [("/transfers", "transfer_count")]);
    }
    let mut wide = gift(ada, "1.00");
    wide.entries
        .resize(Batch::ENTRIES_MAX / 2 + 1, wide.entries[0].clone());
    let refused = desk
        .batch
        .post(&service(), &key("k1"), &each(vec![wide; 2]))
        .await
        .unwrap_err();
    let BatchError::Invalid(faults) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(told(&faults), [("/transfers", "too_many_entries")]);

    let done = desk
        .batch
        .post(&service(), &key("k1"), &many(1_000))
        .await
        .unwrap();
    assert_eq!(done.value.len(), 1_000);
    assert_eq!(desk.available(ada, "INR").await, "1000.00");
}

#[tokio::test]
async fn each_user_is_looked_up_once() {
    let desk = Desk::with(|ports| {
        let mut users = MockUsers::new();
        // One for each of the two, though they stand in 200 entries.
        users.expect_standing().times(2).returning(|_| Ok(None));
        ports.users = Arc::new(users);
    });
    let [ada, bob] = [1, 2].map(|_| UserId::from(desk.ids.next()));
    let batch = each(vec![
        draft("transfer", (of(ada), of(bob)), "1.00", "INR");
        100
    ]);
    let done = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap();
    assert!(words(&done.value).iter().all(|word| *word == "invalid"));
}

#[tokio::test]
async fn keys_and_permissions_are_asked_for_as_ever() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let batch = each(vec![gift(ada, "1.00")]);
    let refused = desk.batch.post(&player(), &key("k1"), &batch).await;
    assert!(matches!(refused, Err(BatchError::Forbidden(_))));
    let refused = desk.batch.rehearse(&player(), &batch).await;
    assert!(matches!(refused, Err(BatchError::Forbidden(_))));
    desk.batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap();
    let mistaken = desk
        .batch
        .post(&service(), &another(&key("k1")), &batch)
        .await;
    assert!(matches!(mistaken, Err(BatchError::Reused(_))));
}

#[tokio::test]
async fn an_earlier_reference_is_told_as_it_was_posted() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let reward = gift(ada, "1.00").referring("reward/1");
    let first = desk.post(&reward).await.unwrap();
    assert_eq!(first.occurred_at, desk.clock.now());
    desk.clock.advance(Duration::from_secs(60));
    let done = desk
        .batch
        .post(&service(), &key("k1"), &each(vec![reward]))
        .await
        .unwrap();
    assert_eq!(
        done.value,
        [BatchItem::Applied(Applied::AlreadyPosted(first))]
    );
}

//! What is said when a port misbehaves.

use super::desk::Desk;
use super::words::{draft, key, of, service, system, wallet};
use crate::ledger::{
    Batch, BatchError, BatchMode, TransactionKey, TransferDraft, TransferError, WalletAccount,
};
use crate::{Outage, Ports};
use ludger_domain::ids::UserId;
use ludger_domain::ledger::Refusal;
use ludger_ports::read::{MockIdempotency, MockLedger, MockUsers};
use ludger_ports::{
    CommitError, Committed, Expectation, Fingerprint, MockStore, OutcomeUnknown, Recorded,
    Unavailable,
};
use std::sync::Arc;

/// A desk on this door, with everything else in order, and a gift to post.
async fn behind(
    answer: impl Fn() -> Result<Committed, CommitError> + Send + Sync + 'static,
) -> (Desk, TransferDraft) {
    let mut door = MockStore::new();
    door.expect_commit().returning(move |_| answer());
    let desk = Desk::with(|ports| ports.store = Arc::new(door));
    let ada = desk.user("ada").await;
    (desk, gift(ada))
}

fn gift(user: UserId) -> TransferDraft {
    draft("bonus", (system("mint"), of(user)), "5", "WISE")
}

fn gone() -> Unavailable {
    Unavailable::broken("pulled the plug")
}

#[tokio::test]
async fn a_store_that_is_away_changed_nothing() {
    let (desk, gift) = behind(|| Err(gone().into())).await;
    let failed = desk.transfer.post(&service(), &key("k1"), &gift).await;
    assert!(matches!(
        failed,
        Err(TransferError::Outage(Outage::Unavailable(_)))
    ));
}

/// Two waits for a database that hangs would be more than a caller is promised.
#[tokio::test]
async fn nothing_else_is_asked_of_a_store_that_gave_no_answer() {
    let mut users = MockUsers::new();
    users.expect_standing().returning(|_| Err(gone()));
    let mut idempotency = MockIdempotency::new();
    idempotency.expect_find().never();
    let desk = Desk::with(|ports| {
        ports.users = Arc::new(users);
        ports.idempotency = Arc::new(idempotency);
    });
    let gift = gift("01890000-0000-7000-8000-000000000007".parse().unwrap());
    let failed = desk.transfer.post(&service(), &key("k1"), &gift).await;
    assert!(matches!(
        failed,
        Err(TransferError::Outage(Outage::Unavailable(_)))
    ));
}

#[tokio::test]
async fn what_may_have_happened_is_not_called_a_failure() {
    let lost = || OutcomeUnknown {
        source: Arc::new(gone()),
    };
    let (desk, gift) = behind(move || Err(lost().into())).await;
    let failed = desk.transfer.post(&service(), &key("k1"), &gift).await;
    assert!(matches!(
        failed,
        Err(TransferError::Outage(Outage::Unknown(_)))
    ));
}

#[tokio::test]
async fn a_key_that_another_request_used_a_moment_ago() {
    let recorded = |fingerprint| Recorded {
        fingerprint: Fingerprint([fingerprint; 32]),
        receipt: "null".to_owned(),
        committed: Committed::default(),
        created_at: "2026-01-01T00:00:00Z".parse().unwrap(),
    };
    let duplicate = move |of| Err(CommitError::Duplicate(Box::new(recorded(of))));
    let (desk, gift) = behind(move || duplicate(9)).await;
    let reused = desk.transfer.post(&service(), &key("k1"), &gift).await;
    assert!(matches!(reused, Err(TransferError::Reused(_))));
    // The same request, but with a receipt that nobody here wrote.
    let (desk, gift) = behind(move || duplicate(0)).await;
    let broken = desk.transfer.post(&service(), &key("k1"), &gift).await;
    assert!(matches!(
        broken,
        Err(TransferError::Outage(Outage::Broken(_)))
    ));
}

#[tokio::test]
async fn who_is_always_late_is_asked_to_come_back() {
    let (desk, gift) = behind(|| Err(CommitError::Stale(Expectation::NoAdmin))).await;
    let failed = desk.transfer.post(&service(), &key("k1"), &gift).await;
    assert!(matches!(
        failed,
        Err(TransferError::Outage(Outage::Contended))
    ));
}

#[tokio::test]
async fn without_the_users_nothing_is_posted() {
    let desk = Desk::with(|ports| {
        let mut users = MockUsers::new();
        users.expect_standing().returning(|_| Err(gone()));
        ports.users = Arc::new(users);
        ports.store = Arc::new(MockStore::new());
    });
    let gift = gift(UserId::from(desk.ids.next()));
    let failed = desk.transfer.post(&service(), &key("k1"), &gift).await;
    assert!(matches!(
        failed,
        Err(TransferError::Outage(Outage::Unavailable(_)))
    ));
}

#[tokio::test]
async fn a_fault_is_told_only_when_the_key_is_known_to_be_new() {
    let desk = Desk::with(|ports| {
        let mut idempotency = MockIdempotency::new();
        idempotency.expect_find().returning(|_| Err(gone()));
        ports.idempotency = Arc::new(idempotency);
    });
    let nothing = TransferDraft::default();
    let failed = desk.transfer.post(&service(), &key("k1"), &nothing).await;
    assert!(matches!(
        failed,
        Err(TransferError::Outage(Outage::Unavailable(_)))
    ));
}

#[tokio::test]
async fn an_answer_that_cannot_be_told_is_asked_for_again_with_the_key() {
    let first = Desk::new();
    let ada = first.user("ada").await;
    let reward = gift(ada).referring("quiz/1");
    first.post(&reward).await.unwrap();
    let store = Arc::new(first.store.clone());
    let desk = Desk::with(|ports| {
        let mut ledger = MockLedger::new();
        ledger.expect_transfer().returning(|_| Err(gone()));
        let Ports {
            store: door,
            users,
            idempotency,
            ..
        } = ports;
        (*door, *users, *idempotency) = (store.clone(), store.clone(), store.clone());
        ports.ledger = Arc::new(ledger);
    });
    let request = key("k1");
    let failed = desk.transfer.post(&service(), &request, &reward).await;
    assert!(matches!(
        failed,
        Err(TransferError::Outage(Outage::Unknown(_)))
    ));
    let again = first
        .transfer
        .post(&service(), &request, &reward)
        .await
        .unwrap();
    assert!(again.replayed);
}

#[tokio::test]
async fn a_refusal_that_no_longer_holds_says_why_but_not_which() {
    let account = wallet(UserId::from(Desk::new().ids.next()), "WISE");
    let refusal = Refusal::InsufficientFunds {
        account,
        available: 0,
        required: 5,
    };
    let refused = refusal.clone();
    let (desk, gift) = behind(move || Err(CommitError::Refused(refused.clone()))).await;
    let batch = Batch {
        transfers: vec![gift],
        mode: BatchMode::AllTogether,
    };
    let failed = desk
        .batch
        .post(&service(), &key("k1"), &batch)
        .await
        .unwrap_err();
    let BatchError::Refused {
        index: None,
        refusal: told,
    } = failed
    else {
        panic!("{failed:?}")
    };
    assert_eq!(told, refusal);
}

#[tokio::test]
async fn hiding_needs_the_door_too() {
    let first = Desk::new();
    let ada = first.rich("ada", "5", "WISE").await;
    let stored = Arc::new(first.store.clone());
    let desk = Desk::with(|ports| {
        let mut door = MockStore::new();
        door.expect_commit().returning(|_| Err(gone().into()));
        ports.store = Arc::new(door);
        ports.wallets = stored;
    });
    let key = TransactionKey {
        currency: "WISE".to_owned(),
        account: WalletAccount::Available,
        sequence: 1,
    };
    let failed = desk.hide.hide(ada, &key).await.unwrap_err();
    assert!(matches!(
        failed,
        crate::ledger::TransactionError::Outage(Outage::Unavailable(_))
    ));
}

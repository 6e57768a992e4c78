use super::desk::Desk;
use super::wallets::hold;
use super::words::{admin, another, draft, key, of, player, service, system, told};
use crate::ledger::ReverseError;
use ludger_domain::accounts::AuditAction;
use ludger_domain::ids::{TransferId, UserId};
use ludger_domain::ledger::Category;
use ludger_ports::PageRequest;
use serde_json::json;

/// A reward of 5 WISE.
async fn rewarded(desk: &Desk) -> (UserId, TransferId) {
    let ada = desk.user("ada").await;
    let reward = draft("reward", (system("mint"), of(ada)), "5", "WISE").referring("quiz/1");
    (ada, desk.post(&reward).await.unwrap().id)
}

#[tokio::test]
async fn a_mistake_is_undone_by_its_opposite_and_told_of() {
    let desk = Desk::new();
    let (ada, mistake) = rewarded(&desk).await;
    let done = desk
        .reverse
        .reverse(&admin(), &key("k1"), mistake, "wrong quiz")
        .await
        .unwrap();
    let reversal = done.value;
    assert_eq!(
        (reversal.category, reversal.reverses),
        (Category::Reversal, Some(mistake))
    );
    assert_eq!(reversal.description.unwrap().as_str(), "wrong quiz");
    let amounts: Vec<_> = reversal
        .entries
        .iter()
        .map(|entry| entry.amount.minor)
        .collect();
    assert_eq!(amounts, [5, -5]);
    assert_eq!(desk.available(ada, "WISE").await, "0");
    let original = desk.find.by_id(&admin(), mistake).await.unwrap();
    assert_eq!(original.reversed_by, Some(reversal.id));

    let log = desk.store.audit_log();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].action, AuditAction::LedgerReverse);
    assert_eq!(log[0].target.as_ref().unwrap().id, reversal.id.uuid());
    assert_eq!(
        log[0].meta,
        json!({ "original": mistake, "reason": "wrong quiz" })
    );
    desk.assert_sound().await;
}

#[tokio::test]
async fn it_is_undone_once() {
    let desk = Desk::new();
    let (_, mistake) = rewarded(&desk).await;
    let first = desk
        .reverse
        .reverse(&admin(), &key("k1"), mistake, "wrong quiz")
        .await
        .unwrap();
    let again = desk
        .reverse
        .reverse(&admin(), &key("k1"), mistake, "wrong quiz")
        .await
        .unwrap();
    assert!(again.replayed);
    assert_eq!(again.value, first.value);
    let mistaken = desk
        .reverse
        .reverse(&admin(), &another(&key("k1")), mistake, "x")
        .await;
    assert!(matches!(mistaken, Err(ReverseError::Reused(_))));

    let refused = desk
        .reverse
        .reverse(&admin(), &key("k2"), mistake, "again")
        .await
        .unwrap_err();
    let ReverseError::Refused(refusal) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(refusal.code(), "already_reversed");
    let reversal = first.value.id;
    let refused = desk
        .reverse
        .reverse(&admin(), &key("k3"), reversal, "back")
        .await;
    assert!(matches!(refused, Err(ReverseError::IsReversal)));
    assert_eq!(desk.store.audit_log().len(), 1);
}

#[tokio::test]
async fn what_was_spent_cannot_be_taken_back() {
    let desk = Desk::new();
    let (ada, mistake) = rewarded(&desk).await;
    desk.post(&draft("bet", (of(ada), system("house")), "1", "WISE"))
        .await
        .unwrap();
    let refused = desk
        .reverse
        .reverse(&admin(), &key("k1"), mistake, "late")
        .await
        .unwrap_err();
    let ReverseError::Refused(refusal) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(refusal.code(), "insufficient_funds");
}

#[tokio::test]
async fn a_hold_ends_by_its_own_life_cycle() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10", "WISE").await;
    hold(&desk, ada, 4).await;
    let page = PageRequest {
        after: None,
        limit: 1,
    };
    let filter = crate::ledger::TransactionFilter::default();
    let page = desk.transactions.list(ada, &filter, page).await.unwrap();
    let refused = desk
        .reverse
        .reverse(&admin(), &key("k1"), page.items[0].transfer, "free it")
        .await;
    assert!(matches!(refused, Err(ReverseError::BelongsToHold)));
}

#[tokio::test]
async fn there_is_something_to_undo_a_reason_and_a_right() {
    let desk = Desk::new();
    let (_, mistake) = rewarded(&desk).await;
    let nothing = TransferId::from(desk.ids.next());
    let missing = desk
        .reverse
        .reverse(&admin(), &key("k1"), nothing, "x")
        .await;
    assert!(matches!(missing, Err(ReverseError::NotFound)));
    let refused = desk
        .reverse
        .reverse(&admin(), &key("k1"), mistake, " ")
        .await
        .unwrap_err();
    let ReverseError::Invalid(faults) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(told(&faults), [("/reason", "required")]);
    for caller in [player(), service()] {
        let refused = desk
            .reverse
            .reverse(&caller, &key("k1"), mistake, "x")
            .await;
        assert!(matches!(refused, Err(ReverseError::Forbidden(_))));
    }
}

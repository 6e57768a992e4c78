use super::desk::Desk;
use super::words::{admin, another, clearing, currency, key, player, service, told};
use crate::ledger::{AdjustError, Adjustment};
use ludger_domain::accounts::AuditAction;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{AccountKey, Category};
use serde_json::json;

fn adjustment(user: UserId, direction: &str, amount: &str, currency: &str) -> Adjustment {
    Adjustment {
        user: user.to_string(),
        currency: currency.to_owned(),
        direction: direction.to_owned(),
        amount: amount.to_owned(),
        reason: " lost a round to an outage ".to_owned(),
    }
}

#[tokio::test]
async fn a_balance_is_corrected_with_a_reason_and_told_of() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let credit = adjustment(ada, "credit", "12.50", "INR");
    let done = desk
        .adjust
        .adjust(&admin(), &key("k1"), &credit)
        .await
        .unwrap();
    assert!(!done.replayed);
    assert_eq!(done.value.category, Category::AdminAdjustment);
    assert_eq!(
        done.value.description.unwrap().as_str(),
        "lost a round to an outage"
    );
    assert_eq!(desk.available(ada, "INR").await, "12.50");

    let debit = adjustment(ada, "debit", "2.50", "INR");
    desk.adjust
        .adjust(&admin(), &key("k2"), &debit)
        .await
        .unwrap();
    assert_eq!(desk.available(ada, "INR").await, "10.00");

    let log = desk.store.audit_log();
    assert_eq!(log.len(), 2);
    assert_eq!(log[0].action, AuditAction::LedgerAdjust);
    assert_eq!(log[0].actor, Some(admin().principal.user));
    assert_eq!(log[0].address.as_deref(), Some("192.0.2.1"));
    assert_eq!(log[0].target.as_ref().unwrap().id, done.value.id.uuid());
    let expected = json!({
        "user": ada,
        "type": "credit",
        "amount": "12.50",
        "currency": "INR",
        "reason": "lost a round to an outage",
    });
    assert_eq!(log[0].meta, expected);
    desk.assert_sound().await;
}

#[tokio::test]
async fn play_comes_from_the_mint_and_money_from_clearing() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let mint = |code| AccountKey::mint(currency(code).code);
    let table = [
        ("WISE", mint("WISE")),
        ("INR", mint("INR")),
        ("USD", clearing("adjustments", "USD")),
        ("USDC", clearing("adjustments", "USDC")),
    ];
    for (code, other_side) in table {
        let credit = adjustment(ada, "credit", "5", code);
        let done = desk
            .adjust
            .adjust(&admin(), &key(code), &credit)
            .await
            .unwrap();
        assert_eq!(done.value.entries[0].account, other_side);
    }
}

#[tokio::test]
async fn a_debit_takes_no_more_than_there_is() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "10.00", "INR").await;
    let debit = adjustment(ada, "debit", "10.01", "INR");
    let refused = desk
        .adjust
        .adjust(&admin(), &key("k1"), &debit)
        .await
        .unwrap_err();
    let AdjustError::Refused(refusal) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(refusal.code(), "insufficient_funds");
    assert_eq!(desk.store.audit_log(), []);
}

#[tokio::test]
async fn the_same_request_is_applied_and_told_of_once() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let credit = adjustment(ada, "credit", "1.00", "INR");
    let first = desk
        .adjust
        .adjust(&admin(), &key("k1"), &credit)
        .await
        .unwrap();
    let again = desk
        .adjust
        .adjust(&admin(), &key("k1"), &credit)
        .await
        .unwrap();
    assert!(again.replayed);
    assert_eq!(again.value, first.value);
    assert_eq!(desk.store.audit_log().len(), 1);
    let reused = desk
        .adjust
        .adjust(&admin(), &another(&key("k1")), &credit)
        .await;
    assert!(matches!(reused, Err(AdjustError::Reused(_))));
    assert_eq!(desk.available(ada, "INR").await, "1.00");
}

#[tokio::test]
async fn who_was_deleted_can_be_debited_only() {
    let desk = Desk::new();
    let ghost = desk.deleted_user("ghost").await;
    desk.grant(ghost, "5", "WISE").await;
    let debit = adjustment(ghost, "debit", "5", "WISE");
    desk.adjust
        .adjust(&admin(), &key("k1"), &debit)
        .await
        .unwrap();
    let credit = adjustment(ghost, "credit", "5", "WISE");
    let refused = desk
        .adjust
        .adjust(&admin(), &key("k2"), &credit)
        .await
        .unwrap_err();
    let AdjustError::Invalid(faults) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(told(&faults), [("/user", "deleted_user")]);
}

#[tokio::test]
async fn every_fault_is_told_at_once() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let nobody = UserId::from(desk.ids.next());
    let good = adjustment(ada, "credit", "1", "WISE");
    let table = [
        (
            Adjustment {
                amount: "0".to_owned(),
                ..good.clone()
            },
            vec![("/amount", "not_positive")],
        ),
        (
            Adjustment {
                amount: "-1".to_owned(),
                ..good.clone()
            },
            vec![("/amount", "not_positive")],
        ),
        (
            Adjustment {
                amount: "1.5".to_owned(),
                ..good.clone()
            },
            vec![("/amount", "too_many_decimals")],
        ),
        (
            Adjustment {
                reason: "  ".to_owned(),
                ..good.clone()
            },
            vec![("/reason", "required")],
        ),
        (
            Adjustment {
                reason: "x".repeat(256),
                ..good
            },
            vec![("/reason", "too_long")],
        ),
        (
            adjustment(nobody, "credit", "1", "WISE"),
            vec![("/user", "unknown_user")],
        ),
        (
            Adjustment::default(),
            vec![
                ("/type", "invalid_type"),
                ("/user", "invalid_id"),
                ("/currency", "unknown_currency"),
                ("/reason", "required"),
            ],
        ),
    ];
    for (adjustment, expected) in table {
        let refused = desk
            .adjust
            .adjust(&admin(), &key("k1"), &adjustment)
            .await
            .unwrap_err();
        let AdjustError::Invalid(faults) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(told(&faults), expected);
    }
}

#[tokio::test]
async fn only_admins_adjust() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    for caller in [player(), service()] {
        let credit = adjustment(ada, "credit", "1", "WISE");
        let refused = desk.adjust.adjust(&caller, &key("k1"), &credit).await;
        assert!(matches!(refused, Err(AdjustError::Forbidden(_))));
    }
}

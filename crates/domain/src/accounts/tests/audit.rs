use super::at;
use crate::accounts::{AuditAction, AuditRecord};
use crate::ids::{AuditId, UserId};
use serde_json::json;
use uuid::Uuid;

#[test]
fn a_record_says_who_did_what_to_what() {
    let (ada, bob) = (
        UserId::from(Uuid::from_u128(1)),
        UserId::from(Uuid::from_u128(2)),
    );
    let record = AuditRecord::new(
        AuditId::from(Uuid::from_u128(3)),
        AuditAction::RoleGrant,
        at(0),
    )
    .by(ada)
    .on("user", bob)
    .with(json!({ "role": "moderator" }))
    .from_request(Some("192.0.2.1".to_owned()), Some("r1".to_owned()));
    assert_eq!(
        serde_json::to_value(&record).unwrap(),
        json!({
            "id": "00000000-0000-0000-0000-000000000003",
            "at": "2026-01-01T00:00:00Z",
            "actor": "00000000-0000-0000-0000-000000000001",
            "action": "role.grant",
            "target": { "kind": "user", "id": "00000000-0000-0000-0000-000000000002" },
            "meta": { "role": "moderator" },
            "address": "192.0.2.1",
            "request_id": "r1",
        })
    );
    let json = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<AuditRecord>(&json).unwrap(), record);
}

#[test]
fn a_record_can_say_as_good_as_nothing() {
    let id = AuditId::from(Uuid::from_u128(3));
    let record = AuditRecord::new(id, AuditAction::UserSignInFailed, at(0));
    assert!(record.actor.is_none() && record.target.is_none() && record.meta.is_null());
}

#[test]
fn every_action_is_a_subject_and_a_verb() {
    for action in AuditAction::ALL {
        assert_eq!(action.as_str().parse(), Ok(*action));
        assert_eq!(action.as_str().split('.').count(), 2, "{action}");
    }
}

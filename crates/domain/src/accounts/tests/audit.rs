use super::at;
use crate::accounts::{AuditAction, AuditRecord};
use crate::ids::{AuditId, UserId};
use crate::ledger::Sealed;
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

/// Records with every field, and with none that may be missing.
fn log() -> Vec<AuditRecord> {
    (0_u8..20)
        .map(|n| {
            let id = AuditId::from(Uuid::from_u128(n.into()));
            let bare = AuditRecord::new(id, AuditAction::UserSignIn, at(n.into()));
            if n % 3 == 0 {
                return bare;
            }
            bare.by(UserId::from(Uuid::from_u128(1)))
                .on("user", Uuid::from_u128(2))
                .with(json!({ "b": n, "a": "x" }))
                .from_request(Some("192.0.2.1".to_owned()), Some(format!("r{n}")))
        })
        .collect()
}

fn heads(log: &[AuditRecord]) -> Vec<Sealed> {
    let mut head = Sealed::genesis(3);
    let next = |record: &AuditRecord| {
        head = record.seal(&head);
        head
    };
    log.iter().map(next).collect()
}

#[test]
fn every_edit_breaks_the_chain_from_there_on() {
    type Edit = fn(&mut AuditRecord);
    let edits: [Edit; 10] = [
        |record| record.id = AuditId::from(Uuid::from_u128(99)),
        |record| record.at = at(99),
        |record| record.actor = Some(UserId::from(Uuid::from_u128(9))),
        |record| record.actor = record.actor.is_none().then(|| UserId::from(Uuid::nil())),
        |record| record.action = AuditAction::UserSignOut,
        |record| *record = record.clone().on("user", Uuid::from_u128(9)),
        |record| *record = record.clone().on("users", Uuid::from_u128(2)),
        |record| record.meta = json!({ "a": "y" }),
        |record| record.address = Some(String::new()),
        |record| record.request_id = Some("other".to_owned()),
    ];
    let sound = heads(&log());
    assert_eq!(sound.last().unwrap().position, 20);
    for (n, edit) in edits.iter().enumerate() {
        for at in 0..20 {
            let mut log = log();
            edit(&mut log[at]);
            let broken = heads(&log);
            assert_eq!(broken[..at], sound[..at], "edit {n} of {at}");
            let differs = (at..20).all(|n| broken[n].hash != sound[n].hash);
            assert!(differs, "edit {n} of {at}");
        }
    }
}

#[test]
fn a_record_that_is_gone_or_elsewhere_breaks_the_chain() {
    let sound = heads(&log());
    for (at, head) in sound.iter().enumerate().take(19) {
        let mut without = log();
        without.remove(at);
        assert_ne!(heads(&without)[at].hash, head.hash, "without {at}");
        let mut swapped = log();
        swapped.swap(at, at + 1);
        assert_ne!(heads(&swapped)[at].hash, head.hash, "swapped {at}");
    }
}

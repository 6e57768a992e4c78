use jiff::Timestamp;
use ludger_domain::accounts::{AuditAction, AuditRecord};
use ludger_ports::{Changes, Expectation, Store};
use ludger_store_memory::MemoryStore;
use uuid::Uuid;

#[tokio::test]
async fn the_audit_log_has_what_was_committed_and_nothing_else() {
    let store = MemoryStore::new();
    let now = Timestamp::UNIX_EPOCH;
    let told = |id, action| AuditRecord::new(Uuid::from_u128(id).into(), action, now);
    let (first, second) = (
        told(1, AuditAction::TopicCreate),
        told(2, AuditAction::TopicEdit),
    );
    store
        .commit(Changes::at(now).audit(second.clone()).audit(first.clone()))
        .await
        .unwrap();
    let gone = Expectation::TopicThere(Uuid::from_u128(7).into());
    let stale = Changes::at(now)
        .audit(told(3, AuditAction::TopicDelete))
        .expect(gone);
    assert!(store.commit(stale).await.is_err());
    assert_eq!(store.clone().audit_log(), [first, second]);
}

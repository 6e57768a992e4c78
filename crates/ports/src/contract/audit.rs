//! The audit log, as far as the ports can see it: by the ids that are taken.

use super::Stores;
use super::answers::Expected;
use super::builders::changes;
use ludger_domain::accounts::AuditAction;
use serde_json::json;

/// A record with everything in it is taken, and so is one with next to nothing.
pub async fn records_are_taken(stores: Stores) {
    let ada = stores.user("ada").await;
    let full = stores
        .told(AuditAction::LedgerAdjust)
        .by(ada.id)
        .on("transfer", ada.id)
        .with(json!({ "reason": "a \"mistake\"; DROP TABLE accounts", "by": [1, null] }))
        .from_request(Some("2001:db8::1".to_owned()), Some("7f3a".to_owned()));
    let plain = stores.told(AuditAction::UserSignInFailed);
    stores.apply(changes().audit(full).audit(plain)).await;
}

/// A record is written once.
pub async fn an_id_is_used_once(stores: Stores) {
    let told = stores.told(AuditAction::TopicEdit);
    stores.apply(changes().audit(told.clone())).await;
    stores.commit(changes().audit(told)).await.rejected();
}

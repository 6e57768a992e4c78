use crate::{Changes, Fingerprint, IdempotencyRecord, IdempotencyScope};
use ludger_domain::ids::UserId;
use serde_json::json;

/// A key for one operation of one user.
pub(in crate::contract) fn key(principal: UserId, key: &str) -> IdempotencyScope {
    let operation = "POST /v1/things".to_owned();
    IdempotencyScope {
        principal,
        operation,
        key: key.try_into().unwrap(),
    }
}

/// Changes that answer the request `asked`, which came with this key.
pub(in crate::contract) fn keyed(
    changes: Changes,
    scope: &IdempotencyScope,
    asked: &str,
) -> Changes {
    changes.once(IdempotencyRecord {
        scope: scope.clone(),
        fingerprint: Fingerprint::of(&json!(asked)),
        receipt: json!({ "asked": asked, "made": [1, 2.5, null, "ü"] }).to_string(),
    })
}

use crate::history::Operation;
use ludger_ports::{IdempotencyKey, IdempotencyScope};
use std::fmt::Write;
use uuid::Uuid;

/// What the database keeps a key under, in hexadecimal digits.
pub(crate) fn scope(who: Uuid, operation: Operation, key: &str) -> String {
    let Ok(key) = IdempotencyKey::try_from(key) else {
        return String::new();
    };
    let scope = IdempotencyScope {
        principal: who.into(),
        operation: format!("{} {}", operation.method(), operation.route()),
        key,
    };
    let mut digits = String::with_capacity(32);
    for byte in scope.digest() {
        // Writing to a text does not fail.
        write!(digits, "{byte:02x}").unwrap_or_default();
    }
    digits
}

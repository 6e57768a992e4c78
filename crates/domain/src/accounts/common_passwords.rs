//! Passwords that everyone tries first.

use super::text::lowered;

/// One a line, lower-case, NFC, sorted, 8 characters or more: what is shorter is refused anyway.
/// Read line by line: a thousand short comparisons are nothing beside the hash that follows.
pub(super) const COMMON: &str = include_str!("common_passwords.txt");

/// Whether a password is on the list, without regard to case.
pub(super) fn is_common(password: &str) -> bool {
    let key = lowered(password);
    COMMON.lines().any(|common| common == key)
}

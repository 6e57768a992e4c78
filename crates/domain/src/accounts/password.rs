mod hash;
mod policy;

pub use hash::PasswordHash;
pub use policy::{PasswordOwner, PasswordPolicy};

use super::common_passwords::is_common;
use crate::fault::Faults;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// A password in the clear, in NFC, on its way to be hashed or compared. `Debug` never shows it.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// Bytes that [`Self::for_sign_in`] keeps; the longest password that is taken has 512.
    const SIGN_IN_BYTES_MAX: usize = 1_024;

    /// A password to be set.
    ///
    /// # Errors
    /// Everything that is wrong with it, at pointer `""`.
    pub fn new(
        text: &str,
        policy: PasswordPolicy,
        owner: PasswordOwner<'_>,
    ) -> Result<Self, Faults> {
        let password: String = text.nfc().collect();
        let (length, min) = (password.chars().count(), policy.length_min());
        let mut faults = Faults::default();
        if length < min {
            faults.add(
                "",
                "too_short",
                format!("a password has at least {min} characters"),
            );
        }
        if length > PasswordPolicy::LENGTH_MAX {
            faults.add("", "too_long", "a password has at most 128 characters");
        }
        if is_common(&password) {
            faults.add(
                "",
                "common_password",
                "this password is among the first that are tried",
            );
        }
        if owner.is_told_by(&password) {
            faults.add(
                "",
                "password_is_name",
                "a password must not be the email or the username",
            );
        }
        faults.into_result()?;
        Ok(Self(password))
    }

    /// What someone types to sign in: normalized, and no more. It is held against no rule, because
    /// rules change and passwords stay. Text of more than 1,024 bytes is cut there, which is longer
    /// than any password that was ever taken: it is wrong, and takes the same way to that answer.
    pub fn for_sign_in(text: &str) -> Self {
        let mut password = String::new();
        for c in text.nfc() {
            if password.len() > Self::SIGN_IN_BYTES_MAX.saturating_sub(c.len_utf8()) {
                break;
            }
            password.push(c);
        }
        Self(password)
    }

    /// The text itself: for the hash function alone.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

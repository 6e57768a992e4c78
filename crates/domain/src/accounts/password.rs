use super::common_passwords::is_common;
use super::text::lowered;
use crate::fault::{Fault, Faults};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// How long a password has to be. Nothing is asked of its composition (NIST SP 800-63B-4, 3.1.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordPolicy {
    length_min: usize,
}

impl PasswordPolicy {
    /// The least that [`Self::length_min`] can be, and its default.
    pub const LENGTH_MIN: usize = 8;
    /// The most characters that a password has.
    pub const LENGTH_MAX: usize = 128;

    /// A policy that asks for `length_min` characters.
    ///
    /// # Errors
    /// `length_min` lies outside [`Self::LENGTH_MIN`] to [`Self::LENGTH_MAX`].
    pub fn new(length_min: usize) -> Result<Self, Fault> {
        if (Self::LENGTH_MIN..=Self::LENGTH_MAX).contains(&length_min) {
            return Ok(Self { length_min });
        }
        Err(Fault::new("", "out_of_range", "the least length of a password is 8 to 128"))
    }

    /// Characters (Unicode scalar values in NFC), at least.
    pub const fn length_min(self) -> usize {
        self.length_min
    }
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self { length_min: Self::LENGTH_MIN }
    }
}

/// Whose password it is to be: what must not serve as one. Bare text, because it is compared even
/// where it is at fault itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PasswordOwner<'a> {
    /// Empty when there is none.
    pub email: &'a str,
    /// The public name.
    pub username: &'a str,
}

impl PasswordOwner<'_> {
    fn is_told_by(&self, password: &str) -> bool {
        let local = self.email.split('@').next().unwrap_or_default();
        let password = lowered(password);
        [self.email, local, self.username].into_iter().any(|known| lowered(known) == password)
    }
}

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
    pub fn new(text: &str, policy: PasswordPolicy, owner: PasswordOwner<'_>) -> Result<Self, Faults> {
        let password: String = text.nfc().collect();
        let (length, min) = (password.chars().count(), policy.length_min);
        let mut faults = Faults::default();
        if length < min {
            faults.add("", "too_short", format!("a password has at least {min} characters"));
        }
        if length > PasswordPolicy::LENGTH_MAX {
            faults.add("", "too_long", "a password has at most 128 characters");
        }
        if is_common(&password) {
            faults.add("", "common_password", "this password is among the first that are tried");
        }
        if owner.is_told_by(&password) {
            faults.add("", "password_is_name", "a password must not be the email or the username");
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

/// What is kept of a password: the text of its hash, whose meaning the hashing adapter knows.
/// `Debug` never shows it, and it is never serialized.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// The text itself: for the store and the hash function alone.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for PasswordHash {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

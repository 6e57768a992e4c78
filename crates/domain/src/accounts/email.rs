use super::TokenHash;
use super::text::lowered;
use crate::fault::{Fault, Faults};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use unicode_normalization::char::is_combining_mark;

/// An address that mail can be sent to: the shape that HTML's `<input type=email>` takes, with the
/// lengths and the dot rules of RFC 5321 and letters of any script (RFC 6531). No quoted local
/// parts, no address literals, and a domain of two labels or more, so that nobody registers
/// `root@localhost`.
///
/// Kept as typed. Equality is of the text; whether two are the same mailbox says [`Self::key`].
/// Mail goes to the stored address, never to the one that was just typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Octets of a whole address (RFC 5321, a path of 256 less its brackets).
    pub const LENGTH_MAX: usize = 254;
    /// Octets of the part before the `@`.
    pub const LOCAL_LENGTH_MAX: usize = 64;

    /// The address as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What addresses are compared by, and unique by: lower case, in NFC.
    pub fn key(&self) -> String {
        Self::key_of(&self.0)
    }

    /// A digest of the key, for logs of which nothing is ever erased: whoever knows the address finds what is told of it.
    pub fn digest(&self) -> String {
        TokenHash(Sha256::digest(self.key()).into()).to_string()
    }

    /// The key of any text, for a look-up at sign-in; what is no address finds nothing. Nor does it trouble a database
    /// that takes no NUL: no address has either character.
    pub fn key_of(text: &str) -> String {
        lowered(text).replace('\0', "\u{1}")
    }
}

impl FromStr for Email {
    type Err = Faults;

    fn from_str(text: &str) -> Result<Self, Faults> {
        check(text)?;
        Ok(Self(text.to_owned()))
    }
}

fn check(text: &str) -> Result<(), Fault> {
    if text.is_empty() {
        return Err(Fault::new("", "required", "must not be empty"));
    }
    if text.len() > Email::LENGTH_MAX {
        return Err(Fault::new(
            "",
            "too_long",
            "an email address has at most 254 bytes",
        ));
    }
    let invalid = |detail: &str| Fault::new("", "invalid_email", detail);
    let (local, domain) = text
        .split_once('@')
        .ok_or_else(|| invalid("an email address holds one @"))?;
    if local.len() > Email::LOCAL_LENGTH_MAX {
        return Err(Fault::new(
            "",
            "too_long",
            "the part before the @ has at most 64 bytes",
        ));
    }
    if !local
        .split('.')
        .all(|atom| !atom.is_empty() && atom.chars().all(is_local))
    {
        return Err(invalid(
            "the part before the @ is letters, digits and .!#$%&'*+/=?^_`{|}~-",
        ));
    }
    let labels = domain.split('.').count();
    let numeric = domain
        .rsplit('.')
        .next()
        .is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()));
    if labels < 2 || numeric || !domain.split('.').all(is_label) {
        return Err(invalid(
            "the part after the @ is a domain name, such as example.org",
        ));
    }
    Ok(())
}

fn is_local(c: char) -> bool {
    is_letter_or_digit(c) || "!#$%&'*+/=?^_`{|}~-".contains(c)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| is_letter_or_digit(c) || c == '-')
}

fn is_letter_or_digit(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        c.is_alphanumeric() || is_combining_mark(c)
    }
}

impl TryFrom<String> for Email {
    type Error = Faults;

    fn try_from(text: String) -> Result<Self, Faults> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

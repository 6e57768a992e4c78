use super::text::{folded, is_hidden};
use crate::fault::{Faults, check_text};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The public name of a user: 3 to 80 characters of any script, single plain spaces inside, nothing
/// that cannot be seen.
///
/// Kept as typed, in NFC. Equality is of the text; two names of one [`Self::key`] are the same name,
/// and only one of them can be had.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Username(String);

impl Username {
    /// Characters (Unicode scalar values in NFC).
    pub const LENGTH_MIN: usize = 3;
    /// Characters (Unicode scalar values in NFC).
    pub const LENGTH_MAX: usize = 80;

    /// The name as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What names are compared by, and unique by: NFKC, case folding, NFKC. So `Ada`, `ADA` and
    /// `Ａｄａ` are one name. The folding goes through upper case and back, character by character.
    pub fn key(&self) -> String {
        Self::key_of(&self.0)
    }

    /// The key of any text.
    pub fn key_of(text: &str) -> String {
        folded(text)
    }
}

impl FromStr for Username {
    type Err = Faults;

    fn from_str(text: &str) -> Result<Self, Faults> {
        let name: String = text.nfc().collect();
        let mut faults = Faults::default();
        faults.take(check_text("", &name, Self::LENGTH_MIN, Self::LENGTH_MAX));
        if name
            .chars()
            .any(|c| is_hidden(c) || (c.is_whitespace() && c != ' '))
        {
            faults.add(
                "",
                "hidden_character",
                "must not hold characters that cannot be seen",
            );
        }
        if name.starts_with(' ') || name.ends_with(' ') || name.contains("  ") {
            faults.add(
                "",
                "stray_space",
                "must not begin or end with a space, nor hold two in a row",
            );
        }
        if name.starts_with(is_combining_mark) {
            faults.add("", "stray_mark", "must not begin with a combining mark");
        }
        faults.into_result()?;
        Ok(Self(name))
    }
}

impl TryFrom<String> for Username {
    type Error = Faults;

    fn try_from(text: String) -> Result<Self, Faults> {
        text.parse()
    }
}

impl From<Username> for String {
    fn from(name: Username) -> Self {
        name.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

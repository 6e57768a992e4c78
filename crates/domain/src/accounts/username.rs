use super::text::{folded, is_hidden};
use crate::fault::{Faults, check_text};
use crate::ids::UserId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::skeleton;

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

    /// More than any character needs.
    const LOOKS_MAX: usize = 8;

    /// The name as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of a user of whom nothing else is left.
    pub fn of_erased(id: UserId) -> Self {
        Self(format!("deleted-{}", id.uuid().simple()))
    }

    /// What names are compared by, and unique by: the folded text, its characters replaced by what they look like
    /// (the skeleton of UTS #39), folded again. So `Ada`, `ADA`, `Ａｄａ` and `аdа` in Cyrillic are one name.
    pub fn key(&self) -> String {
        Self::key_of(&self.0)
    }

    /// The key of any text.
    pub fn key_of(text: &str) -> String {
        let mut key = folded(text);
        // What something looks like may itself look like something else (`%`, `º/₀`, `o/o`).
        for _ in 0..Self::LOOKS_MAX {
            let looks: String = skeleton(&key).collect();
            let next = folded(&looks);
            if next == key {
                break;
            }
            key = next;
        }
        key
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

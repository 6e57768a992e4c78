//! What is wrong with which field. Rules that check input report every fault at once, each with a JSON pointer to
//! the place, a stable code for programs and a sentence for people.

use serde::{Deserialize, Serialize};

/// One thing wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{detail}")]
pub struct Fault {
    /// RFC 6901 pointer into the document that was checked, for example `/answers/2/content`. Empty: the whole.
    pub pointer: String,
    /// Stable, `snake_case`.
    pub code: String,
    /// One sentence for a person: what is wrong, and what would be right.
    pub detail: String,
}

impl Fault {
    /// A fault at `pointer`.
    pub fn new(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            code: code.to_owned(),
            detail: detail.into(),
        }
    }
}

/// Everything that is wrong with an input; never empty when it is an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{}", .0.iter().map(|f| f.detail.as_str()).collect::<Vec<_>>().join("; "))]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// Adds a fault.
    pub fn add(&mut self, pointer: impl Into<String>, code: &str, detail: impl Into<String>) {
        self.0.push(Fault::new(pointer, code, detail));
    }

    /// Keeps the value of a check that passed, or takes in its faults and gives `None`.
    pub fn take<T>(&mut self, checked: Result<T, impl Into<Faults>>) -> Option<T> {
        match checked {
            Ok(value) => Some(value),
            Err(faults) => {
                self.0.extend(faults.into().0);
                None
            }
        }
    }

    /// The same faults, their pointers moved below `prefix` (`/answers/2`).
    #[must_use]
    pub fn under(self, prefix: &str) -> Self {
        Self(
            self.0
                .into_iter()
                .map(|f| Fault {
                    pointer: format!("{prefix}{}", f.pointer),
                    ..f
                })
                .collect(),
        )
    }

    /// `Ok` when nothing is wrong.
    pub fn into_result(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

/// Checks that `text` holds `min` to `max` Unicode scalar values and no control character but line breaks and tabs.
pub fn check_text(pointer: &str, text: &str, min: usize, max: usize) -> Result<(), Fault> {
    let length = text.chars().count();
    if length < min && min == 1 {
        return Err(Fault::new(pointer, "required", "must not be empty"));
    }
    if length < min {
        return Err(Fault::new(
            pointer,
            "too_short",
            format!("has {length} characters; at least {min} are needed"),
        ));
    }
    if length > max {
        return Err(Fault::new(
            pointer,
            "too_long",
            format!("has {length} characters; at most {max} are allowed"),
        ));
    }
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
    {
        return Err(Fault::new(
            pointer,
            "control_character",
            "must not hold control characters",
        ));
    }
    Ok(())
}

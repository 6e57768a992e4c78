use crate::accounts::text::lowered;
use crate::fault::Fault;

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
        Err(Fault::new(
            "",
            "out_of_range",
            "the least length of a password is 8 to 128",
        ))
    }

    /// Characters (Unicode scalar values in NFC), at least.
    pub const fn length_min(self) -> usize {
        self.length_min
    }
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            length_min: Self::LENGTH_MIN,
        }
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
    /// Whether a password is a name of its owner, without regard to case.
    pub(super) fn is_told_by(&self, password: &str) -> bool {
        let local = self.email.split('@').next().unwrap_or_default();
        let password = lowered(password);
        let mut known = [self.email, local, self.username].into_iter();
        known.any(|name| !name.is_empty() && lowered(name) == password)
    }
}

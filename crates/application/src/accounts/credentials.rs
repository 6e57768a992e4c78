use super::Entry;
use std::fmt;

/// What somebody types to sign in. `Debug` shows nothing of it: people type passwords into the wrong field.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The address, as typed.
    pub email: String,
    /// The password, as typed.
    pub password: String,
    /// What else they bring, and want.
    pub entry: Entry,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

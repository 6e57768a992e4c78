use super::{Email, Password, PasswordOwner, PasswordPolicy, Username};
use crate::fault::Faults;
use serde::Deserialize;
use std::fmt;

/// What someone types to register; not yet checked. `Debug` never shows the password.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// See [`Email`].
    pub email: String,
    /// See [`Username`].
    pub username: String,
    /// See [`Password`].
    pub password: String,
}

/// A registration whose every field has passed its rule. Whether the names are free, only the store
/// can tell.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Where mail goes.
    pub email: Email,
    /// The public name.
    pub username: Username,
    /// To be hashed.
    pub password: Password,
}

impl Registration {
    /// The same, with every rule kept.
    ///
    /// # Errors
    /// Everything that is wrong, at once, at `/email`, `/username` and `/password`.
    pub fn checked(self, policy: PasswordPolicy) -> Result<NewAccount, Faults> {
        let owner = PasswordOwner {
            email: &self.email,
            username: &self.username,
        };
        let mut faults = Faults::default();
        let email = faults.take(self.email.parse().map_err(|f: Faults| f.under("/email")));
        let username = faults.take(
            self.username
                .parse()
                .map_err(|f: Faults| f.under("/username")),
        );
        let password = Password::new(&self.password, policy, owner);
        let password = faults.take(password.map_err(|f| f.under("/password")));
        match (email, username, password) {
            (Some(email), Some(username), Some(password)) => Ok(NewAccount {
                email,
                username,
                password,
            }),
            _ => Err(faults),
        }
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration")
            .field("email", &self.email)
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

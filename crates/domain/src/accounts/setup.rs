use super::{Role, RoleGrant, TokenHash, TokenSecret};
use crate::ids::UserId;
use crate::{Timestamp, micros};
use serde::{Deserialize, Serialize};

/// The one-time link by which the first admin comes to be. Printed at first start, stored as a hash.
///
/// It does not expire: whoever installs the system may take a week over it. It ends with the first
/// admin, however that one came to be, and it is removed in the commit that it buys; a deployment
/// that never uses it is in the state of one that was just installed. A new start may print a new
/// one in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupToken {
    /// Of the secret in the link.
    pub hash: TokenHash,
    /// When it was printed.
    pub created_at: Timestamp,
}

/// Why nobody became admin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SetupRefusal {
    /// There is an admin, who can grant the role.
    #[error("there is an admin already")]
    Done,
    /// No link with this secret was printed.
    #[error("this setup link is not valid")]
    Invalid,
}

impl SetupRefusal {
    /// Stable, `snake_case`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Done => "setup_done",
            Self::Invalid => "invalid_setup_token",
        }
    }
}

impl SetupToken {
    /// The token for a secret that was just drawn.
    pub fn new(secret: &TokenSecret, now: Timestamp) -> Self {
        Self {
            hash: secret.hash(),
            created_at: micros(now),
        }
    }

    /// Makes `user` the first admin. `admins` counts the users who hold that role now; the commit
    /// has to expect that this token is still there and remove it, so that of two claims at once
    /// one succeeds.
    ///
    /// # Errors
    /// There is an admin, or the secret is wrong.
    pub fn claim(
        &self,
        presented: &TokenSecret,
        admins: u64,
        user: UserId,
        now: Timestamp,
    ) -> Result<RoleGrant, SetupRefusal> {
        if admins > 0 {
            return Err(SetupRefusal::Done);
        }
        if presented.hash() != self.hash {
            return Err(SetupRefusal::Invalid);
        }
        Ok(RoleGrant {
            user,
            role: Role::Admin,
            granted_at: micros(now),
            granted_by: None,
        })
    }
}

use super::{Permission, Role};
use crate::ids::{AuthSessionId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Someone who is signed in, as a request knows them. The roles are those of the moment at which
/// the request was authenticated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// Who.
    pub user: UserId,
    /// Their public name.
    pub username: String,
    /// Their roles.
    pub roles: BTreeSet<Role>,
    /// The sign-in that the request came by.
    pub session: AuthSessionId,
}

/// The principal lacks a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this needs the permission {}", .0.as_str())]
pub struct Forbidden(pub Permission);

impl Forbidden {
    /// Stable, `snake_case`.
    pub const fn code(self) -> &'static str {
        "forbidden"
    }
}

impl Principal {
    /// Whether any of the roles allows it.
    pub fn may(&self, permission: Permission) -> bool {
        self.roles.iter().any(|role| role.may(permission))
    }

    /// The same as a question that `?` answers.
    ///
    /// # Errors
    /// None of the roles allows it.
    pub fn must(&self, permission: Permission) -> Result<(), Forbidden> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(Forbidden(permission))
        }
    }
}

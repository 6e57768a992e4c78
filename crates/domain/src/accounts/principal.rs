use super::{Permission, Role};
use crate::Timestamp;
use crate::ids::{ApiTokenId, AuthSessionId, UserId};
use jiff::SignedDuration;
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
    /// Roles that they were granted and that count for nothing until they have a second factor.
    pub withheld: BTreeSet<Role>,
    /// What the request came by.
    pub means: Means,
}

/// What a request is signed in by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Means {
    /// A person, who signed in.
    Session {
        /// The sign-in.
        id: AuthSessionId,
        /// When they last showed who they are.
        authenticated_at: Timestamp,
    },
    /// A program of theirs.
    ApiToken {
        /// Its token.
        id: ApiTokenId,
        /// What it may do of what its owner may.
        scopes: BTreeSet<Permission>,
    },
}

/// The principal may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// None of the roles allows it, or the token's scopes do not.
    #[error("this needs the permission {}", .0.as_str())]
    Lacking(Permission),
    /// A role would allow it that counts for nothing without a second factor.
    #[error("this needs a second factor besides the permission {}", .0.as_str())]
    SecondFactorMissing(Permission),
}

impl Forbidden {
    /// Stable, `snake_case`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lacking(_) => "forbidden",
            Self::SecondFactorMissing(_) => "second_factor_missing",
        }
    }

    /// What would be needed.
    pub const fn permission(self) -> Permission {
        match self {
            Self::Lacking(permission) | Self::SecondFactorMissing(permission) => permission,
        }
    }
}

/// The request came by an API token, and this takes a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this needs a person who signed in: an API token will not do")]
pub struct SessionRequired;

impl SessionRequired {
    /// Stable, `snake_case`.
    pub const fn code(self) -> &'static str {
        "session_required"
    }
}

/// The person signed in too long ago for this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this needs a person who has just shown who they are")]
pub struct FreshSignInRequired;

impl FreshSignInRequired {
    /// Stable, `snake_case`.
    pub const fn code(self) -> &'static str {
        "fresh_sign_in_required"
    }
}

/// The sign-in of somebody who is there in person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// The sign-in.
    pub session: AuthSessionId,
    /// When they last showed who they are.
    pub authenticated_at: Timestamp,
}

impl Person {
    /// For so long it is taken for granted that they are still the one.
    pub const FRESH: SignedDuration = SignedDuration::from_mins(15);

    /// For what cannot be undone.
    ///
    /// # Errors
    /// It was longer ago than [`Self::FRESH`].
    pub fn must_be_fresh(self, now: Timestamp) -> Result<(), FreshSignInRequired> {
        if now.duration_since(self.authenticated_at) <= Self::FRESH {
            Ok(())
        } else {
            Err(FreshSignInRequired)
        }
    }
}

impl Principal {
    /// Whether any of the roles allows it, and what the request came by does too.
    pub fn may(&self, permission: Permission) -> bool {
        let is_in_scope = match &self.means {
            Means::Session { .. } => true,
            Means::ApiToken { scopes, .. } => scopes.contains(&permission),
        };
        is_in_scope && self.roles.iter().any(|role| role.may(permission))
    }

    /// The sign-in, if a person is there.
    pub const fn session(&self) -> Option<AuthSessionId> {
        match self.means {
            Means::Session { id, .. } => Some(id),
            Means::ApiToken { .. } => None,
        }
    }

    /// The sign-in, for what changes the account itself.
    ///
    /// # Errors
    /// It is a program that asks.
    pub const fn person(&self) -> Result<Person, SessionRequired> {
        match self.means {
            Means::Session {
                id,
                authenticated_at,
            } => Ok(Person {
                session: id,
                authenticated_at,
            }),
            Means::ApiToken { .. } => Err(SessionRequired),
        }
    }

    /// The same as a question that `?` answers.
    ///
    /// # Errors
    /// See [`Forbidden`].
    pub fn must(&self, permission: Permission) -> Result<(), Forbidden> {
        if self.may(permission) {
            Ok(())
        } else if self.withheld.iter().any(|role| role.may(permission)) {
            Err(Forbidden::SecondFactorMissing(permission))
        } else {
            Err(Forbidden::Lacking(permission))
        }
    }

    /// The same, with a role that counts for nothing.
    #[must_use]
    pub fn withholding(mut self, role: Role) -> Self {
        if self.roles.remove(&role) {
            self.withheld.insert(role);
        }
        self
    }
}

use super::{Email, PasswordHash, Username};
use crate::ids::UserId;
use crate::{Timestamp, micros};

/// A person, or a service account. Not serializable, so that no hash leaves by accident: what goes
/// out is chosen field by field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Unique.
    pub id: UserId,
    /// Unique by [`Email::key`]. Only service accounts have none.
    pub email: Option<Email>,
    /// Unique by [`Username::key`].
    pub username: Username,
    /// `None`: this user does not sign in by password.
    pub password_hash: Option<PasswordHash>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it was deleted; it is kept for the ledger's sake, and may do nothing.
    pub deleted_at: Option<Timestamp>,
    /// Counts changes, from 1.
    pub version: i64,
}

/// Whether a user may still be given something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There.
    Active,
    /// Kept for the ledger's sake.
    Deleted,
}

impl User {
    /// A person who signs in by password.
    pub fn person(
        id: UserId,
        email: Email,
        username: Username,
        password_hash: PasswordHash,
        now: Timestamp,
    ) -> Self {
        let password_hash = Some(password_hash);
        Self {
            email: Some(email),
            password_hash,
            ..Self::service(id, username, now)
        }
    }

    /// A service account: no email and no password.
    pub fn service(id: UserId, username: Username, now: Timestamp) -> Self {
        Self {
            id,
            email: None,
            username,
            password_hash: None,
            created_at: micros(now),
            deleted_at: None,
            version: 1,
        }
    }

    /// Whether the user may sign in and act.
    pub const fn is_active(&self) -> bool {
        self.deleted_at.is_none()
    }

    /// Whether the user may still be given something.
    pub const fn standing(&self) -> Standing {
        if self.is_active() {
            Standing::Active
        } else {
            Standing::Deleted
        }
    }

    /// The same user with another password, or with the same one hashed anew.
    #[must_use]
    pub fn with_password(self, password_hash: PasswordHash) -> Self {
        let version = self.version.saturating_add(1);
        Self {
            password_hash: Some(password_hash),
            version,
            ..self
        }
    }

    /// The user deleted; `None` when that was so already.
    #[must_use]
    pub fn delete(self, now: Timestamp) -> Option<Self> {
        let version = self.version.saturating_add(1);
        self.is_active().then_some(Self {
            deleted_at: Some(micros(now)),
            version,
            ..self
        })
    }
}

use super::{Email, Flag, PasswordHash, Profile, Username};
use crate::ids::UserId;
use crate::{Timestamp, micros};
use jiff::SignedDuration;

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
    /// When they showed that they read the mail of their address; `None`: not yet.
    pub verified_at: Option<Timestamp>,
    /// What they tell of themselves, and how they are seen.
    pub profile: Profile,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When an admin locked it: nobody gets in.
    pub locked_at: Option<Timestamp>,
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
    /// For so long what is known of a deleted user is kept.
    pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

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

    /// A new user whose address needs no mail to be shown: an operator, or an invitation that came there, vouches for it.
    #[must_use]
    pub fn vouched_for(self) -> Self {
        Self {
            verified_at: Some(self.created_at),
            ..self
        }
    }

    /// A service account: no email and no password.
    pub fn service(id: UserId, username: Username, now: Timestamp) -> Self {
        Self {
            id,
            email: None,
            username,
            password_hash: None,
            verified_at: None,
            profile: Profile::default(),
            created_at: micros(now),
            locked_at: None,
            deleted_at: None,
            version: 1,
        }
    }

    /// Whether the user is there: deleted ones are kept for the ledger's sake.
    pub const fn is_active(&self) -> bool {
        self.deleted_at.is_none()
    }

    /// Whether the user may sign in and act.
    pub const fn may_enter(&self) -> bool {
        self.is_active() && self.locked_at.is_none()
    }

    /// Whether others see the user on leaderboards: nobody who is deleted, locked or wants to stay out is on one.
    pub fn is_on_boards(&self) -> bool {
        self.may_enter() && !self.profile.flags.contains(&Flag::HiddenFromBoards)
    }

    /// The name that others see.
    pub fn public_name(&self) -> &str {
        if self.is_active() {
            self.username.as_str()
        } else {
            "deleted"
        }
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
        Self {
            password_hash: Some(password_hash),
            ..self.changed()
        }
    }

    /// The user under a new password, set by whoever reads the mail of their address.
    #[must_use]
    pub fn recovered(self, password_hash: PasswordHash, now: Timestamp) -> Self {
        Self {
            password_hash: Some(password_hash),
            verified_at: self.verified_at.or(Some(micros(now))),
            ..self.changed()
        }
    }

    /// The user in the hands of whoever reads the mail of their address, for the first time: the password may be that of
    /// somebody else, who registered with it, so there is none.
    #[must_use]
    pub fn claimed(self, now: Timestamp) -> Self {
        Self {
            password_hash: None,
            verified_at: Some(micros(now)),
            ..self.changed()
        }
    }

    /// The user, who was seen to read the mail of this address, which is theirs from now on.
    #[must_use]
    pub fn with_verified_email(self, email: Email, now: Timestamp) -> Self {
        Self {
            email: Some(email),
            verified_at: Some(micros(now)),
            ..self.changed()
        }
    }

    /// The same user under another name.
    #[must_use]
    pub fn named(self, username: Username) -> Self {
        Self {
            username,
            ..self.changed()
        }
    }

    /// The same user with another profile.
    #[must_use]
    pub fn with_profile(self, profile: Profile) -> Self {
        Self {
            profile,
            ..self.changed()
        }
    }

    /// The same user under this name and with this profile, as one change.
    #[must_use]
    pub fn edited(self, username: Username, profile: Profile) -> Self {
        Self {
            username,
            profile,
            ..self.changed()
        }
    }

    /// The same user at the next version: for a change to what is theirs that must not meet another one.
    #[must_use]
    pub fn touched(self) -> Self {
        self.changed()
    }

    /// The user locked; `None` when that was so already.
    #[must_use]
    pub fn lock(self, now: Timestamp) -> Option<Self> {
        self.locked_at.is_none().then(|| Self {
            locked_at: Some(micros(now)),
            ..self.changed()
        })
    }

    /// The user no longer locked; `None` when that was so already.
    #[must_use]
    pub fn unlock(self) -> Option<Self> {
        self.locked_at.is_some().then(|| Self {
            locked_at: None,
            ..self.changed()
        })
    }

    /// The user deleted; `None` when that was so already.
    #[must_use]
    pub fn delete(self, now: Timestamp) -> Option<Self> {
        self.is_active().then(|| Self {
            deleted_at: Some(micros(now)),
            ..self.changed()
        })
    }

    /// A deleted user of whom nothing is left but the id, under a name that follows from it; `None` for one who is there.
    #[must_use]
    pub fn erase(self) -> Option<Self> {
        let username = Username::of_erased(self.id);
        (!self.is_active()).then(|| Self {
            email: None,
            username,
            password_hash: None,
            verified_at: None,
            profile: Profile::default(),
            ..self.changed()
        })
    }

    fn changed(self) -> Self {
        let version = self.version.saturating_add(1);
        Self { version, ..self }
    }
}

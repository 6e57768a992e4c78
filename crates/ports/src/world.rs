//! The world outside of rules and stores: time, ids, randomness, slow hashes.

use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::accounts::{Password, PasswordHash, TokenHash};
use ludger_domain::ids::UserId;
use uuid::Uuid;

/// Tells the time. The only way to it.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync + 'static {
    /// Now, in whole microseconds, which is what stores keep.
    fn now(&self) -> Timestamp;
}

/// Makes ids: version 7 UUIDs, growing with time.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Ids: Send + Sync + 'static {
    /// An id that was never given before and is greater than those that this source gave.
    fn next(&self) -> Uuid;
}

/// Makes randomness that nobody can guess.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Entropy: Send + Sync + 'static {
    /// 32 random bytes.
    fn bytes32(&self) -> [u8; 32];
}

/// Hashes passwords, slowly and on purpose, away from the threads that answer requests.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PasswordHasher: Send + Sync + 'static {
    /// A hash to store.
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HasherBusy>;

    /// Whether `password` is the one behind `hash`. Without a hash (an unknown user, one without a password) it is
    /// wrong, after the same time.
    async fn verify(
        &self,
        password: &Password,
        hash: Option<PasswordHash>,
    ) -> Result<PasswordVerdict, HasherBusy>;
}

/// What comes of comparing a password with a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordVerdict {
    /// It is another password, or there is none.
    Wrong,
    /// It is the one.
    Right,
    /// It is the one, and its hash is not as hashes are made now: it came from elsewhere, or from other settings. Whoever
    /// has the password at hand hashes it anew.
    Outdated,
}

impl PasswordVerdict {
    /// Whether it is the password.
    pub const fn is_right(self) -> bool {
        !matches!(self, Self::Wrong)
    }
}

/// Keeps what has to be read again and that nobody may find in a stolen database: seals it by a key of the deployment.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Vault: Send + Sync + 'static {
    /// The sealed form of `secret`, which opens for the same `label` alone.
    fn seal(&self, label: &str, secret: &[u8]) -> Vec<u8>;
    /// What was sealed; `None`: under another label or another key, or changed since.
    fn open(&self, label: &str, sealed: &[u8]) -> Option<Vec<u8>>;
}

/// A second factor as it is stored: its secret is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFactor {
    /// Whose.
    pub user: UserId,
    /// By the [`Vault`].
    pub secret: Vec<u8>,
    /// Since when it counts; `None`: it was offered, and not confirmed yet.
    pub confirmed_at: Option<Timestamp>,
    /// The last step of the clock whose code was used.
    pub last_step: i64,
    /// Recovery codes that are left.
    pub recovery: Vec<TokenHash>,
    /// Counts changes, from the microsecond at which it was offered: what is offered anew after a removal goes by no
    /// version of the removed one, so no decision about that one is taken for one about this.
    pub version: i64,
}

impl SealedFactor {
    /// A secret that is offered, and not confirmed yet.
    pub fn offered(
        user: UserId,
        secret: Vec<u8>,
        recovery: Vec<TokenHash>,
        now: Timestamp,
    ) -> Self {
        Self {
            user,
            secret,
            confirmed_at: None,
            last_step: 0,
            recovery,
            version: now.as_microsecond(),
        }
    }
}

/// More passwords wait to be hashed than the queue takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are waiting to be checked")]
pub struct HasherBusy;

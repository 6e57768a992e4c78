//! The world outside of rules and stores: time, ids, randomness, slow hashes.

use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::accounts::{Password, PasswordHash};
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

    /// Whether `password` is the one behind `hash`. Without a hash (an unknown user, one without a password) the
    /// answer is no, after the same time.
    async fn verify(
        &self,
        password: &Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, HasherBusy>;
}

/// More passwords wait to be hashed than the queue takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are waiting to be checked")]
pub struct HasherBusy;

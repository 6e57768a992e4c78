//! The world outside, as it really is: the machine's clock, its randomness, and bcrypt.

mod clock;
mod entropy;
pub(crate) mod files;
mod ids;
mod passwords;
mod secrets;
mod vault;

pub(crate) use clock::SystemClock;
pub(crate) use entropy::SystemEntropy;
pub(crate) use ids::TimeOrderedIds;
pub(crate) use passwords::{BcryptPool, BcryptSettings};
pub(crate) use secrets::Secrets;
pub(crate) use vault::SealedVault;

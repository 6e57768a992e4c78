//! What the rules need from outside, as traits; adapters implement them, use cases ask for them.
//!
//! - **The door**: [`Store::commit`] takes one [`Changes`], all of it or nothing. Nothing else writes.
//! - **Reads**: one small trait for each aggregate, in [`read`]. Look-ups give `Option`, lists give [`Page`]. Reads
//!   are never ahead of the door, and what a commit has answered is seen by every later read.
//! - **The world**: [`Clock`], [`Ids`], [`Entropy`], [`PasswordHasher`], [`Vault`], [`Mailer`].
//!
//! Feature `mock` gives a mock of each trait; feature `contract` the suite that every store passes, whatever it is
//! built on.
#![warn(missing_docs)]

mod changes;
#[cfg(feature = "contract")]
pub mod contract;
mod events;
mod idempotency;
mod mail;
mod media;
mod page;
pub mod read;
pub mod sabotage;
mod store;
mod world;

pub use changes::{Access, Changes, Expectation, Parts, Row, Subject};
pub use events::{NewEvent, StreamEvent};
pub use idempotency::{
    Fingerprint, IdempotencyKey, IdempotencyRecord, IdempotencyScope, InvalidKey, Recorded,
};
#[cfg(feature = "mock")]
pub use mail::MockMailer;
pub use mail::{Letter, Mail, MailError, Mailer};
pub use media::{InspectedMedia, MediaInspector, MediaRefusal, MediaStore, NoMedia};
#[cfg(feature = "mock")]
pub use media::{MockMediaInspector, MockMediaStore};
pub use page::{Page, PageRequest};
#[cfg(feature = "mock")]
pub use store::MockStore;
pub use store::{CommitError, Committed, OutcomeUnknown, Replay, Store, Unavailable};
pub use world::{
    Clock, Entropy, HasherBusy, Ids, PasswordHasher, PasswordVerdict, SealedFactor, Vault,
};
#[cfg(feature = "mock")]
pub use world::{MockClock, MockEntropy, MockIds, MockPasswordHasher, MockVault};

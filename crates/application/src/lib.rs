//! The use cases of Ludger. Each loads what it needs, asks the domain to decide, and hands the answer to the door.
//!
//! A use case is a struct that holds the ports that it uses and no others, with one method that does the thing.
//! [`UseCases`] builds all of them out of [`Ports`]. Errors are per operation; what can befall any of them (the store
//! is gone, the outcome is not known) is [`Outage`].

mod caller;
mod once;
mod outage;
mod outbox;
mod ports;
mod retry;
mod rewards;
mod schedules;
#[cfg(test)]
mod testing;
mod use_cases;
mod version;
mod worker;

pub mod accounts;
pub mod bank;
pub mod boards;
pub mod formats;
pub mod jobs;
pub mod ledger;
pub mod live;
pub mod play;
pub mod trivia;

pub use caller::{Caller, Origin};
pub use once::{Once, RequestKey, Reused};
pub use outage::Outage;
pub use ports::{OpenTriviaDb, Ports, Settings};
pub use use_cases::UseCases;
pub use version::VersionMismatch;
pub use worker::Worker;

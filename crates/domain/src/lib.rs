//! The rules of Ludger, and nothing else.
//!
//! This crate knows what a transfer, an account, a hold, a question and a quiz session are, and what may be done
//! with them. It reads no clock, draws no random number, opens no file and awaits nothing: whatever it needs comes
//! in as an argument, and whatever it decides goes out as a value. So it can be embedded by itself, and it can fail
//! for one reason only: a rule said no.
//!
//! # Rooms
//! - [`money`]: currencies and amounts, counted in minor units.
//! - [`ledger`]: accounts with floors, balanced transfers, holds, reversals, splits, the fold that applies transfers
//!   to balances, and the hash chain over them.
//! - [`accounts`]: users, passwords, roles and permissions, sign-in sessions.
//! - [`quiz`]: topics, questions, answers, and sessions from the first question to the reward: alone, against others, as
//!   a team.
//! - [`boards`]: leaderboards: windows, scores, ranks, and what becomes of a board when its window is over.
//! - [`jobs`]: work that a commit leaves for later, claimed by leases.
//! - [`ids`], [`fault`], [`percent`]: typed ids, shares, and the way every rule reports what is wrong with which field.
//!
//! # Moving value, in ten lines
//! ```
//! use ludger_domain::ids::{TransferId, UserId};
//! use ludger_domain::ledger::{AccountKey, Books, Category, Transfer};
//! use ludger_domain::money::Currencies;
//! use uuid::Uuid;
//!
//! let wise = Currencies::built_in().get("WISE").expect("built in").code;
//! let ada = UserId::from(Uuid::from_u128(1));
//! let at = "2026-01-01T00:00:00Z".parse().expect("an instant");
//!
//! let reward = Transfer::between(
//!     TransferId::from(Uuid::from_u128(2)),
//!     Category::Reward,
//!     at,
//!     (AccountKey::mint(wise), AccountKey::available(ada, wise)),
//!     50,
//! )
//! .expect("two different accounts and a positive amount");
//!
//! let mut books = Books::default();
//! let posted = books.post(&reward, at).expect("the mint has no floor");
//! assert_eq!(posted.entries[1].balance_after, 50);
//! ```
#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    warn(clippy::indexing_slicing, clippy::arithmetic_side_effects)
)]

#[cfg(all(feature = "sabotage", not(debug_assertions)))]
compile_error!("the feature `sabotage` is for tests: it never goes into a release");

pub mod accounts;
mod as_text;
pub mod boards;
pub mod fault;
pub mod ids;
pub mod jobs;
pub mod ledger;
pub mod money;
pub mod percent;
pub mod quiz;

pub use jiff::Timestamp;

/// An instant in whole microseconds, which is what every store keeps.
pub(crate) fn micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

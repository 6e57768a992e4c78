//! The reads: every trait of [`ludger_ports::read`], for both databases at once.
//!
//! Each is one function over a connection, run by [`crate::pool::Reader`] off the async threads; what every request
//! needs goes through [`crate::gather`]. Rows have types of
//! their own ([`rows`]); what the domain would refuse to read back is an error that says where it stands.

mod audit;
mod auth;
mod bank;
mod boards;
pub(crate) mod idempotency;
mod jobs;
mod ledger;
mod media;
mod quiz;
mod quizzes;
pub(crate) mod rows;
mod stars;
mod statement;
mod streams;
mod tickets;
mod traces;
pub(crate) mod transfers;
mod users;
mod verify;
mod wallets;

pub(crate) use auth::{presented_api_tokens, presented_sessions, presented_tokens};
pub(crate) use bank::questions_by_id;
pub(crate) use boards::{Top, tops_of_boards};
pub(crate) use quiz::sessions_by_id;
pub(crate) use statement::{Newest, newest_entries};
pub(crate) use users::{AttemptsRow, users_by_id};
pub(crate) use wallets::wallets_by_owner;

use diesel::result::Error;
use std::fmt::Display;

/// A row that no rule of ours can have written.
pub(crate) fn corrupt(what: impl Display, reason: impl Display) -> Error {
    Error::DeserializationError(format!("{what}: {reason}").into())
}

/// A word that has to be one of a few.
pub(crate) fn word<T>(kind: &str, name: &str, known: Option<T>) -> Result<T, Error> {
    known.ok_or_else(|| corrupt(kind, format!("{name:?} is not known")))
}

/// One more than wanted: [`ludger_ports::Page::cut`] tells by it whether there is more.
pub(crate) fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

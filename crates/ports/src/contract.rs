//! The one suite that every store passes, whatever it is built on.
//!
//! A store's tests say how a fresh store is made, and get one test for each case, by name:
//! ```ignore
//! async fn fresh() -> ludger_ports::contract::Stores {
//!     Stores::of(Arc::new(MemoryStore::new()))
//! }
//!
//! mod contract {
//!     ludger_ports::contract_suite!(make = super::fresh);
//! }
//! ```
//! That crate needs `tokio` (with `macros` and `rt-multi-thread`) for its tests. What only some stores have is offered
//! as a hook: [`Stores::with_sql`] for the cases that write by hand, [`Stores::with_cut`] for those in which the
//! connection is lost. Where there is no hook, such a case has nothing to show and passes.
//!
//! # Shape
//! One file for each theme, one function for each case. A case begins with an empty store of its own, says what is
//! given in the words of the builders, does one thing, and looks at it through the reads. It asserts what callers rely
//! on, and nothing about how a store does it. The list of cases stands in the `suite` file; a case that is missing
//! there fails a test.
#![expect(clippy::unwrap_used, reason = "a test suite: what panics has failed")]

mod answers;
mod builders;
mod snapshot;
mod stores;
mod suite;

pub mod allow_list;
pub mod api_tokens;
pub mod append_only;
pub mod atomicity;
pub mod attempts;
pub mod audit;
pub mod auth;
pub mod balances;
pub mod boards;
pub mod books;
pub mod certainty;
pub mod edits;
pub mod erasure;
pub mod export;
pub mod filters;
pub mod floors;
pub mod guesses;
pub mod hold_limits;
pub mod holds;
pub mod hot;
pub mod idempotency;
pub mod interruptions;
pub mod invitations;
pub mod jobs;
pub mod leaderboards;
pub mod live;
pub mod media;
pub mod moments;
pub mod one_time;
pub mod pruning;
pub mod questions;
pub mod quiz;
pub mod quizzes;
pub mod races;
pub mod references;
pub mod refusals;
pub mod reversals;
pub mod roles;
pub mod searches;
pub mod second_factors;
pub mod sessions;
pub mod stale;
pub mod stars;
pub mod statements;
pub mod submits;
pub mod tickets;
pub mod topics;
pub mod traces;
pub mod users;
pub mod wallets;

pub use stores::{Cut, CutConnection, RunSql, Stores};

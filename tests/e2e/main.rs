//! The program as its users meet it: started from the shell, spoken to over HTTP, killed without warning.
//!
//! Every scenario has a deployment of its own, a temporary folder or a fresh Postgres database, and runs on both
//! ([`on_both_databases`]). A scenario reads as prose; how it is told is in [`harness`].
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that panics has failed, which is what it is for"
)]

#[macro_use]
mod harness;

mod bad_input;
mod commands;
mod concurrency;
mod configuration;
mod content;
mod crashes;
mod draining;
mod exchange;
mod first_run;
mod hostile_bodies;
mod idempotency;
mod integrity;
mod live;
mod mail;
mod outage;
mod overload;
mod sessions;
mod shutdown;
mod slow_clients;
mod tables;
mod tampering;

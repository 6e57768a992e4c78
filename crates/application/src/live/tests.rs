//! Following, on the store in memory. Time stands still until everybody waits for it.

mod follows;
mod hub;
mod tickets;
mod world;

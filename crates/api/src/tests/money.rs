//! Wallets and the ledger, driven through the whole app over a store in memory.

mod batches;
mod books;
mod corrections;
mod export;
mod refusals;
mod replays;
mod statement;
mod transfers;
mod wallets;
mod words;
mod world;

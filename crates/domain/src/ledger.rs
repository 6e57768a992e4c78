//! Double entry. Value is never stored, only moved: a [`Transfer`] takes from some accounts what it gives to others,
//! and a balance is the sum of an account's entries.
//!
//! # Shape
//! A transfer is well formed by construction: it balances in every currency, touches each account once and has no
//! entry of zero. What only the current balances can tell (floors, overflow, holds, references, reversals) is decided
//! by the fold, [`Books::post`], over the accounts that the caller loaded. The fold is the one place where a balance
//! changes; every store runs it, and `verify` runs it again over what the store wrote.
//!
//! # Words
//! *Entry*: one signed amount on one account. *Floor*: what a balance may not pass below. *Posted*: a transfer with
//! the balances and per-account sequence numbers that it got. *Chain*: the hashes that tie each posted transfer to
//! the one before it.

mod account;
mod category;
mod chain;
mod fold;
mod hold;
mod posted;
#[cfg(test)]
mod properties;
mod refusal;
mod split;
#[cfg(test)]
mod tests;
mod text;
mod transfer;
mod verify;
mod wallet;

pub use account::{AccountKey, AccountState, Owner, ProviderName, Purpose};
pub use category::Category;
pub use chain::{ChainHash, Sealed, Shard};
pub use fold::{Books, Known, OnRefusal, Outcome, Posting};
pub use hold::{Hold, HoldChange};
pub use posted::{Posted, PostedEntry};
pub use refusal::Refusal;
pub use split::{split, split_evenly};
pub use text::{Description, Metadata, Reference};
pub use transfer::{Entry, Transfer, TransferBuilder, TransferFault};
pub use verify::{AccountCheck, ChainCheck, Discrepancy};
pub use wallet::{Direction, Transaction, Wallet};

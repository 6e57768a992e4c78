//! What must hold for any input at all.
//!
//! A target is a function that takes bytes and panics where a promise is broken. Somebody else makes the bytes up:
//! libFuzzer (the package in `fuzz`, on nightly Rust), or the test of this package, which gives each target its seeds
//! and every input that ever broke it (`seeds`), so that none comes back unseen.
//!
//! | target | what it promises |
//! | --- | --- |
//! | `amounts` | exactly the decimals of the grammar are read, to the exact minor unit, and written back |
//! | `texts` | references, purposes, currencies, categories: what is taken is kept to the letter |
//! | `metadata` | the kept text is stable: read, stored, restored and told again it is the same |
//! | `registration` | emails, names, passwords: who registers can sign in, and keys are keys |
//! | `tokens` | a token has one text, of one kind |
//! | `fingerprint` | equal documents have equal fingerprints; bytes that move to a neighbour change them |
//! | `gift`, `aiken`, `csv`, `opentdb`, `own_json` | what is imported, exported and imported again is equal; no cell runs |
//! | `statement` | an exported statement is a table whose cells do not run |
//! | `networks` | an address range holds what its bits say |
//! | `idempotency_key` | the header is taken exactly when it is one line of the grammar |
//! | `bodies`, `queries` | hostile requests are refused, and every pointer points at something |
//! | `cursors` | nobody makes a cursor but the server, and each serves its own list alone |
#![expect(
    clippy::expect_used,
    reason = "a target fails by panicking: that is what its callers look for"
)]

mod accounts;
mod amounts;
mod app;
mod fingerprint;
mod formats;
mod input;
mod networks;
mod requests;
mod statement;
mod texts;

/// A target, as its callers have it.
pub type Target = fn(&[u8]);

/// Every target by its name, which is also that of its binary and of its folder of seeds.
pub const TARGETS: &[(&str, Target)] = &[
    ("aiken", formats::aiken),
    ("amounts", amounts::amounts),
    ("bodies", requests::bodies),
    ("csv", formats::csv),
    ("cursors", requests::cursors),
    ("fingerprint", fingerprint::fingerprint),
    ("gift", formats::gift),
    ("idempotency_key", requests::idempotency_key),
    ("metadata", texts::metadata),
    ("networks", networks::networks),
    ("opentdb", formats::opentdb),
    ("own_json", formats::own_json),
    ("queries", requests::queries),
    ("registration", accounts::registration),
    ("statement", statement::statement),
    ("texts", texts::texts),
    ("tokens", accounts::tokens),
];

/// Runs the target of that name.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    let (_, target) = target.expect("a target of that name");
    target(data);
}

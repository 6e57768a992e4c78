//! The exchange formats: what they read, what they refuse, and that what is written is read back as it was.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "formats/aiken.rs"]
mod aiken;
#[path = "formats/detection.rs"]
mod detection;
#[path = "formats/gift.rs"]
mod gift;
#[path = "formats/limits.rs"]
mod limits;
#[path = "formats/opentdb.rs"]
mod opentdb;
#[path = "formats/own_json.rs"]
mod own_json;
#[path = "formats/roundtrip.rs"]
mod roundtrip;
#[path = "formats/support.rs"]
mod support;
#[path = "formats/table.rs"]
mod table;

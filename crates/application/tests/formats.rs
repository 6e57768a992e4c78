//! The exchange formats: what they read, what they refuse, and that what is written is read back as it was.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "formats/support.rs"]
mod support;

#[path = "formats/roundtrip.rs"]
mod roundtrip;

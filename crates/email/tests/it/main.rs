//! Mail as people and mail servers get it: what it says, the file it is written into, and servers polite and rude.
#![expect(clippy::unwrap_used, reason = "tests: what panics has failed")]

mod delivery;
mod folder;
mod letters;
mod rude;
mod secure;
mod server;
mod settings;
mod world;

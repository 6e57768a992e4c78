//! Clients of the program that remember what they were promised.

mod api;
mod history;
mod load;
mod people;
mod transfer;

pub(crate) use api::{Answer, Api};
pub(crate) use history::{Found, History, Judgement};
pub(crate) use load::{Sent, find_out, load};
pub(crate) use people::People;
pub(crate) use transfer::Transfer;

use std::time::Duration;

/// How often something is tried after a start, on a machine that does other things too.
const TRIES_MAX: u32 = 20;
const TRIES_APART: Duration = Duration::from_millis(500);

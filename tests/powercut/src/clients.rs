//! Clients of the program that remember what they were promised.

mod api;
mod history;
mod load;
mod people;
mod transfer;

pub(crate) use api::{Answer, Api};
pub(crate) use history::{Found, History, Judgement};
pub(crate) use load::{Sent, load, send};
pub(crate) use people::People;
pub(crate) use transfer::Transfer;

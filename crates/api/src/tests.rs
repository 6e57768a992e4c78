//! The app as its clients see it, with a few routes of the tests' own.

mod accounts;
mod bodies;
mod docs;
mod edge;
mod fits;
mod harness;
mod lists;
mod matrix;
mod money;
pub(crate) mod origins;
mod quiz;
mod rates;
mod rules;
mod socket;
mod table;

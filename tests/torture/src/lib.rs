//! Runs the whole program under every fault that can be made, and reconciles the books afterwards.

pub mod deployment;
pub mod faults;
mod history;
mod reconcile;
pub mod report;
pub mod run;
mod workload;

//! Configuration: defaults < `ludger.toml` < `LUDGER_…_FILE` < `LUDGER_…` < command line.
//!
//! Every key is declared once, in [`keys`]: its name, default and meaning. Layers are gathered as text with their
//! source; each value is then read by itself, so that all faults are told at once, each with key, source and cure.

mod faults;
mod keys;
mod layers;
mod load;
mod print;
mod values;

pub(crate) use faults::ConfigFaults;
pub(crate) use layers::{Layers, Overrides};
pub(crate) use load::Config;
pub(crate) use print::print;

//! Breaks what `LUDGER_SABOTAGE` names (see [`Sabotage`]), and says so.

use ludger_ports::sabotage::Sabotage;

/// What to break, by its name.
pub(crate) const VARIABLE: &str = "LUDGER_SABOTAGE";

pub(crate) fn choose() {
    if let Ok(name) = std::env::var(VARIABLE) {
        let is_known = Sabotage::choose(&name);
        eprintln!(
            "SABOTAGED: {name}{}",
            if is_known { "" } else { ", which nobody knows" }
        );
    }
}

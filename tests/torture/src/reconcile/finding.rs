//! What a check found.

use serde::Serialize;

/// Violations that are told in full; the rest is counted.
const TOLD_MAX: usize = 20;

/// What one check looked at and what it found wrong.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// The invariant, by its number and in words.
    pub invariant: &'static str,
    /// How many things were compared.
    pub looked_at: u64,
    pub violations: u64,
    /// The first of them, with their evidence.
    pub evidence: Vec<String>,
}

impl Finding {
    pub(crate) fn of(invariant: &'static str) -> Self {
        Self {
            invariant,
            looked_at: 0,
            violations: 0,
            evidence: Vec::new(),
        }
    }

    /// Compares one thing; `blame` says what is wrong with it.
    pub(crate) fn expect(&mut self, is_right: bool, blame: impl FnOnce() -> String) {
        self.looked_at += 1;
        if !is_right {
            self.blame(blame());
        }
    }

    /// Something is wrong.
    pub(crate) fn blame(&mut self, what: String) {
        self.violations += 1;
        if self.evidence.len() < TOLD_MAX {
            self.evidence.push(what);
        }
    }
}

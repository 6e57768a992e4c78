//! What a run came to.

use super::Plan;
use crate::clients::Judgement;
use crate::disk::Forgotten;
use std::fmt;

/// How many of a kind of violation are named.
const NAMED_MAX: usize = 5;

/// Counted over all power cuts.
#[derive(Debug, Default)]
pub struct Report {
    /// Power cuts under load.
    pub cuts: u32,
    /// Power cuts while all was starting again after one.
    pub cuts_at_start: u32,
    /// Power cuts on a new machine, while the program started for the first time.
    pub cuts_at_first_start: u32,
    pub acknowledged: u64,
    /// Transfers without an answer.
    pub unknown: u64,
    /// Those of them that had happened all the same.
    pub unknown_had_happened: u64,
    /// Answers that were asked for again, and came again.
    pub repeated: u64,
    /// What the disk forgot.
    pub forgotten: Forgotten,
    pub lost: u64,
    pub doubled: u64,
    /// One sentence for each; those for lost and doubled transfers among them.
    pub violations: Vec<String>,
}

/// What it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    Violated,
    /// The power was never cut where it matters.
    Inconclusive,
}

impl Report {
    pub fn verdict(&self) -> Verdict {
        let reached = [
            u64::from(self.cuts),
            self.acknowledged,
            self.unknown,
            self.forgotten.pages,
        ];
        if !self.violations.is_empty() {
            Verdict::Violated
        } else if reached.contains(&0) {
            Verdict::Inconclusive
        } else {
            Verdict::Passed
        }
    }

    pub(super) fn forget(&mut self, forgotten: Forgotten) {
        self.forgotten.pages += forgotten.pages;
        self.forgotten.survived += forgotten.survived;
        self.forgotten.names += forgotten.names;
    }

    pub(super) fn judge(&mut self, judgement: &Judgement) {
        self.lost += judgement.lost.len() as u64;
        self.doubled += judgement.doubled.len() as u64;
        let kinds = [
            ("were acknowledged and are lost", &judgement.lost),
            ("are there more than once", &judgement.doubled),
            (
                "are of another amount, or were never asked for",
                &judgement.strange,
            ),
        ];
        for (what, keys) in kinds {
            self.violations_of(what, keys);
        }
    }

    /// Of some things, which are counted and of which the first are named; of none, nothing.
    pub(super) fn violations_of(&mut self, what: &str, things: &[String]) {
        let named = things.get(..NAMED_MAX).unwrap_or(things).join(", ");
        if !things.is_empty() {
            self.violation(&format!("{} {what}: {named}", things.len()));
        }
    }

    pub(super) fn violation(&mut self, what: &str) {
        self.violations
            .push(format!("after cut {}: {what}", self.cuts));
    }

    /// For people.
    pub fn told(&self, plan: &Plan) -> impl fmt::Display {
        let Self {
            cuts,
            cuts_at_start,
            cuts_at_first_start,
            acknowledged,
            ..
        } = self;
        let Forgotten {
            pages,
            survived,
            names,
        } = self.forgotten;
        let Plan {
            kind,
            names: safe,
            seed,
            ..
        } = plan;
        let mut text = format!(
            "{kind:?}, names {safe:?}, seed {seed}: {:?}\n  \
             power cuts: {cuts} under load, {cuts_at_start} while starting again, {cuts_at_first_start} at a first start\n  \
             the disk forgot {pages} pages and {names} names; {survived} pages survived by luck\n  \
             acknowledged {acknowledged}, lost {}, doubled {}; asked again for {} answers\n  \
             unknown {}, of which {} had happened",
            self.verdict(),
            self.lost,
            self.doubled,
            self.repeated,
            self.unknown,
            self.unknown_had_happened,
        );
        for violation in &self.violations {
            text.push_str("\n  VIOLATION ");
            text.push_str(violation);
        }
        text
    }
}

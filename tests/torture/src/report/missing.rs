//! What a run has to have seen before it can count as passed.

use super::Report;
use crate::reconcile::LATE_MAX_US;
use crate::run::{Options, name_of, planned};

/// Acknowledged requests for each second; a debug build with every fault reaches several times that.
const ACKNOWLEDGED_PER_S: u64 = 5;
/// Refusals that the workload provokes.
const REFUSALS: [&str; 8] = [
    "insufficient_funds",
    "balance_overflow",
    "idempotency_key_reused",
    "reference_conflict",
    "already_reversed",
    "validation_failed",
    "already_answered",
    "reversal_of_reversal",
];

/// What is missing, in words; empty: the run shows something.
pub(super) fn missing(options: &Options, report: &Report) -> Vec<String> {
    let mut missing = Vec::new();
    let mut need = |is_there: bool, what: String| {
        if !is_there {
            missing.push(what);
        }
    };
    let least = ACKNOWLEDGED_PER_S * options.seconds;
    let acknowledged = report.acknowledged;
    need(
        acknowledged >= least,
        format!("{acknowledged} acknowledged requests, not {least}"),
    );
    let late_ms = report.late_p99_us / 1_000;
    need(
        report.late_p99_us < LATE_MAX_US,
        format!("a machine with time for this: in the calm, our own timers were {late_ms} ms late"),
    );
    need(report.replayed > 0, "a key that was replayed".to_owned());
    for code in REFUSALS {
        let suffix = format!(" {code}");
        let mut ends = report.operations.values().flat_map(|ends| ends.keys());
        need(
            ends.any(|end| end.ends_with(&suffix)),
            format!("a refusal with {code}"),
        );
    }
    for finding in &report.findings {
        need(
            finding.looked_at > 0,
            format!("anything to look at for {}", finding.invariant),
        );
    }
    if options.has_faults() {
        for fault in planned(options).unwrap_or_default() {
            let name = name_of(&fault);
            let count = report.faults.iter().find(|count| count.fault == name);
            let reached = count.is_some_and(|count| count.reached > 0);
            need(reached, format!("the fault {name}, really come about"));
        }
        let unknown = &report.unknown;
        need(unknown.keys > 0, "an unknown outcome".to_owned());
        if options.is_long() {
            need(
                unknown.had_happened > 0,
                "an unknown outcome that had happened".to_owned(),
            );
            need(
                unknown.had_not_happened > 0,
                "an unknown outcome that had not happened".to_owned(),
            );
        }
    }
    missing
}

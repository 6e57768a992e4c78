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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::Kind;
    use crate::report::Finding;
    use crate::report::counts::{FaultCount, Operations};
    use crate::report::unknown::Unknown;

    type Spoil = fn(&mut Report);

    fn options() -> Options {
        Options {
            seconds: 300,
            ..Options::new(Kind::Postgres, "ludger")
        }
    }

    /// Of a run that saw all that it is about, though each thing only once.
    fn complete() -> Report {
        let refusals = REFUSALS.iter().map(|code| (format!("422 {code}"), 1));
        let faults = planned(&options()).unwrap().into_iter();
        Report {
            kind: Kind::Postgres,
            seed: 1,
            clients: 16,
            took_s: 300,
            acknowledged: 1_500,
            replayed: 1,
            transfers: 1,
            late_p99_us: LATE_MAX_US - 1,
            slowest_answer_ms: 1,
            operations: Operations::from([("transfer".to_owned(), refusals.collect())]),
            faults: faults
                .map(|fault| FaultCount {
                    fault: name_of(&fault).to_owned(),
                    times: 1,
                    reached: 1,
                    ready_after_ms: [1; 3],
                    first_success_after_ms: [1; 3],
                })
                .collect(),
            unknown: Unknown {
                keys: 2,
                had_happened: 1,
                had_not_happened: 1,
                ..Unknown::default()
            },
            findings: vec![Finding {
                looked_at: 1,
                ..Finding::of("I0")
            }],
            missing: Vec::new(),
            history: None,
        }
    }

    #[test]
    fn whatever_was_not_seen_is_missing() {
        assert_eq!(missing(&options(), &complete()), Vec::<String>::new());
        let table: [(&str, Spoil); 9] = [
            ("1499 acknowledged requests", |r| r.acknowledged -= 1),
            ("a machine with time", |r| r.late_p99_us = LATE_MAX_US),
            ("a key that was replayed", |r| r.replayed = 0),
            ("a refusal with insufficient_funds", |r| {
                r.operations.clear();
            }),
            ("anything to look at for I0", |r| {
                r.findings[0].looked_at = 0;
            }),
            ("the fault kill-program", |r| r.faults[0].reached = 0),
            ("an unknown outcome", |r| r.unknown.keys = 0),
            ("an unknown outcome that had happened", |r| {
                r.unknown.had_happened = 0;
            }),
            ("an unknown outcome that had not happened", |r| {
                r.unknown.had_not_happened = 0;
            }),
        ];
        for (expected, spoil) in table {
            let mut report = complete();
            spoil(&mut report);
            let missing = missing(&options(), &report);
            assert!(missing[0].starts_with(expected), "{missing:?}");
            assert!(!report.is_violated());
        }
    }
}

//! I16: some time after the last fault all is well again: no errors, and answers in time. Where the machine had no time
//! for anybody, the second says nothing; the run is inconclusive then.

use crate::history::Request;
use crate::reconcile::{Evidence, Finding, Index, LATE_MAX_US};

/// What 99 of 100 answers take at most.
const P99_MAX_US: u64 = 1_000_000;

pub(crate) fn check(evidence: &Evidence, _: &Index<'_>) -> Finding {
    let mut finding = Finding::of("I16 after the last fault: p99 under 1 s, and no errors");
    let calm_from_us = evidence.told.calm_from_us.unwrap_or(u64::MAX);
    let calm = evidence
        .told
        .requests
        .iter()
        .filter(|request| request.sent.at_us >= calm_from_us);
    let mut latencies_us = Vec::new();
    for request in calm {
        let status = request.answered().map(|answered| answered.status);
        finding.expect(status.is_some_and(|status| status < 500), || {
            let (line, name) = (request.line, request.sent.operation.name());
            format!("line {line}: {name} in the calm ended as {:?}", request.end)
        });
        latencies_us.extend(latency_us(request));
    }
    latencies_us.sort_unstable();
    let p99_us = latencies_us.get(latencies_us.len() * 99 / 100).copied();
    let is_judged = evidence.told.late_p99_us < LATE_MAX_US;
    let is_in_time = p99_us.is_none_or(|p99_us| p99_us < P99_MAX_US);
    finding.expect(is_in_time || !is_judged, || {
        format!(
            "the p99 of {} requests is {p99_us:?} µs",
            latencies_us.len()
        )
    });
    finding
}

fn latency_us(request: &Request) -> Option<u64> {
    Some(request.ended_us()?.saturating_sub(request.sent.at_us))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{Case, blames};

    #[test]
    fn errors_and_slow_answers_are_found_in_the_calm_alone() {
        let mut case = Case::two_gifts();
        case.answer(0).status = 503;
        case.answer(1).at_us += 2_000_000;
        assert_eq!(blames(check, &case), 0);
        case.told.calm_from_us = Some(0);
        assert_eq!(blames(check, &case), 2);
        case.told.late_p99_us = 300_000;
        assert_eq!(blames(check, &case), 1, "the machine was slow");
        case.told.late_p99_us = 0;
        case.evidence_of_loss(0);
        assert_eq!(blames(check, &case), 2);
        case.evidence_of_loss(1);
        assert_eq!(
            blames(check, &case),
            2,
            "two without a reply, and none that is slow"
        );
    }
}

//! I7: what was refused is nowhere: no transfer has its mark, no record its key. A 503 that promises that nothing was
//! changed is a refusal, and so is a rehearsal.

use crate::history::Fate;
use crate::reconcile::scope::scope;
use crate::reconcile::{Evidence, Finding, Index};
use std::collections::HashSet;

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding = Finding::of("I7 a refusal left no trace");
    for (mark, asked) in &index.asked {
        if asked.iter().any(|asked| asked.fate != Fate::Refused) {
            continue;
        }
        let traces = index
            .by_mark
            .get(mark)
            .map(Vec::as_slice)
            .unwrap_or_default();
        finding.expect(traces.is_empty(), || {
            let lines: Vec<_> = asked.iter().map(|asked| asked.request.line).collect();
            let ids: Vec<_> = traces.iter().map(|transfer| transfer.id).collect();
            format!("{mark} was refused each time (lines {lines:?}), and is there as {ids:?}")
        });
    }
    let due: HashSet<_> = evidence
        .told
        .requests
        .iter()
        .filter(|request| request.fate() != Fate::Refused)
        .filter_map(|request| {
            let sent = &request.sent;
            Some(scope(sent.who?, sent.operation, sent.key.as_deref()?))
        })
        .collect();
    for record in &evidence.kept.records {
        let is_due = due.contains(record);
        finding.expect(is_due, || {
            format!("the key of scope {record} is recorded, and had no effect")
        });
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::history::Operation;
    use crate::reconcile::testing::{Case, blames};
    use serde_json::json;

    #[test]
    fn the_effect_of_a_refusal_is_found() {
        for (status, code) in [(422, "insufficient_funds"), (503, "unavailable")] {
            let mut case = Case::two_gifts();
            assert_eq!(blames(check, &case), 0);
            case.answer(0).status = status;
            case.tell(0, "", json!({ "code": code }));
            assert_eq!(blames(check, &case), 2, "the transfer and the key");
        }
    }

    #[test]
    fn the_effect_of_a_rehearsal_is_found() {
        let mut case = Case::two_gifts();
        case.told.requests[0].sent.operation = Operation::Rehearsal;
        case.told.requests[0].sent.key = None;
        case.kept.records.clear();
        assert_eq!(blames(check, &case), 1);
    }

    #[test]
    fn an_unknown_outcome_may_leave_one() {
        let mut case = Case::two_gifts();
        case.answer(0).status = 503;
        case.tell(0, "", json!({ "code": "outcome_unknown" }));
        assert_eq!(blames(check, &case), 0);
    }
}

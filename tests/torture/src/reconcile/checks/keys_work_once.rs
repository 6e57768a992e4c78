//! I5: a key of a principal has one effect. The same request gets the same answer, status and body, also where a rule
//! would refuse it now; another request under it is told so.

use crate::history::{Fate, Operation, Request};
use crate::reconcile::scope::scope;
use crate::reconcile::wish::wishes;
use crate::reconcile::{Evidence, Finding, Index};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Who used the key, for what, and the key.
type Name<'a> = (Uuid, Operation, &'a str);

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding =
        Finding::of("I5 a key works once: the same answer, and 422 for another request");
    for (name, requests) in by_key(evidence) {
        check_answers(&mut finding, &requests);
        check_effects(&mut finding, &requests, index);
        let is_done = requests
            .iter()
            .any(|request| request.acknowledged().is_some());
        let is_kept = evidence
            .kept
            .records
            .contains(&scope(name.0, name.1, name.2));
        finding.expect(!is_done || is_kept, || {
            format!(
                "{}: acknowledged, and the key is not recorded",
                lines(&requests)
            )
        });
    }
    finding
}

fn by_key(evidence: &Evidence) -> BTreeMap<Name<'_>, Vec<&Request>> {
    let mut all: BTreeMap<Name<'_>, Vec<&Request>> = BTreeMap::new();
    for request in &evidence.told.requests {
        if let (Some(who), Some(key)) = (request.sent.who, &request.sent.key) {
            let name = (who, request.sent.operation, key.as_str());
            all.entry(name).or_default().push(request);
        }
    }
    all
}

fn is_same(one: &Request, other: &Request) -> bool {
    one.sent.path == other.sent.path && one.sent.body == other.sent.body
}

fn check_answers(finding: &mut Finding, requests: &[&Request]) {
    let done = requests
        .iter()
        .filter(|request| request.acknowledged().is_some());
    let Some(first) = done.min_by_key(|request| request.ended_us()) else {
        return;
    };
    let (Some(answer), Some(ended_us)) = (first.acknowledged(), first.ended_us()) else {
        return;
    };
    let fresh = requests.iter().filter(|request| {
        let done = request.acknowledged();
        done.is_some_and(|done| !done.replayed)
    });
    let fresh = fresh.count();
    finding.expect(fresh <= 1, || {
        format!("{}: {fresh} answers were the first one", lines(requests))
    });
    for request in requests {
        let is_same = is_same(request, first);
        let is_right = match (request.fate(), is_same) {
            (Fate::Acknowledged, true) => request
                .acknowledged()
                .is_some_and(|again| again.status == answer.status && again.body == answer.body),
            // What was sent before the answer may have come too early.
            (Fate::Refused, _) if request.sent.at_us <= ended_us || !is_final(request) => true,
            (Fate::Acknowledged, false) | (Fate::Refused, true) => false,
            (Fate::Refused, false) => request.code().as_deref() == Some("idempotency_key_reused"),
            (Fate::Unknown, _) => true,
        };
        finding.expect(is_right, || {
            let what = if is_same { "the same" } else { "another" };
            let told = request.answered().map(|told| (told.status, &told.body));
            let (line, first) = (request.line, first.line);
            format!("line {line}: {what} request as line {first} under its key got {told:?}")
        });
    }
}

/// Whether it was the books that refused, and not the door or the database.
fn is_final(request: &Request) -> bool {
    let status = request.answered().map(|answered| answered.status);
    status.is_some_and(|status| matches!(status, 404 | 409 | 412 | 422))
}

/// Of all that was asked under one key, one thing has effects.
fn check_effects(finding: &mut Finding, requests: &[&Request], index: &Index<'_>) {
    let mut bodies = BTreeSet::new();
    for request in requests {
        let has_effect = wishes(request).iter().any(|wish| {
            let effects = index.by_mark.get(&wish.mark);
            let asked = index
                .asked
                .get(&wish.mark)
                .map(Vec::as_slice)
                .unwrap_or_default();
            // A reference can be asked for under several keys: any of them may have had the effect.
            let is_own = asked
                .iter()
                .all(|asked| asked.request.sent.key == request.sent.key);
            is_own && effects.is_some_and(|effects| !effects.is_empty())
        });
        if has_effect {
            bodies.insert((&request.sent.path, &request.sent.body));
        }
    }
    finding.expect(bodies.len() <= 1, || {
        format!(
            "{}: {} requests of one key had effects",
            lines(requests),
            bodies.len()
        )
    });
}

fn lines(requests: &[&Request]) -> String {
    let lines: Vec<_> = requests
        .iter()
        .map(|request| request.line.to_string())
        .collect();
    format!("lines {}", lines.join(", "))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{Case, blames};
    use serde_json::json;

    #[test]
    fn another_answer_to_the_same_request_is_found() {
        let mut case = Case::two_gifts();
        let again = case.again(0);
        assert_eq!(blames(check, &case), 0);
        case.tell(again, "/posted_at", json!("2026-01-01T00:00:09Z"));
        assert_eq!(blames(check, &case), 1);
        let mut case = Case::two_gifts();
        let again = case.again(0);
        case.answer(again).status = 200;
        assert_eq!(blames(check, &case), 1);
    }

    #[test]
    fn two_first_answers_are_found() {
        let mut case = Case::two_gifts();
        let again = case.again(0);
        case.answer(again).replayed = false;
        assert_eq!(blames(check, &case), 1);
    }

    #[test]
    fn a_refusal_of_what_was_done_is_found() {
        let mut case = Case::two_gifts();
        let again = case.again(0);
        case.answer(again).status = 422;
        case.tell(again, "", json!({ "code": "insufficient_funds" }));
        assert_eq!(blames(check, &case), 1);
        // The database may be away, though.
        case.answer(again).status = 503;
        case.tell(again, "", json!({ "code": "unavailable" }));
        assert_eq!(blames(check, &case), 0);
    }

    #[test]
    fn another_request_under_the_key_has_to_be_told_so() {
        let mut case = Case::two_gifts();
        let other = case.again(0);
        case.want(other, "/metadata/mark", json!("other"));
        assert_eq!(blames(check, &case), 1, "it was acknowledged");
        case.answer(other).status = 422;
        case.tell(other, "", json!({ "code": "insufficient_funds" }));
        assert_eq!(blames(check, &case), 1, "it was refused for another reason");
        case.tell(other, "", json!({ "code": "idempotency_key_reused" }));
        assert_eq!(blames(check, &case), 0);
    }

    #[test]
    fn two_effects_of_one_key_are_found() {
        let mut case = Case::two_gifts();
        // The second gift came under the first one's key, and nobody knows what became of it.
        case.evidence_of_loss(1);
        let first = case.told.requests[0].sent.key.clone();
        case.told.requests[1].sent.key = first;
        assert_eq!(blames(check, &case), 1);
    }

    #[test]
    fn a_key_that_is_not_recorded_is_found() {
        let mut case = Case::two_gifts();
        case.kept.records.clear();
        assert_eq!(blames(check, &case), 2);
    }
}

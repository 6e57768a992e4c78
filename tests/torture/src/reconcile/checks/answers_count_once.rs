//! I5 in a quiz: a question is answered once. The same answer again gets the first verdict, another one is refused.

use crate::history::{Operation, Request};
use crate::reconcile::index::session_of;
use crate::reconcile::{Evidence, Finding, Index};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the verdict says of the answer itself; the rest tells how things stand by now.
const OF_THE_ANSWER: [&str; 4] = ["answer", "answer_time_ms", "verdict", "ended"];

pub(crate) fn check(evidence: &Evidence, _: &Index<'_>) -> Finding {
    let mut finding = Finding::of("I5 a question is answered once, and its verdict stays");
    let mut first: BTreeMap<_, (&Request, Vec<Value>)> = BTreeMap::new();
    for request in &evidence.told.requests {
        let told = request
            .acknowledged()
            .filter(|_| request.sent.operation == Operation::Answer);
        let (Some(told), Some(session)) = (told, session_of(request)) else {
            continue;
        };
        let (asked, told) = (request.sent.body.value(), told.body.value());
        let verdict: Vec<_> = OF_THE_ANSWER
            .iter()
            .map(|name| told[*name].clone())
            .collect();
        let is_own = told["answer"] == asked["answer"];
        finding.expect(is_own, || {
            format!("line {}: judged another answer: {told}", request.line)
        });
        let question = asked["question"].to_string();
        let (before, told_before) = first
            .entry((session, question))
            .or_insert_with(|| (request, verdict.clone()));
        finding.expect(*told_before == verdict, || {
            format!(
                "line {}: {verdict:?}, but line {} was told {told_before:?}",
                request.line, before.line
            )
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
    use uuid::Uuid;

    #[test]
    fn two_verdicts_are_found() {
        let mut case = Case::two_gifts();
        let path = format!("/v1/sessions/{}/answers", Uuid::from_u128(3));
        let verdict = |choice: &str, points| json!({ "answer": { "choice": choice }, "verdict": { "points_awarded": points } });
        let mut answer = |choice: &str, told| {
            case.ask(
                Operation::Answer,
                &path,
                json!({ "question": "q", "answer": { "choice": choice } }),
                told,
            );
            blames(check, &case)
        };
        assert_eq!(answer("A", verdict("A", 100)), 0);
        assert_eq!(answer("A", verdict("A", 100)), 0);
        assert_eq!(answer("A", verdict("A", 50)), 1, "other points");
        assert_eq!(answer("B", verdict("B", 100)), 2, "another choice");
        assert_eq!(answer("B", verdict("A", 100)), 3, "somebody else's verdict");
    }
}

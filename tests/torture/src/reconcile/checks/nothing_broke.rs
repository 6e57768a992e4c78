//! I18: no panic in the log, no answer that says that something broke inside, and a stop without complaint.

use crate::reconcile::{Evidence, Finding, Index};

pub(crate) fn check(evidence: &Evidence, _: &Index<'_>) -> Finding {
    let mut finding = Finding::of("I18 no panic in the log, no internal error, and a clean stop");
    for line in evidence.log.lines() {
        let panicked = line.contains("panicked at") || line.contains("a writer panicked");
        finding.expect(!panicked, || format!("the log says: {line}"));
    }
    for request in &evidence.told.requests {
        let broke = request
            .answered()
            .filter(|answered| answered.status >= 500 && answered.status != 503);
        finding.expect(broke.is_none(), || {
            let told = broke.map(|broke| (broke.status, &broke.body));
            format!(
                "line {}: {} got {told:?}",
                request.line,
                request.sent.operation.name()
            )
        });
    }
    for failure in &evidence.failures {
        finding.blame(failure.clone());
    }
    finding.expect(evidence.stopped == Some(0), || {
        format!(
            "asked to stop, the program ended with {:?}",
            evidence.stopped
        )
    });
    finding
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{Case, blames};

    #[test]
    fn what_broke_is_found() {
        let mut case = Case::two_gifts();
        assert_eq!(blames(check, &case), 0);
        case.log = "INFO fine\nthread 'main' panicked at src/main.rs:1".to_owned();
        assert_eq!(blames(check, &case), 1);
        case.answer(0).status = 500;
        assert_eq!(blames(check, &case), 2);
        case.stopped = None;
        assert_eq!(blames(check, &case), 3);
        case.failures.push("the program was not ready".to_owned());
        assert_eq!(blames(check, &case), 4);
    }
}

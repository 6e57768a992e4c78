//! The product's own `ludger ledger verify` says that all is well, and has looked at all there is.

use crate::reconcile::{Evidence, Finding, Index};

pub(crate) fn check(evidence: &Evidence, _: &Index<'_>) -> Finding {
    let mut finding = Finding::of("`ledger verify` finds nothing, and looks at everything");
    let said = &evidence.verified;
    let found = said["discrepancies"].as_array();
    finding.expect(found.is_some_and(Vec::is_empty), || {
        format!("it says {said}")
    });
    let entries = evidence
        .kept
        .transfers
        .iter()
        .map(|transfer| transfer.entries.len());
    for (name, expected) in [
        ("transfers", evidence.kept.transfers.len()),
        ("entries", entries.sum()),
        ("accounts", evidence.kept.accounts.len()),
    ] {
        finding.expect(said[name] == expected, || {
            format!("it looked at {} {name} of {expected}", said[name])
        });
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{Case, blames};
    use serde_json::json;

    #[test]
    fn complaints_and_oversights_are_found() {
        let mut case = Case::two_gifts();
        assert_eq!(blames(check, &case), 0);
        case.verified["discrepancies"] = json!([{ "kind": "gap" }]);
        assert_eq!(blames(check, &case), 1);
        case.verified["transfers"] = json!(1);
        assert_eq!(blames(check, &case), 2);
        case.verified = json!(null);
        assert_eq!(blames(check, &case), 4);
    }
}

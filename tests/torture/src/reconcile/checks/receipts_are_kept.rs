//! I4: each acknowledged receipt has exactly one transfer, with the content that was told and that was asked for.

use crate::reconcile::content::{differs_from_receipt, differs_from_wish};
use crate::reconcile::{Evidence, Finding, Index};

pub(crate) fn check(_: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding =
        Finding::of("I4 each acknowledged receipt has exactly one transfer, with that content");
    for (mark, asked) in &index.asked {
        let receipts = asked
            .iter()
            .filter_map(|one| Some((one, one.receipt.as_ref()?)));
        for (one, receipt) in receipts {
            let line = one.request.line;
            let effects = index.by_mark.get(mark).map_or(&[][..], Vec::as_slice);
            let wrong = match effects {
                [] => Some("was acknowledged and is not there".to_owned()),
                [only] => differs_from_receipt(only, &receipt.value())
                    .or_else(|| differs_from_wish(only, &one.wish, index)),
                more => {
                    let ids: Vec<_> = more.iter().map(|transfer| transfer.id).collect();
                    Some(format!("happened {} times: {ids:?}", more.len()))
                }
            };
            finding.expect(wrong.is_none(), || {
                format!("line {line}: {mark} {}", wrong.unwrap_or_default())
            });
        }
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{Case, blames};
    use serde_json::json;

    #[test]
    fn a_lost_transfer_is_found() {
        let mut case = Case::two_gifts();
        assert_eq!(blames(check, &case), 0);
        case.kept.transfers.pop();
        assert_eq!(blames(check, &case), 1);
    }

    #[test]
    fn a_doubled_transfer_is_found() {
        let mut case = Case::two_gifts();
        let mut double = case.kept.transfers[0].clone();
        double.id = uuid::Uuid::from_u128(77);
        case.kept.transfers.push(double);
        assert_eq!(blames(check, &case), 1);
    }

    #[test]
    fn other_content_than_told_or_asked_is_found() {
        for change in [
            |case: &mut Case| case.kept.transfers[0].entries[1].balance_after += 1,
            |case: &mut Case| case.kept.transfers[0].category = "win".to_owned(),
            |case: &mut Case| case.tell(0, "/entries/1/amount", json!("8")),
            |case: &mut Case| case.tell(0, "/id", json!(uuid::Uuid::from_u128(78))),
            |case: &mut Case| case.want(0, "/entries/1/amount", json!("8")),
        ] {
            let mut case = Case::two_gifts();
            change(&mut case);
            assert_eq!(blames(check, &case), 1);
        }
    }
}

//! I6: no transfer without a receipt, an unknown outcome, or the end of a quiz that pays it.

use crate::history::Fate;
use crate::reconcile::content::differs_from_wish;
use crate::reconcile::index::{Origin, origin};
use crate::reconcile::{Evidence, Finding, Index};

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding =
        Finding::of("I6 no transfer without a receipt, an unknown outcome or a quiz that ended");
    for transfer in &evidence.kept.transfers {
        let wrong = match origin(transfer) {
            Origin::Nobody => Some("says of nobody".to_owned()),
            Origin::Reward { session, .. } => (!index.answering.contains_key(&session))
                .then(|| format!("pays for session {session}, which nobody played")),
            Origin::Mark(mark) => match index.asked.get(&mark).map(Vec::as_slice) {
                None | Some([]) => Some(format!("has the mark {mark}, which nobody sent")),
                Some(asked) => asked
                    .iter()
                    .find(|asked| asked.fate != Fate::Refused)
                    .and_then(|asked| differs_from_wish(transfer, &asked.wish, index)),
            },
        };
        let doubled = match origin(transfer) {
            Origin::Mark(mark) => index.by_mark.get(&mark).map_or(0, Vec::len) > 1,
            _ => false,
        };
        finding.expect(wrong.is_none() && !doubled, || {
            let wrong = wrong.unwrap_or_else(|| "is there more than once".to_owned());
            format!("transfer {} {wrong}", transfer.id)
        });
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{Case, blames};
    use uuid::Uuid;

    #[test]
    fn a_transfer_from_nowhere_is_found() {
        for change in [
            |case: &mut Case| case.kept.transfers[0].metadata = None,
            |case: &mut Case| case.kept.transfers[0].metadata = Some(r#"{"mark":"x"}"#.to_owned()),
            |case: &mut Case| {
                let reward = format!("quiz-reward/{}/{}", Uuid::nil(), Uuid::nil());
                case.kept.transfers[0].reference = Some(reward);
            },
            |case: &mut Case| case.kept.transfers[0].entries[1].amount = 1,
        ] {
            let mut case = Case::two_gifts();
            assert_eq!(blames(check, &case), 0);
            change(&mut case);
            assert_eq!(blames(check, &case), 1);
        }
    }

    #[test]
    fn an_unknown_outcome_may_have_one_effect_but_not_two() {
        let mut case = Case::two_gifts();
        case.evidence_of_loss(0);
        assert_eq!(blames(check, &case), 0);
        let mut double = case.kept.transfers[0].clone();
        double.id = Uuid::from_u128(78);
        case.kept.transfers.push(double);
        assert_eq!(blames(check, &case), 2);
    }
}

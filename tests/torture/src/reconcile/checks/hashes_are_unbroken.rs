//! I8 along each chain: positions without gaps, every hash as its content says, and an end where the head says.

use crate::reconcile::restored::{hash, restored};
use crate::reconcile::{Evidence, Finding, Index};
use ludger_domain::ledger::{ChainCheck, Sealed, Shard};
use std::collections::BTreeMap;

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding = Finding::of("I8 the hashes of every chain are unbroken");
    let mut chains: BTreeMap<Shard, ChainCheck> = BTreeMap::new();
    for row in &evidence.kept.transfers {
        let chain = chains
            .entry(row.shard)
            .or_insert_with(|| ChainCheck::start(row.shard));
        let fits = restored(row, index)
            .map_err(|error| error.to_string())
            .and_then(|one| {
                let (sealed, id) = (one.sealed, one.transfer.id());
                let next = chain.next(sealed, id, Ok(&one.transfer), &one.posted);
                next.map_err(|discrepancy| discrepancy.to_string())
            });
        finding.expect(fits.is_ok(), || {
            let (shard, position) = (row.shard, row.position);
            format!(
                "shard {shard}, position {position}: {}",
                fits.err().unwrap_or_default()
            )
        });
    }
    for head in &evidence.kept.heads {
        let chain = chains
            .remove(&head.shard)
            .unwrap_or(ChainCheck::start(head.shard));
        let end = hash(&head.hash).map(|hash| Sealed {
            shard: head.shard,
            position: head.position,
            hash,
        });
        let ends = end.is_some_and(|end| chain.finish(end).is_ok());
        finding.expect(ends, || {
            format!("shard {} does not end as its head says", head.shard)
        });
    }
    for shard in chains.keys() {
        finding.blame(format!("shard {shard} has transfers and no head"));
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{Case, blames};

    #[test]
    fn broken_chains_are_found() {
        for change in [
            |case: &mut Case| case.kept.transfers[0].description = Some("edited".to_owned()),
            |case: &mut Case| case.kept.transfers[1].position = 3,
            |case: &mut Case| case.kept.transfers[1].hash = "00".repeat(32),
            |case: &mut Case| case.kept.heads[0].position = 1,
            |case: &mut Case| case.kept.heads[0].hash = "nonsense".to_owned(),
            |case: &mut Case| case.kept.heads.clear(),
            |case: &mut Case| drop(case.kept.transfers.pop()),
        ] {
            let mut case = Case::two_gifts();
            assert_eq!(blames(check, &case), 0);
            change(&mut case);
            assert!(blames(check, &case) >= 1);
        }
    }
}

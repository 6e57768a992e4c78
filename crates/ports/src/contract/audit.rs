//! The audit log.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{all_pages, changes, hours, micros};
use crate::read::{AuditFilter, AuditVerification};
use ludger_domain::accounts::{AuditAction, AuditRecord};
use ludger_domain::ids::{TransferId, UserId};
use serde_json::json;

impl Stores {
    /// What the log tells, newest first, by pages of this many.
    async fn log(&self, filter: AuditFilter, limit: usize) -> Vec<AuditRecord> {
        all_pages(limit, async |page| self.audit.list(&filter, page).await).await
    }

    async fn assert_log_is_sound(&self, records: u64) {
        let expected = AuditVerification {
            records,
            ..AuditVerification::default()
        };
        assert_eq!(self.audit.verify().await.unwrap(), expected);
    }
}

/// A record with everything in it reads back, and so does one with next to nothing.
pub async fn records_read_back(stores: Stores) {
    let ada = stores.user("ada").await;
    let full = stores
        .told(AuditAction::LedgerAdjust)
        .by(ada.id)
        .on("transfer", ada.id)
        .with(json!({ "z": 1.5, "reason": "a \"mistake\"; DROP TABLE accounts", "by": [1, null, 0.1, "ü"] }))
        .from_request(Some("2001:db8::1".to_owned()), Some("7f3a".to_owned()));
    let plain = stores.told(AuditAction::UserSignInFailed);
    let decided = changes().audit(full.clone()).audit(plain.clone());
    stores.apply(decided).await;
    assert_eq!(stores.log(AuditFilter::default(), 10).await, [plain, full]);
    stores.assert_log_is_sound(2).await;
}

/// A record is written once.
pub async fn an_id_is_used_once(stores: Stores) {
    let told = stores.told(AuditAction::TopicEdit);
    stores.apply(changes().audit(told.clone())).await;
    stores
        .commit(changes().audit(told.clone()))
        .await
        .rejected();
    assert_eq!(stores.log(AuditFilter::default(), 10).await, [told]);
    stores.assert_log_is_sound(1).await;
}

/// The log can be narrowed by who, what, to what and when; by several at once, too. Its pages are as of a whole list.
pub async fn the_log_is_filtered(stores: Stores) {
    let (ada, bob): (UserId, UserId) = (stores.id(), stores.id());
    let (first, second): (TransferId, TransferId) = (stores.id(), stores.id());
    let mut told = Vec::new();
    for n in 0..12 {
        let action = [AuditAction::LedgerAdjust, AuditAction::LedgerReverse][n / 6];
        let record = AuditRecord {
            at: hours(i64::try_from(n).unwrap()),
            ..stores.told(action)
        };
        let record = match n % 3 {
            0 => record,
            1 => record.by(ada).on("transfer", first),
            _ => record.by(bob).on("transfer", second),
        };
        stores.apply(changes().audit(record.clone())).await;
        told.push(record);
    }
    let any = AuditFilter::default;
    let adjust = Some(AuditAction::LedgerAdjust);
    let filters: [(AuditFilter, &[usize]); 10] = [
        (any(), &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (
            AuditFilter {
                actor: Some(ada),
                ..any()
            },
            &[10, 7, 4, 1],
        ),
        (
            AuditFilter {
                action: adjust,
                ..any()
            },
            &[5, 4, 3, 2, 1, 0],
        ),
        (
            AuditFilter {
                target: Some(second.into()),
                ..any()
            },
            &[11, 8, 5, 2],
        ),
        (
            AuditFilter {
                since: Some(hours(9)),
                ..any()
            },
            &[11, 10, 9],
        ),
        (
            AuditFilter {
                until: Some(hours(2)),
                ..any()
            },
            &[1, 0],
        ),
        (
            AuditFilter {
                since: Some(hours(3) + jiff::SignedDuration::from_micros(1)),
                until: Some(hours(5)),
                ..any()
            },
            &[4],
        ),
        (
            AuditFilter {
                since: Some(hours(5)),
                until: Some(hours(5)),
                ..any()
            },
            &[],
        ),
        (
            AuditFilter {
                action: Some(AuditAction::TopicEdit),
                ..any()
            },
            &[],
        ),
        (
            AuditFilter {
                actor: Some(bob),
                action: adjust,
                target: Some(second.into()),
                since: Some(hours(1)),
                until: Some(hours(5)),
            },
            &[2],
        ),
    ];
    for (filter, places) in filters {
        let those: Vec<_> = places.iter().map(|place| told[*place].clone()).collect();
        for limit in [1, 3, 12, 13] {
            let found = stores.log(filter.clone(), limit).await;
            assert_eq!(found, those, "{filter:?} by {limit}");
        }
    }
}

/// Records of many parallel commits, some of which do not happen: the log has those of the others, and its chains hold.
pub async fn the_chains_hold_under_many_writers(stores: Stores) {
    stores.assert_log_is_sound(0).await;
    let mut expected = Vec::new();
    for round in 0..5 {
        let commits: Vec<_> = (0..40)
            .map(|n| {
                let told = [0, 1].map(|at| AuditRecord {
                    at: micros(at),
                    ..stores
                        .told(AuditAction::UserSignIn)
                        .with(json!({ "round": round, "n": n }))
                });
                let [first, second] = told.clone();
                let decided = changes().audit(first).audit(second);
                if n % 4 == 0 {
                    let gone = crate::Expectation::JobAt(stores.id(), 1);
                    return (told, decided.expect(gone));
                }
                (told, decided)
            })
            .collect();
        let (told, decided): (Vec<_>, Vec<_>) = commits.into_iter().unzip();
        let answers = stores.race(decided).await;
        let tally = Tally::of(&answers);
        assert_eq!((tally.applied, tally.stale), (30, 10));
        let applied = told.into_iter().zip(answers);
        expected.extend(
            applied
                .filter(|(_, answer)| answer.is_ok())
                .flat_map(|(told, _)| told),
        );
    }
    stores.assert_log_is_sound(300).await;
    expected.sort_by_key(|record| std::cmp::Reverse(record.id));
    assert_eq!(stores.log(AuditFilter::default(), 70).await, expected);
}

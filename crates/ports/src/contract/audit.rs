//! The audit log.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{all_pages, changes, hours, micros};
use crate::read::{AuditFilter, AuditVerification};
use jiff::SignedDuration;
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

/// Who did things in the log, and to what.
struct Cast {
    ada: UserId,
    bob: UserId,
    first: TransferId,
    second: TransferId,
}

impl Stores {
    /// One record in each hour: by nobody, by Ada to the first transfer, by Bob to the second, and so on; six of one
    /// action, then six of another.
    async fn twelve_hours(&self, cast: &Cast) -> Vec<AuditRecord> {
        let mut told = Vec::new();
        for n in 0..12 {
            let action = [AuditAction::LedgerAdjust, AuditAction::LedgerReverse][n / 6];
            let record = AuditRecord {
                at: hours(i64::try_from(n).unwrap()),
                ..self.told(action)
            };
            let record = match n % 3 {
                0 => record,
                1 => record.by(cast.ada).on("transfer", cast.first),
                _ => record.by(cast.bob).on("transfer", cast.second),
            };
            self.apply(changes().audit(record.clone())).await;
            told.push(record);
        }
        told
    }
}

fn of(change: impl FnOnce(&mut AuditFilter)) -> AuditFilter {
    let mut filter = AuditFilter::default();
    change(&mut filter);
    filter
}

/// Filters, and which records they take, newest first.
fn filters(cast: &Cast) -> [(AuditFilter, &'static [usize]); 10] {
    let adjust = Some(AuditAction::LedgerAdjust);
    let second = Some(cast.second.into());
    let several = AuditFilter {
        actor: Some(cast.bob),
        action: adjust,
        target: second,
        since: Some(hours(1)),
        until: Some(hours(5)),
    };
    let between = |since, until| {
        of(|it| {
            it.since = Some(since);
            it.until = Some(until);
        })
    };
    let just_after = hours(3) + SignedDuration::from_micros(1);
    [
        (of(|_| ()), &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (of(|it| it.actor = Some(cast.ada)), &[10, 7, 4, 1]),
        (of(|it| it.action = adjust), &[5, 4, 3, 2, 1, 0]),
        (of(|it| it.target = second), &[11, 8, 5, 2]),
        (of(|it| it.since = Some(hours(9))), &[11, 10, 9]),
        (of(|it| it.until = Some(hours(2))), &[1, 0]),
        (between(just_after, hours(5)), &[4]),
        (between(hours(5), hours(5)), &[]),
        (of(|it| it.action = Some(AuditAction::TopicEdit)), &[]),
        (several, &[2]),
    ]
}

/// The log can be narrowed by who, what, to what and when; by several at once, too. Its pages are as of a whole list.
pub async fn the_log_is_filtered(stores: Stores) {
    let cast = Cast {
        ada: stores.id(),
        bob: stores.id(),
        first: stores.id(),
        second: stores.id(),
    };
    let told = stores.twelve_hours(&cast).await;
    for (filter, places) in filters(&cast) {
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

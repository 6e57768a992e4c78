//! Outcomes that were unknown, and what they turned out to be.

use crate::history::{Fate, Operation, Request};
use crate::reconcile::Evidence;
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Keys of which a request had no certain end.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Unknown {
    pub(super) keys: u64,
    /// Asked again, the answer was an earlier one: it had happened.
    pub(super) had_happened: u64,
    /// Asked again, it happened then.
    pub(super) had_not_happened: u64,
    /// Another copy, sent at the same time or before, was answered.
    pub(super) answered_by_a_copy: u64,
    /// Asked again, it was refused.
    pub(super) refused_later: u64,
    /// Nobody ever knew.
    pub(super) left: u64,
}

impl Unknown {
    pub(super) fn of(evidence: &Evidence) -> Self {
        let mut by_key: BTreeMap<(Uuid, Operation, &str), Vec<&Request>> = BTreeMap::new();
        for request in &evidence.told.requests {
            if let (Some(who), Some(key)) = (request.sent.who, &request.sent.key) {
                let name = (who, request.sent.operation, key.as_str());
                by_key.entry(name).or_default().push(request);
            }
        }
        let mut unknown = Self::default();
        for requests in by_key.values() {
            unknown.count(requests);
        }
        unknown
    }

    fn count(&mut self, requests: &[&Request]) {
        let lost = requests
            .iter()
            .filter(|request| request.fate() == Fate::Unknown);
        let Some(first_lost_us) = lost.filter_map(|request| request.ended_us()).min() else {
            return;
        };
        self.keys += 1;
        let done = requests
            .iter()
            .filter(|request| request.acknowledged().is_some());
        let first = done.min_by_key(|request| request.ended_us());
        let is_after = |request: &&&Request| request.sent.at_us >= first_lost_us;
        let refused = requests.iter().filter(is_after).any(|request| {
            request
                .answered()
                .is_some_and(|told| (400..500).contains(&told.status))
        });
        let place = match first {
            Some(first) if first.sent.at_us < first_lost_us => &mut self.answered_by_a_copy,
            Some(first) if first.acknowledged().is_some_and(|told| told.replayed) => {
                &mut self.had_happened
            }
            Some(_) => &mut self.had_not_happened,
            None if refused => &mut self.refused_later,
            None => &mut self.left,
        };
        *place += 1;
    }
}

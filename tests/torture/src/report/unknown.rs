//! Outcomes that were unknown, and what they turned out to be.

use crate::history::{Fate, Operation, Request, Told};
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
    pub(super) fn of(told: &Told) -> Self {
        let mut by_key: BTreeMap<(Uuid, Operation, &str), Vec<&Request>> = BTreeMap::new();
        for request in &told.requests {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Answered, Body, End, Lost, Sent};
    use serde_json::{Value, json};

    /// When it was sent, when it ended, and as what: `None` is no reply.
    type Try = (u64, u64, Option<(u16, bool)>);

    type Count = fn(&Unknown) -> u64;

    fn turned_out(tries: &[Try]) -> Unknown {
        let requests = tries.iter().map(|&(at_us, ended_us, reply)| Request {
            line: at_us,
            sent: Sent {
                at_us,
                client: 0,
                operation: Operation::Transfer,
                path: "/v1/ledger/transfers".to_owned(),
                who: Some(Uuid::nil()),
                key: Some("k".to_owned()),
                body: Body::from(&Value::Null),
            },
            end: Some(match reply {
                None => End::Lost(Lost {
                    at_us: ended_us,
                    to: at_us,
                    error: "cut".to_owned(),
                    was_sent: true,
                }),
                Some((status, replayed)) => End::Answered(Answered {
                    at_us: ended_us,
                    to: at_us,
                    status,
                    replayed,
                    body: Body::from(&json!({})),
                }),
            }),
        });
        Unknown::of(&Told {
            requests: requests.collect(),
            ..Told::default()
        })
    }

    #[test]
    fn an_unknown_outcome_turns_out_to_be_something() {
        let lost = (1, 10, None);
        assert_eq!(
            turned_out(&[(1, 10, Some((201, false)))]),
            Unknown::default()
        );
        let table: [(&str, Try, Count); 5] = [
            ("it had happened", (20, 30, Some((201, true))), |u| {
                u.had_happened
            }),
            ("it happens now", (20, 30, Some((201, false))), |u| {
                u.had_not_happened
            }),
            ("a copy knows", (2, 30, Some((201, true))), |u| {
                u.answered_by_a_copy
            }),
            ("refused now", (20, 30, Some((422, false))), |u| {
                u.refused_later
            }),
            ("lost again", (20, 30, None), |u| u.left),
        ];
        for (name, next, count) in table {
            let unknown = turned_out(&[lost, next]);
            assert_eq!(
                (unknown.keys, count(&unknown)),
                (1, 1),
                "{name}: {unknown:?}"
            );
        }
    }
}

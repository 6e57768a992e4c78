//! When things can have happened: what a request did, it did after it was first sent and before it was first
//! acknowledged.

use super::index::{Index, Origin, origin};
use super::kept::Transfer;
use crate::history::Fate;
use std::collections::HashMap;
use uuid::Uuid;

/// Microseconds between which something happened; no end: it was never acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) sent_us: u64,
    pub(crate) acknowledged_us: Option<u64>,
}

/// One account's balances, each with when it can have come about.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    /// By sequence, from 1.
    steps: Vec<(i64, i64, Span)>,
    /// When an acknowledgement came, and the highest sequence that was acknowledged by then.
    acknowledged: Vec<(u64, i64)>,
    /// When something was sent, and the lowest sequence among what was sent then or later.
    sent: Vec<(u64, i64)>,
}

/// When a transfer can have happened; `None`: nobody asked for it.
pub(crate) fn span(index: &Index<'_>, transfer: &Transfer) -> Option<Span> {
    let (sent, acknowledged): (Vec<u64>, Vec<u64>) = match origin(transfer) {
        Origin::Nobody => return None,
        Origin::Mark(mark) => {
            let asked = index.asked.get(&mark)?;
            let done = asked
                .iter()
                .filter(|asked| asked.fate == Fate::Acknowledged);
            (
                asked.iter().map(|asked| asked.request.sent.at_us).collect(),
                done.filter_map(|asked| asked.request.ended_us()).collect(),
            )
        }
        Origin::Reward { session, .. } => {
            let answering = index.answering.get(&session)?;
            let ends = |reply: &&crate::history::Answered| !reply.body.value()["ended"].is_null();
            (
                answering.iter().map(|request| request.sent.at_us).collect(),
                answering
                    .iter()
                    .filter_map(|request| request.acknowledged().filter(ends))
                    .map(|reply| reply.at_us)
                    .collect(),
            )
        }
    };
    Some(Span {
        sent_us: sent.into_iter().min()?,
        acknowledged_us: acknowledged.into_iter().min(),
    })
}

/// Of every account.
pub(crate) fn timelines(index: &Index<'_>, transfers: &[Transfer]) -> HashMap<Uuid, Timeline> {
    let mut all: HashMap<Uuid, Timeline> = HashMap::new();
    for transfer in transfers {
        let known = span(index, transfer).unwrap_or(Span {
            sent_us: 0,
            acknowledged_us: None,
        });
        for entry in &transfer.entries {
            let steps = &mut all.entry(entry.account).or_default().steps;
            steps.push((entry.sequence, entry.balance_after, known));
        }
    }
    all.values_mut().for_each(Timeline::sort);
    all
}

impl Timeline {
    fn sort(&mut self) {
        self.steps.sort_unstable_by_key(|(sequence, ..)| *sequence);
        let done = self
            .steps
            .iter()
            .filter_map(|(s, _, span)| Some((span.acknowledged_us?, *s)));
        self.acknowledged = done.collect();
        self.acknowledged.sort_unstable();
        let mut highest = 0;
        for (_, sequence) in &mut self.acknowledged {
            highest = highest.max(*sequence);
            *sequence = highest;
        }
        self.sent = self
            .steps
            .iter()
            .map(|(s, _, span)| (span.sent_us, *s))
            .collect();
        self.sent.sort_unstable();
        let mut lowest = i64::MAX;
        for (_, sequence) in self.sent.iter_mut().rev() {
            lowest = lowest.min(*sequence);
            *sequence = lowest;
        }
    }

    /// Whether the account can have had this balance at some moment from the first instant to the second.
    pub(crate) fn can_have_had(&self, balance: i64, (from_us, to_us): (u64, u64)) -> bool {
        let before = self.acknowledged.partition_point(|(at, _)| *at < from_us);
        let low = before
            .checked_sub(1)
            .and_then(|place| self.acknowledged.get(place));
        let low = low.map_or(0, |(_, sequence)| *sequence);
        let after = self.sent.partition_point(|(at, _)| *at <= to_us);
        let high = self
            .sent
            .get(after)
            .map_or(i64::MAX, |(_, sequence)| sequence - 1);
        let first = self.steps.partition_point(|(step, ..)| *step < low);
        let behind = self.steps.partition_point(|(step, ..)| *step <= high);
        let possible = self.steps.get(first..behind).unwrap_or_default();
        (low == 0 && balance == 0) || possible.iter().any(|(_, after, _)| *after == balance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sequence, balance after it, sent, acknowledged.
    fn timeline(steps: &[(i64, i64, u64, Option<u64>)]) -> Timeline {
        let step = |&(sequence, balance, sent_us, acknowledged_us)| {
            let span = Span {
                sent_us,
                acknowledged_us,
            };
            (sequence, balance, span)
        };
        let mut timeline = Timeline {
            steps: steps.iter().map(step).collect(),
            ..Timeline::default()
        };
        timeline.sort();
        timeline
    }

    #[test]
    fn a_balance_is_there_between_its_steps() {
        let line = timeline(&[
            (1, 10, 100, Some(110)),
            (2, 30, 120, Some(140)),
            (3, 5, 200, None),
        ]);
        let table = [
            (0, (50, 60), true),
            (10, (50, 60), false),
            (10, (111, 115), true),
            (0, (111, 115), false),
            (10, (130, 135), true),
            (30, (130, 135), true),
            (10, (141, 150), false),
            (5, (141, 150), false),
            (30, (300, 310), true),
            (5, (300, 310), true),
            (7, (300, 310), false),
        ];
        for (balance, window, expected) in table {
            assert_eq!(
                line.can_have_had(balance, window),
                expected,
                "{balance} {window:?}"
            );
        }
    }
}

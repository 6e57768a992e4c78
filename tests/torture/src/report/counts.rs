//! How often what happened.

use crate::history::{End, FaultSpan, Request, Told};
use serde::Serialize;
use std::collections::BTreeMap;

/// By operation and by how it ended: the status, with the code of a problem, or `lost`.
pub(super) type Operations = BTreeMap<String, BTreeMap<String, u64>>;

/// What one kind of fault came to.
#[derive(Debug, Serialize)]
pub(super) struct FaultCount {
    pub(super) fault: String,
    pub(super) times: usize,
    /// How often it really came about.
    pub(super) reached: usize,
    /// From its end until the program was ready: least, median, most.
    pub(super) ready_after_ms: [u64; 3],
    /// From its end until the first request that was acknowledged: least, median, most.
    pub(super) first_success_after_ms: [u64; 3],
}

pub(super) fn operations(requests: &[Request]) -> Operations {
    let mut all = Operations::new();
    for request in requests {
        let ended = match &request.end {
            None => "unended".to_owned(),
            Some(End::Lost(lost)) if lost.was_sent => "lost".to_owned(),
            Some(End::Lost(_)) => "not sent".to_owned(),
            Some(End::Answered(answered)) => match request.code() {
                Some(code) => format!("{} {code}", answered.status),
                None if answered.replayed => format!("{} replayed", answered.status),
                None => answered.status.to_string(),
            },
        };
        let of_operation = all.entry(request.sent.operation.name()).or_default();
        *of_operation.entry(ended).or_default() += 1;
    }
    all
}

pub(super) fn faults(told: &Told) -> Vec<FaultCount> {
    let mut successes_us: Vec<u64> = told
        .requests
        .iter()
        .filter_map(|request| Some(request.acknowledged()?.at_us))
        .collect();
    successes_us.sort_unstable();
    let mut by_name: BTreeMap<&str, Vec<&FaultSpan>> = BTreeMap::new();
    for fault in &told.faults {
        by_name.entry(&fault.fault).or_default().push(fault);
    }
    let count = |(fault, spans): (&str, Vec<&FaultSpan>)| FaultCount {
        fault: fault.to_owned(),
        times: spans.len(),
        reached: spans.iter().filter(|span| span.reached).count(),
        ready_after_ms: middle(spans.iter().map(|span| span.ready_after_ms)),
        first_success_after_ms: middle(spans.iter().filter_map(|span| {
            // `ended_us` is when it was ready again.
            let over_us = span.ended_us.saturating_sub(1_000 * span.ready_after_ms);
            let first = successes_us.partition_point(|at| *at < over_us);
            Some((successes_us.get(first)? - over_us) / 1_000)
        })),
    };
    by_name.into_iter().map(count).collect()
}

/// The longest wait for an answer.
pub(super) fn slowest_ms(told: &Told) -> u64 {
    let answered = told.requests.iter().filter_map(|request| {
        let at_us = request.answered()?.at_us;
        Some(at_us.saturating_sub(request.sent.at_us) / 1_000)
    });
    answered.max().unwrap_or_default()
}

/// The least, the median and the most.
fn middle(values: impl Iterator<Item = u64>) -> [u64; 3] {
    let mut sorted: Vec<u64> = values.collect();
    sorted.sort_unstable();
    let at = |place: usize| sorted.get(place).copied().unwrap_or_default();
    [
        at(0),
        at(sorted.len() / 2),
        at(sorted.len().saturating_sub(1)),
    ]
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn the_middle_is_the_median() {
        assert_eq!(middle([5, 1, 9].into_iter()), [1, 5, 9]);
        assert_eq!(middle(std::iter::empty()), [0, 0, 0]);
    }
}

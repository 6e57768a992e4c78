//! How long answers took.

use std::fmt;
use std::time::Duration;

/// Latencies of one kind of request.
#[derive(Debug, Default)]
pub(crate) struct Latencies(Vec<Duration>);

impl Latencies {
    pub(crate) fn add(&mut self, latency: Duration) {
        self.0.push(latency);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The latency that so many of a hundred do not exceed; nothing takes no time.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).copied().unwrap_or_default()
    }
}

impl Extend<Duration> for Latencies {
    fn extend<T: IntoIterator<Item = Duration>>(&mut self, latencies: T) {
        self.0.extend(latencies);
    }
}

impl fmt::Display for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [p50, p99, max] = [50, 99, 100].map(|percent| self.percentile(percent));
        let count = self.len();
        write!(f, "{count}: p50 {p50:.1?}, p99 {p99:.1?}, max {max:.1?}")
    }
}

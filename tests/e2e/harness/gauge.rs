//! What a server tells of itself: its metrics, and its memory.

use super::Server;
use std::time::Duration;
use tokio::time::timeout;

/// For a figure to be as it is waited for.
const TIME_MAX: Duration = Duration::from_secs(60);

impl Server {
    /// All figures. Needs the setting `metrics_listen`.
    pub(crate) async fn metrics(&self) -> String {
        let line = self.greeting.iter().find(|line| line.contains("/metrics"));
        let url = line.unwrap().split_whitespace().nth(1).unwrap();
        reqwest::get(url).await.unwrap().text().await.unwrap()
    }

    /// A figure without labels; 0 if nothing was counted yet.
    pub(crate) async fn figure(&self, name: &str) -> f64 {
        let text = self.metrics().await;
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
            .map_or(0.0, |value| value.parse().unwrap())
    }

    /// Waits until a figure is as it should be.
    pub(crate) async fn until(&self, name: &str, is_right: impl Fn(f64) -> bool) {
        let waiting = async {
            while !is_right(self.figure(name).await) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(TIME_MAX, waiting)
            .await
            .unwrap_or_else(|_| panic!("{name} is never right"));
    }

    /// Resident memory, where the system tells it.
    pub(crate) fn memory_mb(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kilobytes / 1024)
    }
}

//! Whether the machine has time for us. How long answers take says something of the program only where our own timers
//! are on time.

use std::time::Duration;
use tokio::time::{Instant, sleep_until};

const BEAT: Duration = Duration::from_millis(10);

/// Beats for that long. Gives by how much 99 of 100 beats were late at most, in microseconds.
pub(super) async fn late_p99_us(lasting: Duration) -> u64 {
    let end = Instant::now() + lasting;
    let mut late_us = Vec::new();
    while Instant::now() < end {
        let due = Instant::now() + BEAT;
        sleep_until(due).await;
        late_us.push(u64::try_from(due.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    late_us.sort_unstable();
    late_us
        .get(late_us.len() * 99 / 100)
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::late_p99_us;
    use std::time::Duration;
    use tokio::time::Instant;

    #[tokio::test]
    async fn a_thread_that_is_busy_makes_it_late() {
        let busy = async {
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_millis(80) {
                std::hint::spin_loop();
            }
        };
        let (late_us, ()) = tokio::join!(late_p99_us(Duration::from_millis(60)), busy);
        assert!(late_us > 60_000, "{late_us}");
    }
}

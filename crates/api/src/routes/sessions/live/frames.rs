//! How often a client may send something.

use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

/// Frames of one client within [`WITHIN`].
const FRAMES_MAX: usize = 20;
const WITHIN: Duration = Duration::from_secs(5);

/// When the last frames came.
#[derive(Debug, Default)]
pub(super) struct Frames(VecDeque<Instant>);

impl Frames {
    /// Another one; whether it may have come.
    pub(super) fn take(&mut self) -> bool {
        let now = Instant::now();
        while self.0.front().is_some_and(|first| now - *first >= WITHIN) {
            self.0.pop_front();
        }
        let fits = self.0.len() < FRAMES_MAX;
        if fits {
            self.0.push_back(now);
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    #[tokio::test(start_paused = true)]
    async fn twenty_frames_fit_into_five_seconds() {
        let mut frames = Frames::default();
        for _ in 0..FRAMES_MAX {
            assert!(frames.take());
            advance(Duration::from_millis(100)).await;
        }
        assert!(!frames.take());
        advance(Duration::from_secs(3)).await;
        assert!(frames.take());
        assert!(!frames.take());
    }
}

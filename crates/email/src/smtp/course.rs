use super::failure::{Failure, Reason};
use crate::settings::Limits;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// The time that one mail has. Each step has a limit, and all together have another one.
pub(super) struct Course {
    limits: Limits,
    end: Instant,
}

impl Course {
    pub(super) fn begin(limits: Limits) -> Self {
        Self {
            limits,
            end: Instant::now() + limits.whole,
        }
    }

    /// How long one of several addresses of a server is tried, so that there is time for another one.
    pub(super) fn address_time_max(&self) -> Duration {
        self.limits.connect / 3
    }

    /// Connects, and reads what the server greets us with.
    pub(super) async fn connect<T, E: Into<Reason>>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failure> {
        let limit = Instant::now() + self.limits.connect;
        self.until(limit, "connecting", work).await
    }

    /// Says something, and reads the answer.
    pub(super) async fn command<T, E: Into<Reason>>(
        &self,
        step: &'static str,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failure> {
        let limit = Instant::now() + self.limits.command;
        self.until(limit, step, work).await
    }

    /// Takes all the time that is left.
    pub(super) async fn rest<T, E: Into<Reason>>(
        &self,
        step: &'static str,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failure> {
        self.until(self.end, step, work).await
    }

    /// Whoever is late is dropped, and the connection with it.
    async fn until<T, E: Into<Reason>>(
        &self,
        limit: Instant,
        step: &'static str,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failure> {
        let reason = match timeout_at(limit.min(self.end), work).await {
            Ok(Ok(done)) => return Ok(done),
            Ok(Err(error)) => error.into(),
            Err(_) => Reason::Late,
        };
        Err(Failure::new(step, reason))
    }
}

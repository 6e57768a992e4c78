use crate::{StreamEvent, Unavailable};
use async_trait::async_trait;
use ludger_domain::ids::StreamId;

/// What happened, for those who follow it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Streams: Send + Sync + 'static {
    /// The number of the last event of each stream; streams of which nothing was told yet are left out.
    async fn last_sequences(
        &self,
        streams: &[StreamId],
    ) -> Result<Vec<(StreamId, i64)>, Unavailable>;
    /// The events after a number, in order, as many as `limit` at most.
    async fn events(
        &self,
        stream: StreamId,
        after: i64,
        limit: usize,
    ) -> Result<Vec<StreamEvent>, Unavailable>;
}

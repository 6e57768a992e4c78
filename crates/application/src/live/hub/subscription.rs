use super::PAGE;
use ludger_domain::ids::StreamId;
use ludger_ports::StreamEvent;
use ludger_ports::read::Streams;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::time::sleep;

/// Between two tries to read while the store does not answer.
const AGAIN: Duration = Duration::from_millis(250);

/// Somebody who follows a stream.
pub struct Subscription {
    streams: Arc<dyn Streams>,
    stream: StreamId,
    /// The last number that was told.
    told: i64,
    /// Read from the store, to be told next.
    read: VecDeque<Arc<StreamEvent>>,
    /// Whether the store may have more, from before what comes by itself.
    is_behind: bool,
    events: Receiver<Arc<StreamEvent>>,
}

/// The subscriber fell further behind than events are kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("fell behind")]
pub struct TooSlow;

impl Subscription {
    pub(super) fn new(
        streams: Arc<dyn Streams>,
        stream: StreamId,
        after: i64,
        events: Receiver<Arc<StreamEvent>>,
    ) -> Self {
        Self {
            streams,
            stream,
            told: after,
            read: VecDeque::new(),
            is_behind: true,
            events,
        }
    }

    /// The next event, as soon as there is one. Dropping the future loses nothing.
    ///
    /// # Errors
    /// See [`TooSlow`].
    pub async fn next(&mut self) -> Result<Arc<StreamEvent>, TooSlow> {
        loop {
            if let Some(event) = self.stored().await {
                return Ok(event);
            }
            // Closed: there is no hub any more that anything could come from.
            let event = self.events.recv().await.map_err(|_| TooSlow)?;
            if event.sequence <= self.told {
                continue;
            }
            if event.sequence == self.told + 1 {
                self.told = event.sequence;
                return Ok(event);
            }
            self.is_behind = true;
        }
    }

    /// The next event of those that are stored already; `None`: all of them were told. An outage of the store is waited for.
    /// Dropping the future loses nothing.
    pub async fn stored(&mut self) -> Option<Arc<StreamEvent>> {
        loop {
            if let Some(event) = self.read.pop_front() {
                self.told = event.sequence;
                return Some(event);
            }
            if !self.is_behind {
                return None;
            }
            match self.streams.events(self.stream, self.told, PAGE).await {
                Ok(events) => {
                    self.is_behind = events.len() >= PAGE;
                    self.read.extend(events.into_iter().map(Arc::new));
                }
                Err(_) => sleep(AGAIN).await,
            }
        }
    }
}

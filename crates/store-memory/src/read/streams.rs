use crate::MemoryStore;
use async_trait::async_trait;
use ludger_domain::ids::StreamId;
use ludger_ports::read::Streams;
use ludger_ports::{StreamEvent, Unavailable};

#[async_trait]
impl Streams for MemoryStore {
    async fn last_sequences(
        &self,
        streams: &[StreamId],
    ) -> Result<Vec<(StreamId, i64)>, Unavailable> {
        Ok(self.read(|state| {
            let last = streams
                .iter()
                .map(|id| Some((*id, *state.streams.get(id)?)));
            last.flatten().collect()
        }))
    }

    async fn events(
        &self,
        stream: StreamId,
        after: i64,
        limit: usize,
    ) -> Result<Vec<StreamEvent>, Unavailable> {
        Ok(self.read(|state| {
            let behind = (stream, after.saturating_add(1))..=(stream, i64::MAX);
            let events = state.events.range(behind);
            events.take(limit).map(|(_, event)| event.clone()).collect()
        }))
    }
}

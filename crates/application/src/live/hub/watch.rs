//! The task that looks. It begins with the first who follows something, and ends when nobody does.

use super::{EVERY, Hub, PAGE, Rooms};
use futures::StreamExt;
use futures::future::try_join_all;
use futures::stream::iter;
use ludger_domain::ids::StreamId;
use ludger_ports::{StreamEvent, Unavailable};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, sleep_until};

/// Streams that are asked about in one query.
const CHUNK: usize = 500;
/// Streams that are read at the same time: the pool is there for others too.
const AT_ONCE: usize = 4;
/// The longest pause while the store does not answer.
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// A stream, and how far its room is.
type Place = (StreamId, i64);

/// Looks from now on, until nobody follows anything.
pub(super) fn start(hub: Arc<Hub>) {
    let runtime = hub.runtime.get_or_init(Handle::current).clone();
    let watching = Watching(Some(hub.clone()));
    runtime.spawn(async move {
        hub.watch().await;
        watching.end();
    });
}

/// Somebody looks. A task that is dropped with its runtime has to say that it does no longer.
struct Watching(Option<Arc<Hub>>);

impl Watching {
    /// It has said so itself; meanwhile somebody else may have begun.
    fn end(mut self) {
        self.0 = None;
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        if let Some(hub) = &self.0 {
            hub.rooms().is_watched = false;
        }
    }
}

impl Hub {
    async fn watch(&self) {
        let mut pause = EVERY;
        let mut look_at = Instant::now();
        loop {
            let is_time = Instant::now() >= look_at;
            let Some(places) = self.places(is_time) else {
                return;
            };
            let looked = if is_time {
                look_at = Instant::now() + EVERY;
                self.look(&places).await
            } else {
                self.read_on(&places).await
            };
            match looked {
                Ok(()) => pause = EVERY,
                Err(error) => {
                    tracing::debug!(error = %error.source, "what is told cannot be read");
                    sleep(pause).await;
                    pause = PAUSE_MAX.min(pause * 2);
                    // Whatever was told meanwhile is found by looking at all.
                    look_at = Instant::now();
                    continue;
                }
            }
            tokio::select! {
                () = sleep_until(look_at) => {}
                () = self.news.notified() => {}
            }
        }
    }

    /// Where to look: everywhere, or where something was told. `None`: nobody follows anything.
    fn places(&self, everywhere: bool) -> Option<Vec<Place>> {
        let mut rooms = self.rooms();
        rooms
            .open
            .retain(|_, room| room.events.receiver_count() > 0);
        if rooms.open.is_empty() {
            rooms.told.clear();
            // Under the lock: whoever comes next begins anew.
            rooms.is_watched = false;
            return None;
        }
        let Rooms { open, told, .. } = &mut *rooms;
        let told = std::mem::take(told);
        let wanted = open
            .iter()
            .filter(|(stream, _)| everywhere || told.contains(stream));
        Some(wanted.map(|(stream, room)| (*stream, room.sent)).collect())
    }

    /// Asks how far all of these are, and reads those that have news.
    async fn look(&self, places: &[Place]) -> Result<(), Unavailable> {
        let ids: Vec<StreamId> = places.iter().map(|(stream, _)| *stream).collect();
        let asked: Vec<_> = ids
            .chunks(CHUNK)
            .map(|ids| self.streams.last_sequences(ids))
            .collect();
        let last = try_join_all(asked).await?.concat();
        let sent: HashMap<StreamId, i64> = places.iter().copied().collect();
        let news: Vec<Place> = last
            .iter()
            .filter_map(|(stream, last)| {
                let sent = sent.get(stream)?;
                (last > sent).then_some((*stream, *sent))
            })
            .collect();
        self.read_on(&news).await?;
        // What was thrown away before it was read is not waited for.
        let mut rooms = self.rooms();
        for (stream, last) in last {
            if let Some(room) = rooms.open.get_mut(&stream) {
                room.sent = room.sent.max(last);
            }
        }
        Ok(())
    }

    async fn read_on(&self, places: &[Place]) -> Result<(), Unavailable> {
        let reads: Vec<_> = places.iter().map(|place| self.read(*place)).collect();
        let mut reads = iter(reads).buffer_unordered(AT_ONCE);
        // One that fails does not hold the others up.
        let mut answer = Ok(());
        while let Some(read) = reads.next().await {
            answer = answer.and(read);
        }
        answer
    }

    /// Reads a stream to its end, and sends what it reads.
    async fn read(&self, (stream, mut sent): Place) -> Result<(), Unavailable> {
        loop {
            let events = self.streams.events(stream, sent, PAGE).await?;
            let is_all = events.len() < PAGE;
            sent = events.last().map_or(sent, |event| event.sequence);
            self.send(stream, events);
            if is_all {
                return Ok(());
            }
        }
    }

    /// Under the lock under which rooms are entered.
    fn send(&self, stream: StreamId, events: Vec<StreamEvent>) {
        let mut rooms = self.rooms();
        let Some(room) = rooms.open.get_mut(&stream) else {
            return;
        };
        for event in events {
            if event.sequence > room.sent {
                room.sent = event.sequence;
                // An error says that nobody listens.
                room.events.send(Arc::new(event)).unwrap_or_default();
            }
        }
    }
}

//! What is told of streams, read once for each process and handed to everybody who follows them.
//!
//! # Why it asks
//! A commit of any node may tell something. Postgres could notify, but not through a pooler that shares its sessions, and
//! SQLite cannot: so one task asks for the numbers of the last events of all streams that somebody follows, in one query,
//! [every 25 ms](EVERY); and at once where a commit of this process told something ([`Hub::look_at`]). While nobody follows
//! anything, there is no such task.
//!
//! # Why nothing is lost, nor told twice
//! Events of a stream are numbered without a gap, in the order of their commits. A room has sent everything up to a number;
//! who subscribes hears everything behind it, because both happen under one lock, and reads what lies before it from the
//! store. Each subscriber knows the last number that it was told, leaves out what is not behind it, and reads from the store
//! what would leave a gap.
//!
//! # What bounds it
//! A room keeps the last [`RING`] events, however many follow it; who is further behind is cut, and resumes by number. A
//! room that nobody follows is forgotten.

mod subscription;
mod watch;

pub use subscription::{Subscription, TooSlow};

use ludger_domain::ids::StreamId;
use ludger_ports::read::Streams;
use ludger_ports::{StreamEvent, Unavailable};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::broadcast::Receiver;
use tokio::sync::{Notify, broadcast};

/// Between two looks, so also how late an event of another node is at most, by this.
pub(super) const EVERY: Duration = Duration::from_millis(25);
/// Events that a room keeps for those who are behind.
const RING: usize = 256;
/// Events that are read at once.
const PAGE: usize = 128;

/// What is told of streams. One for the whole process.
pub struct Hub {
    streams: Arc<dyn Streams>,
    rooms: Mutex<Rooms>,
    /// Somebody should look at once.
    news: Notify,
    /// Where to look from; where the first one subscribes, unless it was said.
    runtime: OnceLock<Handle>,
}

#[derive(Default)]
struct Rooms {
    open: HashMap<StreamId, Room>,
    /// Of these, where to look at once.
    told: HashSet<StreamId>,
    /// Whether somebody looks.
    is_watched: bool,
}

/// Those who follow one stream.
struct Room {
    events: broadcast::Sender<Arc<StreamEvent>>,
    /// All up to this one were sent.
    sent: i64,
}

impl Hub {
    /// A hub over these streams.
    pub fn new(streams: Arc<dyn Streams>) -> Arc<Self> {
        Arc::new(Self {
            streams,
            rooms: Mutex::default(),
            news: Notify::new(),
            runtime: OnceLock::new(),
        })
    }

    /// Looks from there: a runtime that lives as long as the process and has little else to do.
    pub fn look_from(&self, runtime: Handle) {
        // The first one stays.
        self.runtime.get_or_init(|| runtime);
    }

    /// Follows a stream from behind the event `after`; `None`: from now on.
    ///
    /// # Errors
    /// The store cannot say how far the stream is.
    pub async fn subscribe(
        self: &Arc<Self>,
        stream: StreamId,
        after: Option<i64>,
    ) -> Result<Subscription, Unavailable> {
        let last = self.streams.last_sequences(&[stream]).await?;
        let last = last.first().map_or(0, |(_, last)| *last);
        let (events, was_watched) = self.enter(stream, last);
        if !was_watched {
            watch::start(self.clone());
        }
        // Nobody knows events that have not happened yet, whatever they say.
        let after = after.map_or(last, |after| after.clamp(0, last));
        let streams = self.streams.clone();
        Ok(Subscription::new(streams, stream, after, events))
    }

    /// Something may have been told here: to be looked at before it is time.
    pub fn look_at(&self, streams: &[StreamId]) {
        if streams.is_empty() {
            return;
        }
        let mut rooms = self.rooms();
        let Rooms { open, told, .. } = &mut *rooms;
        let before = told.len();
        told.extend(streams.iter().filter(|stream| open.contains_key(stream)));
        if told.len() > before {
            self.news.notify_one();
        }
    }

    /// Hears what is told from now on; and whether somebody looks for it already. A new room begins behind `last`.
    fn enter(&self, stream: StreamId, last: i64) -> (Receiver<Arc<StreamEvent>>, bool) {
        let mut rooms = self.rooms();
        let room = rooms.open.entry(stream).or_insert_with(|| Room {
            events: broadcast::Sender::new(RING),
            sent: last,
        });
        let events = room.events.subscribe();
        (events, std::mem::replace(&mut rooms.is_watched, true))
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

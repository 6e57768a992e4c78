//! Reads by key, gathered: whoever asks while a statement is under way shares the next one.
//!
//! What stands in front of nearly every request (whose token is this, is this user there, what do they own) is a row
//! by its key. Read one by one, each costs a blocking thread, a connection and a round trip, far more than the look-up
//! itself; read together, hundreds cost one of each. There is no timer: a lone caller waits for nobody. Nothing is kept
//! either: a statement begins after each of its callers asked, so they see all that was answered before.

use crate::connection::Connection;
use crate::errors::unavailable;
use crate::pool::Reader;
use diesel::QueryResult;
use ludger_ports::Unavailable;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// Reads the rows of many keys.
pub(crate) type Read<K, V> = fn(&mut Connection, &[K]) -> QueryResult<Found<K, V>>;

/// The rows of many keys, each by itself readable or not; those that are not there are left out.
pub(crate) type Found<K, V> = Vec<(K, QueryResult<V>)>;

/// The rows without their keys, in their order, if each of them is readable.
pub(crate) fn all<K, V>(found: Found<K, V>) -> QueryResult<Vec<V>> {
    found.into_iter().map(|(_, row)| row).collect()
}

/// Reads of one kind. Cheap to clone.
pub(crate) struct Gather<K, V>(Arc<Inner<K, V>>);

struct Inner<K, V> {
    reader: Reader,
    read: Read<K, V>,
    waiting: Mutex<Waiting<K, V>>,
}

type Answer<V> = Result<Option<V>, Unavailable>;
type Callers<K, V> = HashMap<K, Vec<oneshot::Sender<Answer<V>>>>;

struct Waiting<K, V> {
    callers: Callers<K, V>,
    count: usize,
    is_served: bool,
}

#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("{0} reads are waiting already")]
    QueueFull(usize),
    #[error("the database gave no answer within {0:?}")]
    Hung(Duration),
    #[error("the reads were given up")]
    GivenUp,
}

impl<K, V> Clone for Gather<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> Gather<K, V>
where
    K: Copy + Eq + Hash + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    pub(crate) fn new(reader: Reader, read: Read<K, V>) -> Self {
        let waiting = Waiting {
            callers: HashMap::new(),
            count: 0,
            is_served: false,
        };
        Self(Arc::new(Inner {
            reader,
            read,
            waiting: Mutex::new(waiting),
        }))
    }

    /// The row of a key. Answers within the reader's deadline.
    pub(crate) async fn get(&self, key: K) -> Answer<V> {
        let deadline = self.0.reader.deadline();
        let (sender, answer) = oneshot::channel();
        if self.0.join(key, sender)? {
            tokio::spawn(Service::of(&self.0).run());
        }
        match timeout(deadline, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_dropped)) => Err(Unavailable::broken(Fault::GivenUp)),
            Err(_elapsed) => Err(Unavailable::broken(Fault::Hung(deadline))),
        }
    }
}

impl<K, V> Inner<K, V>
where
    K: Copy + Eq + Hash + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    /// Whether nobody serves those who wait.
    fn join(&self, key: K, sender: oneshot::Sender<Answer<V>>) -> Result<bool, Unavailable> {
        let most = self.reader.queue_max();
        let mut waiting = self.lock();
        if waiting.count >= most {
            return Err(Unavailable::overloaded(Fault::QueueFull(most)));
        }
        waiting.count += 1;
        waiting.callers.entry(key).or_default().push(sender);
        Ok(!std::mem::replace(&mut waiting.is_served, true))
    }
}

impl<K, V> Inner<K, V> {
    fn lock(&self) -> MutexGuard<'_, Waiting<K, V>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn answer<K: Eq + Hash, V: Clone>(
    mut callers: Callers<K, V>,
    found: Result<Found<K, V>, Unavailable>,
) {
    let tell = |senders: Vec<oneshot::Sender<Answer<V>>>, answer: &Answer<V>| {
        for sender in senders {
            // A caller may have gone.
            drop(sender.send(answer.clone()));
        }
    };
    match found {
        Ok(rows) => {
            for (key, row) in rows {
                let senders = callers.remove(&key).unwrap_or_default();
                tell(senders, &row.map(Some).map_err(unavailable));
            }
            for senders in callers.into_values() {
                tell(senders, &Ok(None));
            }
        }
        Err(error) => {
            for senders in callers.into_values() {
                tell(senders, &Err(error.clone()));
            }
        }
    }
}

/// Whoever answers. If it ends before it is done, or before it has begun, as it does when its runtime ends, those who
/// wait are given up, and the next to ask begins anew.
struct Service<K, V> {
    inner: Arc<Inner<K, V>>,
    has_ended: bool,
}

impl<K, V> Service<K, V>
where
    K: Copy + Eq + Hash + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    fn of(inner: &Arc<Inner<K, V>>) -> Self {
        Self {
            inner: Arc::clone(inner),
            has_ended: false,
        }
    }

    /// Answers everybody, until nobody waits.
    async fn run(mut self) {
        while let Some(callers) = self.next() {
            let keys: Vec<K> = callers.keys().copied().collect();
            let read = self.inner.read;
            let found = self.inner.reader.run(move |conn| read(conn, &keys)).await;
            answer(callers, found);
        }
    }

    /// Those who wait; `None`: nobody, and from here on nobody serves.
    fn next(&mut self) -> Option<Callers<K, V>> {
        let mut waiting = self.inner.lock();
        self.has_ended = waiting.callers.is_empty();
        waiting.is_served = !self.has_ended;
        waiting.count = 0;
        waiting
            .is_served
            .then(|| std::mem::take(&mut waiting.callers))
    }
}

impl<K, V> Drop for Service<K, V> {
    fn drop(&mut self) {
        if !self.has_ended {
            let mut waiting = self.inner.lock();
            waiting.callers.clear();
            waiting.count = 0;
            waiting.is_served = false;
        }
    }
}

#[cfg(test)]
mod tests;

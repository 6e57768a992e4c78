//! Reads, off the async threads and bounded on every side.
//!
//! A database that hangs holds r2d2's own time-outs for as long as it likes, so the deadline is kept here, on the
//! async side: the caller gets its answer in time, whatever the thread behind it waits for. That thread keeps its
//! permit until it is back, so there are never more of them than connections; and no more callers wait for one than
//! the queue takes.

use crate::connection::{Connection, ConnectionManager};
use crate::errors::{is_connection_lost, unavailable};
use diesel::QueryResult;
use ludger_ports::Unavailable;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

/// How long a connection may take.
const CONNECT_MAX: Duration = Duration::from_secs(2);

/// Runs reads.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    pool: r2d2::Pool<ConnectionManager>,
    queue: Arc<Semaphore>,
    running: Arc<Semaphore>,
    bounds: Bounds,
}

/// Bounds of a [`Reader`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Connections, and reads that run at the same time.
    pub(crate) readers: u32,
    /// Reads that run or wait; one more is refused at once.
    pub(crate) queue_max: usize,
    /// How long one may take, waiting included.
    pub(crate) deadline: Duration,
}

#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("{0} reads are under way already")]
    QueueFull(usize),
    #[error("no read could begin within {0:?}")]
    Waited(Duration),
    #[error("the database gave no answer within {0:?}")]
    Hung(Duration),
    #[error("a read panicked")]
    Panicked(#[source] tokio::task::JoinError),
    #[error("the store is closed")]
    Closed,
}

impl Reader {
    /// Connects when it is first needed.
    pub(crate) fn new(connector: ConnectionManager, bounds: Bounds) -> Self {
        let pool = r2d2::Pool::builder()
            .max_size(bounds.readers)
            .min_idle(Some(0))
            .connection_timeout(CONNECT_MAX)
            // A lost connection is found out by the read that meets it, which then takes another.
            .test_on_check_out(false)
            .error_handler(Box::new(Log))
            .build_unchecked(connector);
        Self {
            queue: Arc::new(Semaphore::new(bounds.queue_max)),
            running: Arc::new(Semaphore::new(bounds.readers as usize)),
            bounds,
            pool,
        }
    }

    /// How long a read may take.
    pub(crate) const fn deadline(&self) -> Duration {
        self.bounds.deadline
    }

    /// How many reads may run or wait.
    pub(crate) const fn queue_max(&self) -> usize {
        self.bounds.queue_max
    }

    /// Runs `read`, again on another connection if the first one turns out to be lost. Answers within the deadline.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        read: impl Fn(&mut Connection) -> QueryResult<T> + Send + 'static,
    ) -> Result<T, Unavailable> {
        let Bounds {
            queue_max,
            deadline,
            ..
        } = self.bounds;
        let end = Instant::now() + deadline;
        let Ok(_place) = self.queue.try_acquire() else {
            return Err(Unavailable::overloaded(Fault::QueueFull(queue_max)));
        };
        let permit = match timeout_at(end, Arc::clone(&self.running).acquire_owned()).await {
            Ok(Ok(permit)) => permit,
            Ok(Err(_closed)) => return Err(Unavailable::broken(Fault::Closed)),
            Err(_elapsed) => return Err(Unavailable::overloaded(Fault::Waited(deadline))),
        };
        let pool = self.pool.clone();
        let task = tokio::task::spawn_blocking(move || {
            let result = attempt(&pool, &read);
            drop(permit);
            result
        });
        match timeout_at(end, task).await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => Err(Unavailable::broken(Fault::Panicked(panic))),
            Err(_elapsed) => Err(Unavailable::broken(Fault::Hung(deadline))),
        }
    }
}

fn attempt<T>(
    pool: &r2d2::Pool<ConnectionManager>,
    read: &impl Fn(&mut Connection) -> QueryResult<T>,
) -> Result<T, Unavailable> {
    // After a restart of the server every pooled connection may be lost; the next one after those is new.
    for _ in 0..pool.max_size() {
        let mut connection = pool.get().map_err(Unavailable::broken)?;
        match read(&mut connection) {
            Err(error) if is_connection_lost(&error) => {
                tracing::debug!(%error, "a pooled connection was lost");
                connection.give_up();
            }
            result => return result.map_err(unavailable),
        }
    }
    read(&mut *pool.get().map_err(Unavailable::broken)?).map_err(unavailable)
}

/// r2d2 tries to connect in the background; what it meets there is for the log.
#[derive(Debug)]
struct Log;

impl<E: std::error::Error + 'static> r2d2::HandleError<E> for Log {
    fn handle_error(&self, error: E) {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "cannot connect to the database"
        );
    }
}

#[cfg(test)]
mod tests;

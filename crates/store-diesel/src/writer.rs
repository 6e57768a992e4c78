//! Group commit: the one place that writes.
//!
//! # Shape
//! Callers put their [`Changes`] into a bounded queue and wait. A writer, a thread with a connection of its own, takes
//! what waits at the moment, decides and applies it in **one** database transaction, and answers everybody after its
//! COMMIT. There is no timer: while one batch is being flushed the next one gathers, so a lone caller waits for nobody
//! and a thousand callers share one flush.
//!
//! # What bounds a batch
//! [`WriterSettings::batch_max`] commits and [`queue::ENTRIES_MAX`] ledger entries. Two commits that meet on a
//! [`Subject`](ludger_ports::Subject) or an idempotency key never share a batch: the later one waits for the next. So
//! every expectation is checked against stored rows, and no row is written twice by one statement.
//!
//! # What is ordered
//! Accounts are locked in id order before anything else of the ledger, the chain's head last, so writers cannot
//! deadlock over them. Within a batch the fold runs in arrival order. Each writer has a chain of its own (a *shard*),
//! so that two writers, or two nodes, do not wait for each other's hash.
//!
//! # Phases of a batch
//! 1. [`recorded`]: which requests were answered before;
//! 2. [`expectations`]: what must still be so, locked;
//! 3. [`decide`]: accounts, holds, references read and locked; the domain's fold, commit by commit; a rejected one is
//!    left out with its reason;
//! 4. [`write`]: one statement for each table;
//! 5. COMMIT, then the answers.
//!
//! # When it fails
//! A batch that fails as a whole is applied again one by one, so that a member cannot harm its neighbours. When the
//! connection is lost while committing, [`outcome`] asks on a new connection whether that transaction happened before
//! anybody is answered.
//!
//! # Cost
//! On Postgres, for a batch of transfers with keys: BEGIN, keys, accounts, balances, entries, transfers, head, keys,
//! COMMIT: nine statements and one flush, whether it holds one commit or a thousand. A table of 32 rows or more is
//! copied in, which takes one round trip more. References, reversals, holds, expectations and other rows add one
//! statement for each kind that occurs.

mod decide;
mod expectations;
mod outcome;
mod queue;
mod recorded;
mod sabotaged;
mod turn;
mod worker;
mod write;

use crate::connection::ConnectionManager;
use crate::remembered::Remembered;
use ludger_ports::{Changes, CommitError, Committed, Unavailable};
use queue::{Place, Queue, Ticket};
pub(crate) use sabotaged::drop_unique_key;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// The callers' side of the writers.
pub(crate) struct Writer {
    queue: Arc<Queue>,
    deadline: Duration,
    threads: Vec<JoinHandle<()>>,
}

/// How a [`Writer`] works.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WriterSettings {
    /// Threads, each with a connection and a chain of its own. SQLite has one, whatever is asked for.
    pub(crate) writers: usize,
    /// The most commits that wait; one more is refused at once.
    pub(crate) queue_max: usize,
    /// The most commits of a batch.
    pub(crate) batch_max: usize,
    /// How long a caller waits before it is told that the store is unavailable.
    pub(crate) deadline: Duration,
}

impl Writer {
    /// Starts the writer threads. Each connects when it first has something to do, and again when it must.
    pub(crate) fn start(
        manager: &ConnectionManager,
        remembered: &Arc<Remembered>,
        settings: WriterSettings,
    ) -> std::io::Result<Self> {
        let queue = Arc::new(Queue::new(settings.queue_max, settings.batch_max));
        let writers = if manager.is_sqlite() {
            1
        } else {
            settings.writers.max(1)
        };
        let turn: Arc<turn::Turn> = Arc::default();
        let first_shard = worker::first_shard(manager);
        let threads = (0..writers)
            .map(|number| {
                let shared = worker::Shared {
                    queue: queue.clone(),
                    turn: turn.clone(),
                    remembered: remembered.clone(),
                };
                let worker = worker::Worker::new(shared, manager.clone(), first_shard, number);
                std::thread::Builder::new()
                    .name(format!("ludger-writer-{number}"))
                    .spawn(move || worker.run())
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            queue,
            deadline: settings.deadline,
            threads,
        })
    }

    /// Commits `changes`. Dropping the future does not take them back once a writer has them.
    pub(crate) async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        let begun = tokio::time::Instant::now();
        let (reply, answer) = oneshot::channel();
        let ticket = Arc::new(Ticket::default());
        let place = Place::new(changes.into_parts(), ticket.clone(), reply);
        self.queue.push(place).map_err(Unavailable::overloaded)?;
        let answer = tokio::time::timeout(self.deadline, answer).await;
        metrics::histogram!("ludger_commit_seconds").record(begun.elapsed());
        match answer {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(outcome::unknown("the writer stopped")),
            Err(_) if ticket.cancel() => {
                Err(Unavailable::broken("the database did not take the commit in time").into())
            }
            Err(_) => Err(outcome::unknown("the database did not answer in time")),
        }
    }

    /// Whether commits are refused, because nobody has come for those that wait.
    pub(crate) fn is_stalled(&self) -> bool {
        self.queue.is_stalled()
    }

    /// How many commits wait.
    pub(crate) fn waiting(&self) -> usize {
        self.queue.len()
    }
}

impl Drop for Writer {
    /// Applies what waits, then ends the threads.
    fn drop(&mut self) {
        self.queue.close();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a writer thread panicked");
            }
        }
    }
}

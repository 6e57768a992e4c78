//! A writer's loop: take a batch, apply it, answer.

use super::outcome::{self, Fate};
use super::queue::{Place, Queue};
use super::turn::Turn;
use super::{decide, expectations, recorded, sabotaged, write};
use crate::connection::{Connection, ConnectionManager};
use crate::errors::{is_connection_lost, is_retryable, is_unique_violation};
use crate::remembered::Remembered;
use diesel::QueryResult;
use ludger_domain::ledger::Shard;
use ludger_ports::sabotage::Sabotage;
use ludger_ports::{CommitError, Committed, Parts, Unavailable};
use r2d2::ManageConnection;
use std::hash::{BuildHasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use uuid::Uuid;

/// How many chains there are; as many writers work without waiting for each other's head.
const SHARDS: usize = 16;
/// How often a commit that is alone in its batch is tried.
const ATTEMPTS_MAX: usize = 4;

/// What the writers of a store have in common.
pub(super) struct Shared {
    pub(super) queue: Arc<Queue>,
    pub(super) turn: Arc<Turn>,
    pub(super) remembered: Arc<Remembered>,
}

/// One writer thread.
pub(super) struct Worker {
    shared: Shared,
    has_turn: bool,
    manager: ConnectionManager,
    connection: Option<Connection>,
    shard: Shard,
    /// Tells this writer's batches from those of all others.
    nonce: u64,
    batches: u64,
    /// Where its last batch left the shard's chain.
    head: Option<write::Head>,
}

/// What became of one commit.
pub(super) type Verdict = Result<Committed, CommitError>;

/// The members of a batch, and what was decided of each so far.
pub(super) struct Batch<'a> {
    members: Vec<&'a Parts>,
    verdicts: Vec<Option<Verdict>>,
}

/// Why a batch came to nothing, or cannot be said to have.
enum Failure {
    /// There is no connection, or it was lost before COMMIT: nothing of the batch is there.
    Disconnected(String),
    /// A statement failed: nothing of the batch is there.
    Statement(diesel::result::Error),
    /// COMMIT failed, and nothing tells whether the batch is there.
    Unknown(String),
}

/// Writers begin at a random chain, so that two nodes seldom share one. On SQLite there is one writer and one chain.
pub(super) fn first_shard(manager: &ConnectionManager) -> usize {
    if manager.is_sqlite() {
        0
    } else {
        usize::from(random().to_le_bytes()[0])
    }
}

fn random() -> u64 {
    // The standard library's hasher keys are random, which is all that is asked of them here.
    RandomState::new().hash_one(())
}

impl<'a> Batch<'a> {
    fn new(members: Vec<&'a Parts>) -> Self {
        let verdicts = members.iter().map(|_| None).collect();
        Self { members, verdicts }
    }

    /// The members without a verdict.
    pub(super) fn open(&self) -> Vec<usize> {
        (0..self.members.len())
            .filter(|index| self.verdicts[*index].is_none())
            .collect()
    }

    /// The members that were found out of date, or that the ledger refuses.
    pub(super) fn rejected(&self) -> Vec<usize> {
        let is_rejected = |verdict: &Option<Verdict>| {
            matches!(
                verdict,
                Some(Err(CommitError::Stale(_) | CommitError::Refused(_)))
            )
        };
        (0..self.members.len())
            .filter(|index| is_rejected(&self.verdicts[*index]))
            .collect()
    }

    /// The members that will be applied.
    pub(super) fn accepted(&self) -> impl Iterator<Item = (&'a Parts, &Committed)> {
        self.members
            .iter()
            .zip(&self.verdicts)
            .filter_map(|(parts, verdict)| match verdict {
                Some(Ok(committed)) => Some((*parts, committed)),
                _ => None,
            })
    }

    pub(super) fn parts(&self, index: usize) -> &'a Parts {
        self.members[index]
    }

    pub(super) fn decide(&mut self, index: usize, verdict: Verdict) {
        self.verdicts[index] = Some(verdict);
    }
}

impl Worker {
    pub(super) fn new(
        shared: Shared,
        manager: ConnectionManager,
        first_shard: usize,
        number: usize,
    ) -> Self {
        Self {
            shared,
            has_turn: false,
            manager,
            connection: None,
            shard: Shard::try_from((first_shard + number) % SHARDS).unwrap_or_default(),
            nonce: random(),
            batches: 0,
            head: None,
        }
    }

    pub(super) fn run(mut self) {
        while let Some(batch) = self.take_batch() {
            let size = u32::try_from(batch.len()).unwrap_or(u32::MAX);
            metrics::histogram!("ludger_commit_batch_size").record(size);
            let applied = catch_unwind(AssertUnwindSafe(|| self.apply(batch)));
            if applied.is_err() {
                // The callers learn that the outcome is unknown: their reply channels are gone.
                tracing::error!("a writer panicked; its connection is replaced");
                self.connection = None;
            }
            self.pass_turn();
        }
        self.pass_turn();
    }

    fn take_batch(&mut self) -> Option<Vec<Place>> {
        self.shared.turn.take();
        self.has_turn = true;
        self.shared.queue.take()
    }

    /// What this writer does from here on, others need not wait for.
    fn pass_turn(&mut self) {
        if std::mem::take(&mut self.has_turn) {
            self.shared.turn.pass();
        }
    }

    fn apply(&mut self, batch: Vec<Place>) {
        match self.attempt_twice(&batch) {
            Ok(verdicts) => batch
                .into_iter()
                .zip(verdicts)
                .for_each(|(place, verdict)| self.answer(place, verdict)),
            Err(Failure::Statement(error)) => {
                tracing::debug!(%error, members = batch.len(), "applying a failed batch one by one");
                for place in batch {
                    self.apply_alone(place);
                }
            }
            Err(Failure::Disconnected(error)) => {
                tracing::warn!(error, members = batch.len(), "the database is out of reach");
                for place in batch {
                    self.answer(place, Err(Unavailable::broken(error.clone()).into()));
                }
            }
            Err(Failure::Unknown(error)) => {
                tracing::error!(
                    error,
                    members = batch.len(),
                    "the outcome of a batch is unknown"
                );
                for place in batch {
                    self.answer(place, Err(outcome::unknown(&error)));
                }
            }
        }
    }

    /// What the failure of a whole batch may have been another's fault for is tried again by itself.
    fn apply_alone(&mut self, place: Place) {
        let mut last = Unavailable::overloaded("the commit was not tried");
        for _ in 0..ATTEMPTS_MAX {
            last = match self.attempt(&[&place.parts]) {
                Ok(mut verdicts) => {
                    let none = || Err(outcome::unknown("no verdict"));
                    return self.answer(place, verdicts.pop().unwrap_or_else(none));
                }
                Err(Failure::Statement(error)) if is_retryable(&error) => {
                    Unavailable::overloaded(error)
                }
                // Somebody else was first to insert a row: the next attempt sees it, and tells
                // what it means. If it does not, the row is here twice, whoever asks.
                Err(Failure::Statement(error)) if is_unique_violation(&error) => {
                    Unavailable::broken(error)
                }
                Err(Failure::Statement(error)) => {
                    tracing::error!(%error, "a commit failed");
                    return self.answer(place, Err(Unavailable::broken(error).into()));
                }
                Err(Failure::Disconnected(error)) => {
                    return self.answer(place, Err(Unavailable::broken(error).into()));
                }
                Err(Failure::Unknown(error)) => {
                    return self.answer(place, Err(outcome::unknown(&error)));
                }
            };
        }
        tracing::warn!(error = %last.source, "a commit failed again and again");
        self.answer(place, Err(last.into()));
    }

    /// Tries a whole batch again where the reason may have passed: a connection that was idle may have died since, and
    /// a row that another writer was first to insert (an account, above all) is now there to be locked.
    fn attempt_twice(&mut self, batch: &[Place]) -> Result<Vec<Verdict>, Failure> {
        let members: Vec<_> = batch.iter().map(|place| &*place.parts).collect();
        match self.attempt(&members) {
            Err(Failure::Disconnected(_)) => self.attempt(&members),
            Err(Failure::Statement(error))
                if is_retryable(&error) || is_unique_violation(&error) =>
            {
                self.attempt(&members)
            }
            done => done,
        }
    }

    fn answer(&self, place: Place, verdict: Verdict) {
        self.shared.remembered.forget(&place.parts);
        place.answer(verdict);
    }

    fn attempt(&mut self, members: &[&Parts]) -> Result<Vec<Verdict>, Failure> {
        self.batches += 1;
        let id = Uuid::from_u64_pair(self.nonce, self.batches);
        let mut conn = match self.connection.take() {
            Some(conn) => conn,
            None => self
                .manager
                .connect()
                .map_err(|e| Failure::Disconnected(e.to_string()))?,
        };
        let mut batch = Batch::new(members.to_vec());
        let filled = conn
            .begin_write()
            .and_then(|()| self.fill(&mut conn, &mut batch, id));
        let moved = match filled {
            Ok(moved) => moved,
            Err(error) if is_connection_lost(&error) => {
                return Err(Failure::Disconnected(error.to_string()));
            }
            Err(error) => {
                self.roll_back(conn);
                return Err(Failure::Statement(error));
            }
        };
        match moved {
            Some(moved) => {
                self.commit(conn, id, &moved)?;
                if Sabotage::KeyElsewhere.is_on()
                    && let Some(conn) = &mut self.connection
                {
                    sabotaged::keys_elsewhere(conn, &batch).map_err(Failure::Statement)?;
                }
            }
            None => self.roll_back(conn),
        }
        Ok(batch.verdicts.into_iter().flatten().collect())
    }

    /// Writes what is accepted; `None`: nothing is.
    fn fill(
        &self,
        conn: &mut Connection,
        batch: &mut Batch<'_>,
        id: Uuid,
    ) -> QueryResult<Option<write::Moved>> {
        recorded::check(conn, batch)?;
        expectations::check(conn, batch)?;
        let folded = decide::fold(conn, batch)?;
        recorded::check_rejected(conn, batch)?;
        if batch.accepted().next().is_none() {
            return Ok(None);
        }
        let audit: Vec<_> = batch
            .accepted()
            .flat_map(|(parts, _)| &parts.audit)
            .collect();
        let (moved, sealed_audit) =
            write::ledger(conn, &folded, &audit, self.shard, self.head, id)?;
        write::rows(conn, batch, &sealed_audit)?;
        Ok(Some(moved))
    }

    fn commit(
        &mut self,
        mut conn: Connection,
        id: Uuid,
        moved: &write::Moved,
    ) -> Result<(), Failure> {
        self.pass_turn();
        if Sabotage::AnswerBeforeCommit.is_on() {
            sabotaged::commit_late(conn);
            self.head = Some(moved.to);
            return Ok(());
        }
        let Err(error) = conn.commit() else {
            self.connection = Some(conn);
            self.head = Some(moved.to);
            return Ok(());
        };
        tracing::warn!(%error, "COMMIT failed; asking the database what became of it");
        drop(conn);
        if Sabotage::RetryUnknown.is_on() {
            return Err(Failure::Unknown(error.to_string()));
        }
        match outcome::find(&self.manager, self.shard, id, moved.from.batch) {
            Fate::Committed => {
                self.head = Some(moved.to);
                Ok(())
            }
            Fate::RolledBack => Err(Failure::Statement(error)),
            Fate::Unknown => Err(Failure::Unknown(error.to_string())),
        }
    }

    /// A connection that cannot roll back is dropped, which rolls back.
    fn roll_back(&mut self, mut conn: Connection) {
        if conn.rollback().is_ok() {
            self.connection = Some(conn);
        }
    }
}

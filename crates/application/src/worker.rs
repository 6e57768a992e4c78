//! Work that commits left for later, done.
//!
//! A worker claims a job before it touches the world, so that of many workers one does it; what came of it is a commit of
//! its own. It holds no lock and no connection in between. See [`ludger_domain::jobs`] for what a lease is, and what
//! happens to a job over which a worker was lost.

use crate::boards::{Freeze, Progress};
use crate::outbox;
use crate::schedules::SCHEDULES;
use crate::{Outage, Ports, Settings};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use jiff::SignedDuration;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, AuditRecord};
use ludger_domain::ids::{UserId, WorkerId};
use ludger_domain::jobs::{Job, JobKind, JobState};
use ludger_ports::read::{Jobs, MediaFiles, Users};
use ludger_ports::{
    Changes, Clock, CommitError, Ids, MailError, Mailer, MediaStore, Store, Unavailable, Vault,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Jobs that a worker is at, at once: a slow mail server must not hold up all else.
const AT_ONCE: usize = 8;
/// What nobody can need any more is kept for so long, for whoever wants to know what happened.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A file that no question shows is kept for so long after somebody brought it.
const ORPHANED: SignedDuration = SignedDuration::from_hours(24);
/// Files that are thrown away before others are looked for.
const ORPHANS: usize = 100;
/// How long throwing away, or freezing, may take at once: well within a lease.
const PRUNING_MAX: SignedDuration = SignedDuration::from_secs(30);

/// Does jobs. Any number of them may run, on as many nodes.
pub struct Worker {
    id: WorkerId,
    jobs: Arc<dyn Jobs>,
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    vault: Arc<dyn Vault>,
    mailer: Option<Arc<dyn Mailer>>,
    freeze: Freeze,
    media_files: Arc<dyn MediaFiles>,
    media_store: Arc<dyn MediaStore>,
    /// Which time of each schedule this worker wanted last.
    wanted: Mutex<BTreeMap<&'static str, Timestamp>>,
}

/// What an attempt came to.
enum Outcome {
    /// With what has to be committed beside it.
    Done(Box<Changes>),
    /// It had no effect, and may be tried again.
    Failed(String),
    /// It must not be tried again.
    Dead(String),
}

impl Worker {
    /// Takes what it uses. Without a mailer, mail is not sent, and not kept for later either.
    pub fn new(ports: &Ports, settings: &Settings, mailer: Option<Arc<dyn Mailer>>) -> Self {
        Self {
            id: WorkerId::from(ports.ids.next()),
            jobs: ports.jobs.clone(),
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            vault: ports.vault.clone(),
            mailer,
            freeze: Freeze::new(ports, settings),
            media_files: ports.media_files.clone(),
            media_store: ports.media_store.clone(),
            wanted: Mutex::default(),
        }
    }

    /// Wants what was due last by each schedule, unless this worker wanted that before. Of many who want the same, one does
    /// it.
    ///
    /// # Errors
    /// See [`Outage`]; asking again does no harm.
    pub async fn schedule(&self) -> Result<(), Outage> {
        for schedule in SCHEDULES {
            let now = self.clock.now();
            let due = schedule.last(now)?;
            if self.wanted().get(schedule.name) == Some(&due) {
                continue;
            }
            let (id, cause) = (self.ids.next().into(), schedule.cause(due));
            let job = Job::new(id, schedule.kind, cause, Value::Null, now);
            match self.store.commit(Changes::at(now).save_job(job)).await {
                Ok(_) => drop(self.wanted().insert(schedule.name, due)),
                Err(CommitError::Unavailable(unavailable)) => return Err(unavailable.into()),
                Err(CommitError::Unknown(unknown)) => return Err(unknown.into()),
                Err(error) => return Err(Outage::broken(error)),
            }
        }
        Ok(())
    }

    fn wanted(&self) -> MutexGuard<'_, BTreeMap<&'static str, Timestamp>> {
        // Whoever panicked left it whole.
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does what is due, as far as one look at it goes; gives how many jobs it did or tried.
    ///
    /// # Errors
    /// The jobs cannot be read.
    pub async fn round(&self) -> Result<usize, Unavailable> {
        let due = self.jobs.due(self.clock.now(), AT_ONCE).await?;
        let doing: FuturesUnordered<_> = due.into_iter().map(|job| self.attend(job)).collect();
        Ok(doing
            .filter(|was_ours| std::future::ready(*was_ours))
            .count()
            .await)
    }

    /// Whether the job was ours to do.
    async fn attend(&self, job: Job) -> bool {
        let now = self.clock.now();
        let Some(claimed) = job.claim(self.id, now) else {
            return false;
        };
        if !self.save(Changes::at(now), &claimed).await {
            // Another worker was first.
            return false;
        }
        if claimed.state == JobState::Dead {
            lost(&claimed);
            return true;
        }
        let outcome = self.effect(&claimed).await;
        let now = self.clock.now();
        let (changes, after) = match outcome {
            Outcome::Done(changes) => (*changes, claimed.done()),
            Outcome::Failed(error) => (Changes::at(now), claimed.failed(&error, now)),
            Outcome::Dead(error) => (Changes::at(now), claimed.dead(&error)),
        };
        if after.state == JobState::Dead {
            lost(&after);
        }
        self.save(changes, &after).await;
        true
    }

    /// Whether it was saved. What cannot be saved is claimed again, or given up, when the lease has run out.
    async fn save(&self, changes: Changes, job: &Job) -> bool {
        match self.store.commit(changes.save_job(job.clone())).await {
            Ok(_) => true,
            Err(CommitError::Stale(_)) => false,
            Err(error) => {
                tracing::warn!(job = %job.id, kind = %job.kind, %error, "a job could not be saved");
                false
            }
        }
    }

    async fn effect(&self, job: &Job) -> Outcome {
        match job.kind {
            JobKind::SendMail => self.send(job).await,
            JobKind::EraseUser => self.erase(job).await,
            JobKind::Prune => match self.prune_media().await {
                Ok(()) => self.prune().await,
                Err(error) => Outcome::Failed(error.to_string()),
            },
            JobKind::FreezeBoards => self.freeze(job).await,
        }
    }

    async fn send(&self, job: &Job) -> Outcome {
        let Some(mail) = outbox::mail(&*self.vault, job) else {
            return Outcome::Dead("it was sealed under another secret".to_owned());
        };
        let Some(mailer) = &self.mailer else {
            return Outcome::Done(Box::new(Changes::at(self.clock.now())));
        };
        match mailer.send(&mail).await {
            Ok(()) => Outcome::Done(Box::new(Changes::at(self.clock.now()))),
            Err(MailError::Temporary(error)) => Outcome::Failed(error),
            Err(error @ (MailError::Permanent(_) | MailError::Unknown(_))) => {
                Outcome::Dead(error.to_string())
            }
        }
    }

    /// Files that nobody has needed for a day: forgotten first, and then deleted. What a crash leaves between the two is a
    /// file that nothing tells of.
    async fn prune_media(&self) -> Result<(), CommitError> {
        let begun = self.clock.now();
        let before = begun.saturating_sub(ORPHANED).unwrap_or(begun);
        loop {
            let orphans = self.media_files.orphans(before, ORPHANS).await?;
            let now = self.clock.now();
            if orphans.is_empty() || now.duration_since(begun) >= PRUNING_MAX {
                return Ok(());
            }
            for name in orphans {
                match self.store.commit(Changes::at(now).forget_media(name)).await {
                    // A question shows it since.
                    Err(CommitError::Stale(_)) => continue,
                    done => drop(done?),
                }
                // Somebody may have brought it again.
                if self.media_files.find(&name).await?.is_none() {
                    self.media_store.delete(&name).await?;
                }
            }
        }
    }

    /// In commits of their own, so that nobody waits behind all of it.
    async fn prune(&self) -> Outcome {
        let begun = self.clock.now();
        let before = begun.saturating_sub(KEPT).unwrap_or(begun);
        loop {
            let now = self.clock.now();
            match self.jobs.is_anything_past(before).await {
                Ok(true) if now.duration_since(begun) < PRUNING_MAX => {}
                // The rest can wait until tomorrow.
                Ok(_) => return Outcome::Done(Box::new(Changes::at(now))),
                Err(error) => return Outcome::Failed(error.to_string()),
            }
            if let Err(error) = self.store.commit(Changes::at(now).prune(before)).await {
                return Outcome::Failed(error.to_string());
            }
        }
    }

    /// In commits of their own. What is left when time is up is another job's, which this one leaves behind.
    async fn freeze(&self, job: &Job) -> Outcome {
        let begun = self.clock.now();
        let until = begun.checked_add(PRUNING_MAX).unwrap_or(Timestamp::MAX);
        let progress = self.freeze.run(until).await;
        let now = self.clock.now();
        match progress {
            Ok(Progress::Done) => Outcome::Done(Box::new(Changes::at(now))),
            Ok(Progress::More) => {
                let (id, cause) = (self.ids.next().into(), format!("{}/{}", job.kind, job.id));
                let rest = Job::new(id, job.kind, cause, Value::Null, now);
                Outcome::Done(Box::new(Changes::at(now).save_job(rest)))
            }
            Err(error) => Outcome::Failed(error.to_string()),
        }
    }

    async fn erase(&self, job: &Job) -> Outcome {
        let id = job.payload.get("user").and_then(Value::as_str);
        let Some(id) = id.and_then(|id| id.parse::<UserId>().ok()) else {
            return Outcome::Dead("it names no user".to_owned());
        };
        let user = match self.users.find(id).await {
            Ok(Some(user)) => user,
            Ok(None) => return Outcome::Dead("there is no such user".to_owned()),
            Err(error) => return Outcome::Failed(error.to_string()),
        };
        let now = self.clock.now();
        let Some(erased) = user.clone().erase() else {
            return Outcome::Dead("the user was not deleted".to_owned());
        };
        let id = self.ids.next().into();
        let record = AuditRecord::new(id, AuditAction::UserErase, now).on("user", user.id);
        let changes = Changes::at(now).erase_user(erased, &user).audit(record);
        Outcome::Done(Box::new(changes))
    }
}

/// An operator has to see it; what the job says stays where it is.
fn lost(job: &Job) {
    let error = job.error.as_deref().unwrap_or_default();
    tracing::error!(job = %job.id, kind = %job.kind, attempts = job.attempts, error, "a job is dead");
}

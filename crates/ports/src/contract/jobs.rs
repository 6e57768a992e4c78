//! Work for later.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, all_pages, changes, hours};
use crate::read::JobFilter;
use crate::{CommitError, Expectation};
use futures::future::join_all;
use jiff::Timestamp;
use ludger_domain::ids::JobId;
use ludger_domain::jobs::{Job, JobKind, JobState};
use serde_json::json;
use std::collections::HashSet;

impl Stores {
    /// A job for this cause, to be stored.
    pub(super) fn job(&self, cause: &str) -> Job {
        let payload = json!({ "to": "ü\"", "n": [1, null, { "a": true }] });
        Job::new(self.id(), JobKind::Prune, cause.to_owned(), payload, NOW)
    }

    /// A job that is stored.
    pub(super) async fn wanted(&self, job: Job) -> Job {
        self.apply(changes().save_job(job.clone())).await;
        job
    }

    /// What became of a job, stored.
    async fn became(&self, job: Job) -> Job {
        self.wanted(job).await
    }

    pub(super) async fn found_job(&self, id: JobId) -> Option<Job> {
        self.jobs.find(id).await.unwrap()
    }

    async fn due(&self, now: Timestamp) -> Vec<JobId> {
        let due = self.jobs.due(now, 100).await.unwrap();
        due.into_iter().map(|job| job.id).collect()
    }

    async fn listed(&self, state: JobState, limit: usize) -> Vec<JobId> {
        let filter = JobFilter {
            state: Some(state),
            kind: None,
        };
        let jobs = all_pages(limit, async |page| self.jobs.list(&filter, page).await).await;
        jobs.into_iter().map(|job| job.id).collect()
    }
}

/// A job of each kind reads back with every field, in every state.
pub async fn a_job_reads_back(stores: Stores) {
    assert_eq!(stores.found_job(stores.id()).await, None);
    for kind in JobKind::ALL {
        let cause = format!("{kind}/1");
        let job = Job {
            kind: *kind,
            ..stores.job(&cause).not_before(hours(1))
        };
        let claimed = job.clone().claim(stores.id(), hours(1)).unwrap();
        let failed = claimed.clone().failed("no \"route\"", hours(2));
        let dead = failed.clone().dead("given up");
        let done = dead.clone().again(hours(3)).unwrap().done();
        for job in [job, claimed, failed, dead] {
            stores.wanted(job.clone()).await;
            assert_eq!(stores.found_job(job.id).await, Some(job));
        }
        // It was run again in between.
        stores
            .became(Job {
                version: 5,
                ..done.clone()
            })
            .await;
        let expected = Job { version: 5, ..done };
        assert_eq!(stores.found_job(expected.id).await, Some(expected));
    }
}

/// What is due longest comes first; nothing comes before its time, nor what is done or dead; and no more than wanted.
pub async fn due_jobs_come_in_order(stores: Stores) {
    let late = stores.wanted(stores.job("late").not_before(hours(3))).await;
    let early = stores
        .wanted(stores.job("early").not_before(hours(1)))
        .await;
    let also = stores.wanted(stores.job("also").not_before(hours(3))).await;
    let dead = stores.wanted(stores.job("dead")).await;
    stores.became(dead.dead("no")).await;
    let done = stores.wanted(stores.job("done")).await;
    stores.became(done.done()).await;
    let just_before = hours(1).checked_sub(jiff::SignedDuration::from_micros(1));
    assert_eq!(stores.due(just_before.unwrap()).await, []);
    assert_eq!(stores.due(hours(1)).await, [early.id]);
    assert_eq!(stores.due(hours(3)).await, [early.id, late.id, also.id]);
    let two = stores.jobs.due(hours(3), 2).await.unwrap();
    assert_eq!(two, [early, late]);
    assert_eq!(stores.jobs.due(hours(3), 0).await.unwrap(), []);
}

/// A job that somebody is at is not due until their lease is over.
pub async fn a_lease_hides_its_job(stores: Stores) {
    let job = stores.wanted(stores.job("a")).await;
    let claimed = job.clone().claim(stores.id(), NOW).unwrap();
    let until = claimed.lease.unwrap().until;
    stores.became(claimed).await;
    assert_eq!(stores.due(NOW).await, []);
    let just_before = until.checked_sub(jiff::SignedDuration::from_micros(1));
    assert_eq!(stores.due(just_before.unwrap()).await, []);
    assert_eq!(stores.due(until).await, [job.id]);
}

/// `JobAt`: the version that was read, no other.
pub async fn a_job_is_at_its_version(stores: Stores) {
    let job = stores.wanted(stores.job("a")).await;
    let claims = (0..8).map(|_| job.clone().claim(stores.id(), NOW).unwrap());
    let claims: Vec<_> = claims.collect();
    let answers = stores
        .race(claims.iter().cloned().map(|it| changes().save_job(it)))
        .await;
    let expected = Tally {
        applied: 1,
        stale: 7,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&answers), expected);
    let found = stores.found_job(job.id).await.unwrap();
    for (answer, claim) in answers.into_iter().zip(claims) {
        assert_eq!(answer.is_ok(), found == claim);
        if answer.is_err() {
            assert_eq!(answer.stale(), Expectation::JobAt(job.id, 1));
        }
    }
    let never = stores.job("b").done();
    let stale = stores.commit(changes().save_job(never.clone())).await;
    assert_eq!(stale.stale(), Expectation::JobAt(never.id, 1));
    assert_eq!(stores.found_job(never.id).await, None);
}

/// 8 workers who take what is due until nothing is: each job is claimed once.
pub async fn parallel_workers_claim_each_job_once(stores: Stores) {
    let mut wanted = HashSet::new();
    for n in 0..20 {
        wanted.insert(stores.wanted(stores.job(&format!("job/{n}"))).await.id);
    }
    let claimed = join_all((0..8).map(|_| claim_all(&stores))).await;
    let all: Vec<_> = claimed.into_iter().flatten().collect();
    assert_eq!(all.len(), 20);
    assert_eq!(all.into_iter().collect::<HashSet<_>>(), wanted);
    for id in wanted {
        let job = stores.found_job(id).await.unwrap();
        assert_eq!((job.attempts, job.version), (1, 2));
    }
}

async fn claim_all(stores: &Stores) -> Vec<JobId> {
    let (worker, mut mine) = (stores.id(), Vec::new());
    loop {
        let due = stores.jobs.due(NOW, 3).await.unwrap();
        if due.is_empty() {
            return mine;
        }
        for job in due {
            let id = job.id;
            let claimed = job.claim(worker, NOW).unwrap();
            match stores.commit(changes().save_job(claimed)).await {
                Err(CommitError::Stale(_)) => {}
                answer => {
                    answer.applied();
                    mine.push(id);
                }
            }
        }
    }
}

/// The same cause makes one job: within a commit, later, in parallel; and the rest of such a commit is applied.
pub async fn a_cause_makes_one_job(stores: Stores) {
    let (first, second) = (stores.job("mail/1"), stores.job("mail/1"));
    let twice = changes().save_job(first.clone()).save_job(second.clone());
    stores.apply(twice).await;
    assert_eq!(stores.found_job(first.id).await, Some(first.clone()));
    assert_eq!(stores.found_job(second.id).await, None);
    let ada = stores.person("ada");
    let later = changes().add_user(ada.clone()).save_job(second.clone());
    stores.apply(later).await;
    assert_eq!(stores.found_job(second.id).await, None);
    assert_eq!(stores.found_user(ada.id).await, Some(ada));

    let rivals: Vec<_> = (0..20).map(|_| stores.job("mail/2")).collect();
    let answers = stores
        .race(rivals.iter().cloned().map(|job| changes().save_job(job)))
        .await;
    assert_eq!(Tally::of(&answers).applied, 20);
    let mut there = 0;
    for rival in &rivals {
        there += usize::from(stores.found_job(rival.id).await.is_some());
    }
    assert_eq!(there, 1);
    assert_eq!(stores.listed(JobState::Open, 10).await.len(), 2);
}

/// A job that is done keeps its cause: nothing is done twice.
pub async fn a_done_job_keeps_its_cause(stores: Stores) {
    for (cause, end) in [
        ("done", Job::done as fn(Job) -> Job),
        ("dead", |job| job.dead("no")),
    ] {
        let job = stores.wanted(stores.job(cause)).await;
        stores.became(end(job)).await;
        let again = stores.wanted(stores.job(cause)).await;
        assert_eq!(stores.found_job(again.id).await, None);
    }
    assert_eq!(stores.due(hours(1)).await, []);
}

/// Jobs of one state are listed newest first, by pages of any length.
pub async fn jobs_are_listed_by_state(stores: Stores) {
    let (mut open, mut dead, mut done) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..9 {
        let job = stores.wanted(stores.job(&format!("job/{n}"))).await;
        match n % 3 {
            0 => open.insert(0, job.id),
            1 => dead.insert(0, stores.became(job.dead("no")).await.id),
            _ => done.insert(0, stores.became(job.done()).await.id),
        }
    }
    for limit in [1, 2, 3, 4] {
        assert_eq!(stores.listed(JobState::Open, limit).await, open);
        assert_eq!(stores.listed(JobState::Dead, limit).await, dead);
        assert_eq!(stores.listed(JobState::Done, limit).await, done);
    }
}

/// Jobs are listed by kind and state, by either and by none; the dead are counted.
pub async fn jobs_are_filtered(stores: Stores) {
    for kind in JobKind::ALL {
        for state in JobState::ALL {
            let job = stores.job(&format!("{kind}/{state}"));
            let job = stores.wanted(Job { kind: *kind, ..job }).await;
            match state {
                JobState::Open => job,
                JobState::Dead => stores.became(job.dead("no")).await,
                JobState::Done => stores.became(job.done()).await,
            };
        }
    }
    let all = |list: &'static [JobKind]| list.iter().map(|kind| Some(*kind)).chain([None]);
    for kind in all(JobKind::ALL) {
        for state in JobState::ALL.iter().map(|state| Some(*state)).chain([None]) {
            let filter = JobFilter { state, kind };
            let found = all_pages(2, async |page| stores.jobs.list(&filter, page).await).await;
            let kinds = kind.map_or(JobKind::ALL.len(), |_| 1);
            assert_eq!(
                found.len(),
                kinds * state.map_or(JobState::ALL.len(), |_| 1)
            );
            assert!(found.iter().all(|job| filter.takes(job)));
            assert!(found.is_sorted_by(|a, b| a.id > b.id));
        }
    }
    assert_eq!(stores.jobs.dead().await.unwrap(), JobKind::ALL.len() as u64);
}

/// Whom a job is about reads back; nobody is who is not there.
pub async fn a_job_is_about_a_user(stores: Stores) {
    let ada = stores.user("ada").await;
    let job = stores.wanted(stores.job("about ada").about(ada.id)).await;
    assert_eq!(stores.found_job(job.id).await, Some(job));
    let nobody = stores.person("bob");
    let about = changes().save_job(stores.job("about bob").about(nobody.id));
    stores.commit(about.clone()).await.rejected();
    stores.apply(about.add_user(nobody)).await;
}

/// A job is left for later by the commit that wants it done, or not at all.
pub async fn a_job_stands_and_falls_with_its_commit(stores: Stores) {
    let job = stores.job("a");
    let gone = Expectation::JobAt(stores.id::<JobId>(), 1);
    let stale = changes().save_job(job.clone()).expect(gone.clone());
    assert_eq!(stores.commit(stale).await.stale(), gone);
    assert_eq!(stores.found_job(job.id).await, None);
    assert_eq!(stores.due(hours(1)).await, []);
    stores.wanted(job).await;
}

use super::{FindJobError, JobDesk, ListJobsError, RunJobError};
use crate::testing::{self, together};
use crate::{Caller, Origin, Ports};
use ludger_domain::accounts::{AuditAction, Means, Principal, Role};
use ludger_domain::ids::{JobId, WorkerId};
use ludger_domain::jobs::{Job, JobKind, JobState};
use ludger_ports::read::JobFilter;
use ludger_ports::{Changes, Clock, PageRequest};
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::FakeClock;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

struct Desk {
    store: MemoryStore,
    clock: Arc<FakeClock>,
    ports: Ports,
    jobs: Arc<JobDesk>,
}

impl Desk {
    fn new() -> Self {
        let (store, clock) = (MemoryStore::new(), FakeClock::new());
        let ports = testing::ports(Arc::new(store.clone()), clock.clone());
        let jobs = Arc::new(JobDesk::new(&ports));
        Self {
            store,
            clock,
            ports,
            jobs,
        }
    }

    async fn job(&self, cause: &str, became: impl Fn(Job) -> Job) -> Job {
        let now = self.clock.now();
        let id = self.ports.ids.next().into();
        let job = Job::new(id, JobKind::Prune, cause.to_owned(), Value::Null, now);
        for job in [job.clone(), became(job.clone())] {
            let changes = Changes::at(now).save_job(job);
            self.ports.store.commit(changes).await.unwrap();
        }
        self.ports.jobs.find(id).await.unwrap().unwrap()
    }
}

fn caller(role: Role) -> Caller {
    let means = Means::Session {
        id: "00000000-0000-7000-8000-000000000003".parse().unwrap(),
        authenticated_at: jiff::Timestamp::UNIX_EPOCH,
    };
    let principal = Principal {
        user: "00000000-0000-7000-8000-000000000002".parse().unwrap(),
        username: "root".to_owned(),
        roles: BTreeSet::from([role]),
        withheld: [].into(),
        means,
    };
    Caller {
        principal,
        origin: Origin::default(),
    }
}

fn tried(job: Job) -> Job {
    let now = job.run_at;
    let worker: WorkerId = "00000000-0000-7000-8000-000000000005".parse().unwrap();
    job.claim(worker, now).unwrap()
}

#[tokio::test]
async fn a_dead_job_is_open_again_and_due() {
    let desk = Desk::new();
    let dead = desk
        .job("a", |job| Job {
            version: 2,
            ..tried(job).dead("no route")
        })
        .await;
    desk.clock.advance(Duration::from_hours(5));
    let root = caller(Role::Admin);
    let again = desk.jobs.run.run(&root, dead.id).await.unwrap();
    assert_eq!((again.state, again.attempts), (JobState::Open, 0));
    assert!(again.is_due(desk.clock.now()));
    assert_eq!(desk.jobs.find.run(&root, dead.id).await.unwrap(), again);
    let [told] = &desk.store.audit_log()[..] else {
        panic!("one record")
    };
    assert_eq!(
        (told.action, told.actor),
        (AuditAction::JobRun, Some(root.principal.user))
    );
    assert_eq!(told.meta, json!({ "kind": "prune", "error": "no route" }));
    let twice = desk.jobs.run.run(&root, dead.id).await;
    assert!(matches!(twice, Err(RunJobError::NotDead)));
}

#[tokio::test]
async fn of_two_who_run_a_job_one_does() {
    let desk = Desk::new();
    let dead = desk.job("a", |job| job.dead("no")).await;
    let runs = (0..2).map(|_| {
        let (jobs, id) = (desk.jobs.clone(), dead.id);
        async move { jobs.run.run(&caller(Role::Admin), id).await.is_ok() }
    });
    let mut ran = together(runs).await;
    ran.sort_unstable();
    assert_eq!(ran, [false, true]);
    assert_eq!(desk.store.audit_log().len(), 1);
}

#[tokio::test]
async fn what_is_open_or_done_or_nowhere_does_not_run() {
    let desk = Desk::new();
    let root = caller(Role::Admin);
    let (open, done) = (
        desk.job("a", |job| job).await,
        desk.job("b", Job::done).await,
    );
    for job in [open, done] {
        let refused = desk.jobs.run.run(&root, job.id).await;
        assert!(matches!(refused, Err(RunJobError::NotDead)));
    }
    let nowhere: JobId = "00000000-0000-7000-8000-000000000009".parse().unwrap();
    let refused = desk.jobs.run.run(&root, nowhere).await;
    assert!(matches!(refused, Err(RunJobError::NotFound)));
    let found = desk.jobs.find.run(&root, nowhere).await;
    assert!(matches!(found, Err(FindJobError::NotFound)));
}

#[tokio::test]
async fn jobs_are_for_those_who_may() {
    let desk = Desk::new();
    let dead = desk.job("a", |job| job.dead("no")).await;
    let page = PageRequest {
        after: None,
        limit: 10,
    };
    for role in [Role::Player, Role::Moderator, Role::Ledger] {
        let who = caller(role);
        let listed = desk.jobs.list.run(&who, &JobFilter::default(), page).await;
        assert!(matches!(listed, Err(ListJobsError::Forbidden(_))));
        let found = desk.jobs.find.run(&who, dead.id).await;
        assert!(matches!(found, Err(FindJobError::Forbidden(_))));
        let ran = desk.jobs.run.run(&who, dead.id).await;
        assert!(matches!(ran, Err(RunJobError::Forbidden(_))));
    }
    let all = desk
        .jobs
        .list
        .run(&caller(Role::Admin), &JobFilter::default(), page)
        .await;
    assert_eq!(all.unwrap().items, [dead]);
}

use super::*;
use proptest::prelude::*;
use uuid::Uuid;

const MAIL: JobKind = JobKind::SendMail;
const SWEEP: JobKind = JobKind::Prune;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + seconds).unwrap()
}

fn worker(n: u128) -> WorkerId {
    WorkerId::from(Uuid::from_u128(n))
}

fn job(kind: JobKind) -> Job {
    let id = JobId::from(Uuid::from_u128(1));
    Job::new(id, kind, "because".to_owned(), Value::from("secret"), at(0))
}

#[test]
fn one_worker_at_a_time() {
    let claimed = job(MAIL).claim(worker(1), at(5)).unwrap();
    let lease = Lease {
        worker: worker(1),
        until: at(65),
    };
    assert_eq!(
        (claimed.attempts, claimed.lease, claimed.version),
        (1, Some(lease), 2)
    );
    assert_eq!(claimed.clone().claim(worker(2), at(64)), None);
    let done = claimed.done();
    assert_eq!(
        (done.state, done.lease, done.payload.clone()),
        (JobState::Done, None, Value::Null)
    );
    assert_eq!(done.claim(worker(2), at(1_000)), None);
}

#[test]
fn nothing_begins_before_its_time() {
    let later = job(SWEEP).not_before(at(10));
    assert_eq!(later.clone().claim(worker(1), at(9)), None);
    assert!(later.claim(worker(1), at(10)).is_some());
}

#[test]
fn a_lost_worker_costs_an_attempt_or_the_job() {
    let lost = |kind| job(kind).claim(worker(1), at(0)).unwrap();
    let next = lost(SWEEP).claim(worker(2), at(60)).unwrap();
    assert_eq!((next.attempts, next.lease.unwrap().worker), (2, worker(2)));
    let dead = lost(MAIL).claim(worker(2), at(60)).unwrap();
    assert_eq!((dead.state, dead.lease), (JobState::Dead, None));
    // One that kills its worker each time is given up too.
    let mut job = next;
    for attempt in 3..=8 {
        job = job.claim(worker(3), at(60 * attempt)).unwrap();
    }
    let dead = job.claim(worker(4), at(600)).unwrap();
    assert_eq!((dead.state, dead.attempts), (JobState::Dead, 8));
}

#[test]
fn failures_are_tried_again_later_each_time_until_it_is_dead() {
    let mut job = job(MAIL);
    let mut now = at(0);
    let mut pauses = Vec::new();
    while job.state == JobState::Open {
        job = job.claim(worker(1), now).unwrap().failed("no route", now);
        pauses.push(job.run_at.duration_since(now).as_secs());
        now = job.run_at;
    }
    // The last one is no pause any more.
    assert_eq!(pauses[..7], [15, 60, 240, 960, 3_840, 15_360, 21_600]);
    assert_eq!((job.attempts, job.error.as_deref()), (8, Some("no route")));
    assert_eq!(job.clone().claim(worker(1), at(1_000_000)), None);
    let again = job.again(at(50)).unwrap();
    assert_eq!((again.attempts, again.run_at), (0, at(50)));
    assert!(again.clone().claim(worker(1), at(50)).is_some());
    assert_eq!(again.again(at(51)), None);
}

#[derive(Debug, Clone, Copy)]
enum Fate {
    Done,
    Fails,
    WorkerLost,
}

proptest! {
    #[test]
    fn what_must_not_be_repeated_has_at_most_one_attempt_of_unknown_outcome(
        fates in proptest::collection::vec(
            prop_oneof![Just(Fate::Done), Just(Fate::Fails), Just(Fate::WorkerLost)],
            1..12,
        )
    ) {
        let mut job = job(MAIL);
        let (mut now, mut effects) = (at(0), 0);
        for fate in fates {
            now = now.checked_add(SignedDuration::from_hours(7)).unwrap();
            let version = job.version;
            let Some(claimed) = job.clone().claim(worker(1), now) else { break };
            prop_assert_eq!(claimed.version, version + 1);
            if claimed.state == JobState::Dead {
                job = claimed;
                break;
            }
            job = match fate {
                Fate::Done => { effects += 1; claimed.done() }
                Fate::Fails => claimed.failed("no", now),
                // It may have had its effect.
                Fate::WorkerLost => { effects += 1; claimed }
            };
        }
        prop_assert!(effects <= 1);
        prop_assert!(job.attempts <= ATTEMPTS_MAX);
    }
}

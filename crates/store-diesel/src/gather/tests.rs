use super::{Answer, Found, Gather, Read};
use crate::connection::{Connection, ConnectionManager, Role};
use crate::pool::{Bounds, Reader};
use diesel::QueryResult;
use diesel::result::Error;
use ludger_testkit::databases::{self, Guard};
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Condvar, Mutex};
use std::task::Poll;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinHandle, yield_now};
use tokio::time::timeout;

/// So many callers may wait for the one reader.
const QUEUE_MAX: usize = 100;
/// Longer than any of this takes.
const PATIENT: Duration = Duration::from_secs(20);

fn gather(read: Read<u32, u32>, deadline: Duration) -> (Gather<u32, u32>, Guard) {
    let (url, guard) = databases::sqlite();
    let bounds = Bounds {
        readers: 1,
        queue_max: QUEUE_MAX,
        deadline,
    };
    let connections = ConnectionManager::new(&url, Role::Reader).unwrap();
    (Gather::new(Reader::new(connections, bounds), read), guard)
}

/// What a statement finds: keys below a thousand are there, ten times as large, and 13 is unreadable.
fn found(keys: &[u32]) -> Found<u32, u32> {
    let there = keys.iter().copied().filter(|key| *key < 1_000);
    there
        .map(|key| match key {
            13 => (key, Err(Error::DeserializationError("thirteen".into()))),
            _ => (key, Ok(key * 10)),
        })
        .collect()
}

/// Where statements wait while it is shut; and what they asked for, in order.
struct Gate {
    is_shut: Mutex<bool>,
    opened: Condvar,
    statements: Mutex<Vec<Vec<u32>>>,
}

impl Gate {
    const fn shut() -> Self {
        Self {
            is_shut: Mutex::new(true),
            opened: Condvar::new(),
            statements: Mutex::new(Vec::new()),
        }
    }

    fn open(&self) {
        *self.is_shut.lock().unwrap() = false;
        self.opened.notify_all();
    }

    fn pass(&self, keys: &[u32]) -> Found<u32, u32> {
        let mut sorted = keys.to_vec();
        sorted.sort_unstable();
        self.statements.lock().unwrap().push(sorted);
        let is_shut = self.is_shut.lock().unwrap();
        drop(self.opened.wait_while(is_shut, |is_shut| *is_shut).unwrap());
        found(keys)
    }

    fn statements(&self) -> Vec<Vec<u32>> {
        self.statements.lock().unwrap().clone()
    }
}

/// Makes a read that waits at a gate of its own.
macro_rules! gated {
    ($gate:ident, $read:ident) => {
        static $gate: Gate = Gate::shut();
        fn $read(_: &mut Connection, keys: &[u32]) -> QueryResult<Found<u32, u32>> {
            Ok($gate.pass(keys))
        }
    };
}

fn ask(gather: &Gather<u32, u32>, key: u32) -> JoinHandle<Answer<u32>> {
    let gather = gather.clone();
    tokio::spawn(async move { gather.get(key).await })
}

async fn until(holds: impl Fn() -> bool) {
    let wait = async {
        while !holds() {
            yield_now().await;
        }
    };
    timeout(PATIENT, wait).await.expect("it comes to that");
}

fn waiting(gather: &Gather<u32, u32>) -> usize {
    gather.0.lock().count
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_during_a_statement_shares_the_next_one() {
    gated!(GATE, read);
    let (gather, _guard) = gather(read, PATIENT);
    let first = ask(&gather, 1);
    until(|| GATE.statements().len() == 1).await;
    // Seven is asked for by many, and one again: its row may have changed since the statement began.
    let others: Vec<_> = (1..=7).chain([7; 93]).map(|n| ask(&gather, n)).collect();
    until(|| waiting(&gather) == QUEUE_MAX).await;
    GATE.open();
    assert_eq!(first.await.unwrap().unwrap(), Some(10));
    for (other, n) in others.into_iter().zip((1..=7).chain([7; 93])) {
        assert_eq!(other.await.unwrap().unwrap(), Some(n * 10));
    }
    assert_eq!(GATE.statements(), [vec![1], vec![1, 2, 3, 4, 5, 6, 7]]);
    assert_eq!(gather.get(8).await.unwrap(), Some(80));
    assert_eq!(GATE.statements().len(), 3, "nothing is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_read_harms_its_own_callers_alone() {
    gated!(GATE, read);
    let (gather, _guard) = gather(read, PATIENT);
    let first = ask(&gather, 1);
    until(|| GATE.statements().len() == 1).await;
    let [good, bad, bad_too, absent] = [2, 13, 13, 1_000].map(|key| ask(&gather, key));
    until(|| waiting(&gather) == 4).await;
    GATE.open();
    assert_eq!(first.await.unwrap().unwrap(), Some(10));
    assert_eq!(good.await.unwrap().unwrap(), Some(20));
    assert_eq!(absent.await.unwrap().unwrap(), None);
    for bad in [bad, bad_too] {
        let error = bad.await.unwrap().unwrap_err();
        assert!(!error.overloaded);
        assert_eq!(error.source.to_string(), "thirteen");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_fails_fails_for_those_who_share_it() {
    let fail: Read<u32, u32> = |_, keys| match keys {
        [0] => Err(Error::NotFound),
        [1] => panic!("on purpose"),
        keys => Ok(found(keys)),
    };
    let (gather, _guard) = gather(fail, PATIENT);
    let failed = gather.get(0).await.unwrap_err();
    assert_eq!(failed.source.to_string(), Error::NotFound.to_string());
    let panicked = gather.get(1).await.unwrap_err();
    assert_eq!(panicked.source.to_string(), "a read panicked");
    assert_eq!(gather.get(2).await.unwrap(), Some(20));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_wait_than_may() {
    gated!(GATE, read);
    let (gather, _guard) = gather(read, PATIENT);
    let first = ask(&gather, 1);
    until(|| GATE.statements().len() == 1).await;
    let count = u32::try_from(QUEUE_MAX).unwrap();
    let others: Vec<_> = (0..count).map(|_| ask(&gather, 2)).collect();
    until(|| waiting(&gather) == QUEUE_MAX).await;
    let refused = gather.get(2).await.unwrap_err();
    assert!(refused.overloaded);
    assert_eq!(refused.source.to_string(), "100 reads are waiting already");
    GATE.open();
    for other in others.into_iter().chain([first]) {
        assert!(other.await.unwrap().unwrap().is_some());
    }
    // There is room again.
    assert_eq!(waiting(&gather), 0);
    assert_eq!(gather.get(3).await.unwrap(), Some(30));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_hangs_holds_nobody_longer_than_the_deadline() {
    gated!(GATE, read);
    let (gather, _guard) = gather(read, Duration::from_millis(200));
    let hung = gather.get(1).await.unwrap_err();
    let reason = "the database gave no answer within 200ms";
    assert_eq!(
        (hung.overloaded, hung.source.to_string().as_str()),
        (false, reason)
    );
    GATE.open();
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_that_go_away_harm_nobody() {
    gated!(GATE, read);
    let (gather, _guard) = gather(read, PATIENT);
    let first = ask(&gather, 1);
    until(|| GATE.statements().len() == 1).await;
    let (goes, stays) = (ask(&gather, 2), ask(&gather, 2));
    until(|| waiting(&gather) == 2).await;
    first.abort();
    goes.abort();
    GATE.open();
    assert_eq!(stays.await.unwrap().unwrap(), Some(20));
    assert_eq!(gather.get(3).await.unwrap(), Some(30));
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Asks, and does not stay for the answer.
async fn begin(gather: &Gather<u32, u32>, key: u32) {
    let mut asking = pin!(gather.get(key));
    poll_fn(|context| {
        assert!(asking.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
}

/// Each thread that serves requests has a runtime of its own, and one may end before the others.
#[test]
fn who_serves_may_end_before_it_begins() {
    let (gather, _guard) = gather(|_, keys| Ok(found(keys)), PATIENT);
    // The runtime ends before it gets to its other tasks.
    runtime().block_on(begin(&gather, 1));
    assert_eq!(runtime().block_on(gather.get(2)).unwrap(), Some(20));
}

#[test]
fn who_serves_may_end_during_a_statement() {
    gated!(GATE, read);
    let (gather, _guard) = gather(read, PATIENT);
    let (ends, stays) = (runtime(), runtime());
    ends.block_on(async {
        begin(&gather, 1).await;
        until(|| GATE.statements().len() == 1).await;
    });
    stays.block_on(async {
        let waits = ask(&gather, 2);
        until(|| waiting(&gather) == 1).await;
        ends.shutdown_background();
        let given_up = waits.await.unwrap().unwrap_err();
        assert_eq!(given_up.source.to_string(), "the reads were given up");
        GATE.open();
        assert_eq!(gather.get(3).await.unwrap(), Some(30));
    });
}

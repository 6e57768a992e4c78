//! A world for tests: time stands still until it is moved, ids count, randomness repeats, and hashing takes no time.

pub(crate) mod doors;

use crate::Ports;
use ludger_domain::Timestamp;
use ludger_domain::accounts::PasswordHash;
use ludger_domain::ids::UserId;
use ludger_ports::read::{
    AuthSessions, Idempotency, Ledger, Questions, QuizSessions, Topics, Users, Wallets,
};
use ludger_ports::{
    Clock, Entropy, Ids, MockEntropy, MockIds, MockPasswordHasher, PasswordHasher, Store,
};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::task::LocalSet;

/// A clock that a test moves.
pub(crate) struct FakeClock(Mutex<Timestamp>);

impl FakeClock {
    /// It is noon of the first day of 2026.
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new("2026-01-01T12:00:00Z".parse().unwrap())))
    }

    pub(crate) fn advance(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// 1, 2, 3, …
pub(crate) fn sequential_ids() -> Arc<dyn Ids> {
    let (mut ids, mut last) = (MockIds::new(), 0_u64);
    ids.expect_next().returning(move || {
        last += 1;
        let id: UserId = format!("00000000-0000-7000-8000-{last:012}")
            .parse()
            .unwrap();
        id.uuid()
    });
    Arc::new(ids)
}

/// 32 times 1, 32 times 2, …; nothing comes twice before 2^64.
pub(crate) fn seeded_entropy() -> Arc<dyn Entropy> {
    let (mut entropy, mut last) = (MockEntropy::new(), 0_u64);
    entropy.expect_bytes32().returning(move || {
        last += 1;
        let mut bytes = [0; 32];
        bytes
            .chunks_exact_mut(8)
            .for_each(|chunk| chunk.copy_from_slice(&last.to_be_bytes()));
        bytes
    });
    Arc::new(entropy)
}

/// What "hashes" a password for [`plain_hasher`].
pub(crate) fn plain_hash(password: &str) -> PasswordHash {
    PasswordHash::from(format!("plain {password}"))
}

/// Keeps passwords as they are.
pub(crate) fn plain_hasher() -> Arc<dyn PasswordHasher> {
    let mut hasher = MockPasswordHasher::new();
    hasher
        .expect_hash()
        .returning(|password| Ok(plain_hash(password.expose())));
    hasher
        .expect_verify()
        .returning(|password, hash| Ok(hash == Some(plain_hash(password.expose()))));
    Arc::new(hasher)
}

/// All ports of `store`, in such a world.
pub(crate) fn ports<S>(store: Arc<S>, clock: Arc<FakeClock>) -> Ports
where
    S: Store
        + Users
        + AuthSessions
        + Topics
        + Questions
        + QuizSessions
        + Wallets
        + Ledger
        + Idempotency,
{
    Ports::new(
        store,
        plain_hasher(),
        (clock, sequential_ids(), seeded_entropy()),
    )
}

/// The answer of what waits for nothing, for mocks that have no way to wait.
pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("it waits"),
    }
}

/// The answers of tasks that run side by side on this thread, in their order.
pub(crate) async fn together<F>(tasks: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future<Output: 'static> + 'static,
{
    let all = LocalSet::new();
    let tasks: Vec<_> = tasks
        .into_iter()
        .map(|task| all.spawn_local(task))
        .collect();
    all.await;
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

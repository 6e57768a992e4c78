//! What only these tests need: all ports at once in the world that all tests share, doors that behave badly, and ways
//! to run what never waits.

pub(crate) mod doors;

use crate::Ports;
use ludger_ports::read::WholeStore;
use ludger_testkit::world::{FakeClock, plain_hasher, plain_vault, seeded_entropy, sequential_ids};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use tokio::task::LocalSet;

/// All ports of `store`, in the world of a test.
pub(crate) fn ports(store: Arc<impl WholeStore>, clock: Arc<FakeClock>) -> Ports {
    Ports::new(
        store,
        plain_hasher(),
        plain_vault(),
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

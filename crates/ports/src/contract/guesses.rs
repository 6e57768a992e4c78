//! How often something was tried that can be guessed.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{changes, micros};
use crate::{Changes, CommitError, Expectation};
use futures::future::join_all;
use ludger_domain::accounts::{Attempts, ThrottleKey};

fn ada() -> ThrottleKey {
    ThrottleKey::new("sign_in.account", "ada@example.org")
}

/// So many, the last one at this microsecond.
fn attempts(count: u32) -> Attempts {
    Attempts {
        count,
        first_at: micros(1),
        last_at: micros(i64::from(count)),
    }
}

fn counting(key: ThrottleKey, before: Option<Attempts>) -> Changes {
    let count = before.map_or(0, |before| before.count) + 1;
    changes().count_attempt(key, before, attempts(count))
}

impl Stores {
    async fn counted(&self, key: ThrottleKey) -> Option<Attempts> {
        self.guesses.attempts(key).await.unwrap()
    }

    /// Counts one attempt, however often somebody else is quicker.
    async fn count(&self, key: ThrottleKey) {
        loop {
            let before = self.counted(key).await;
            match self.commit(counting(key, before)).await {
                Err(CommitError::Stale(_)) => {}
                answer => return drop(answer.applied()),
            }
        }
    }
}

/// Attempts are counted from the first one on, those of each kind and of everybody by themselves.
pub async fn attempts_are_counted(stores: Stores) {
    let others = [
        ThrottleKey::new("sign_in.account", "bob@example.org"),
        ThrottleKey::new("second_factor", "ada@example.org"),
    ];
    assert_eq!(stores.counted(ada()).await, None);
    for count in 1..=3 {
        stores.count(ada()).await;
        assert_eq!(stores.counted(ada()).await, Some(attempts(count)));
    }
    for other in others {
        assert_eq!(stores.counted(other).await, None);
        stores.count(other).await;
        assert_eq!(stores.counted(other).await, Some(attempts(1)));
    }
}

/// `AttemptsAre`: what was read, to the last field.
pub async fn attempts_are_what_was_read(stores: Stores) {
    let is = |attempts| changes().expect(Expectation::AttemptsAre(ada(), attempts));
    stores.apply(is(None)).await;
    stores.count(ada()).await;
    stores.count(ada()).await;
    let now = attempts(2);
    stores.apply(is(Some(now))).await;
    let others = [
        None,
        Some(attempts(1)),
        Some(Attempts { count: 3, ..now }),
        Some(Attempts {
            first_at: micros(0),
            ..now
        }),
        Some(Attempts {
            last_at: micros(9),
            ..now
        }),
    ];
    for other in others {
        let stale = stores.commit(counting(ada(), other)).await.stale();
        assert_eq!(stale, Expectation::AttemptsAre(ada(), other));
    }
    assert_eq!(stores.counted(ada()).await, Some(now));
}

/// Of parallel first attempts one is the first, and the others know.
pub async fn parallel_first_attempts_make_one(stores: Stores) {
    let answers = stores.race((0..10).map(|_| counting(ada(), None))).await;
    let expected = Tally {
        applied: 1,
        stale: 9,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&answers), expected);
    assert_eq!(stores.counted(ada()).await, Some(attempts(1)));
}

/// Of 20 parallel attempts each one counts.
pub async fn parallel_attempts_all_count(stores: Stores) {
    join_all((0..20).map(|_| stores.count(ada()))).await;
    assert_eq!(stores.counted(ada()).await, Some(attempts(20)));
}

/// What is forgotten begins anew; forgetting nothing is nothing.
pub async fn attempts_are_forgotten(stores: Stores) {
    let bob = ThrottleKey::new("sign_in.account", "bob@example.org");
    stores.count(ada()).await;
    stores.count(ada()).await;
    stores.count(bob).await;
    for _ in 0..2 {
        stores.apply(changes().forget_attempts(ada())).await;
        assert_eq!(stores.counted(ada()).await, None);
    }
    assert_eq!(stores.counted(bob).await, Some(attempts(1)));
    stores.count(ada()).await;
    assert_eq!(stores.counted(ada()).await, Some(attempts(1)));
}

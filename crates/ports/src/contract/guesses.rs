//! How often something was tried that can be guessed.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{changes, micros};
use crate::{Changes, Expectation};
use jiff::SignedDuration;
use ludger_domain::accounts::{Attempt, Attempts, Throttle, ThrottleKey};

/// Five within a second, and none more.
const FIVE: Throttle = Throttle::new(5, 5, SignedDuration::from_secs(1));

fn ada() -> ThrottleKey {
    ThrottleKey::new("sign_in.account", "ada@example.org")
}

/// At this microsecond.
fn attempt(key: ThrottleKey, at: i64) -> Attempt {
    Attempt {
        key,
        throttle: FIVE,
        at: micros(at),
    }
}

fn counting(key: ThrottleKey, at: i64) -> Changes {
    changes().count_attempt(attempt(key, at))
}

fn attempts(count: u32, first: i64, last: i64) -> Attempts {
    Attempts {
        count,
        first_at: micros(first),
        last_at: micros(last),
    }
}

impl Stores {
    async fn counted(&self, key: ThrottleKey) -> Option<Attempts> {
        self.guesses.attempts(key).await.unwrap()
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
        let at = i64::from(count);
        stores.apply(counting(ada(), at)).await;
        assert_eq!(stores.counted(ada()).await, Some(attempts(count, 1, at)));
    }
    for other in others {
        assert_eq!(stores.counted(other).await, None);
        stores.apply(counting(other, 9)).await;
        assert_eq!(stores.counted(other).await, Some(attempts(1, 9, 9)));
    }
}

/// One too many is stale and counts for nothing; when the window is over, another one begins.
pub async fn one_attempt_too_many_is_stale(stores: Stores) {
    for at in 1..=5 {
        stores.apply(counting(ada(), at)).await;
    }
    let late = attempt(ada(), 1_000_000);
    let stale = stores.commit(changes().count_attempt(late)).await.stale();
    assert_eq!(stale, Expectation::MayAttempt(late));
    assert_eq!(stores.counted(ada()).await, Some(attempts(5, 1, 5)));
    stores.apply(counting(ada(), 1_000_001)).await;
    let anew = attempts(1, 1_000_001, 1_000_001);
    assert_eq!(stores.counted(ada()).await, Some(anew));
}

/// Of 20 parallel attempts as many come through as may, the first ones included.
pub async fn parallel_attempts_all_count(stores: Stores) {
    let answers = stores.race((0..20).map(|_| counting(ada(), 1))).await;
    let expected = Tally {
        applied: 5,
        stale: 15,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&answers), expected);
    assert_eq!(stores.counted(ada()).await, Some(attempts(5, 1, 1)));
}

/// One attempt is counted out, as if it had not been; there are never fewer than none.
pub async fn an_attempt_is_forgiven(stores: Stores) {
    stores.apply(counting(ada(), 1)).await;
    stores.apply(counting(ada(), 2)).await;
    stores.apply(changes().forgive_attempt(ada())).await;
    assert_eq!(stores.counted(ada()).await, Some(attempts(1, 1, 2)));
    for _ in 0..2 {
        stores.apply(changes().forgive_attempt(ada())).await;
        assert_eq!(stores.counted(ada()).await, None);
    }
}

/// What is forgotten begins anew; forgetting nothing is nothing.
pub async fn attempts_are_forgotten(stores: Stores) {
    let bob = ThrottleKey::new("sign_in.account", "bob@example.org");
    stores.apply(counting(ada(), 1)).await;
    stores.apply(counting(ada(), 2)).await;
    stores.apply(counting(bob, 3)).await;
    for _ in 0..2 {
        stores.apply(changes().forget_attempts(ada())).await;
        assert_eq!(stores.counted(ada()).await, None);
    }
    assert_eq!(stores.counted(bob).await, Some(attempts(1, 3, 3)));
    stores.apply(counting(ada(), 4)).await;
    assert_eq!(stores.counted(ada()).await, Some(attempts(1, 4, 4)));
}

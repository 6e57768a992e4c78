use super::at;
use crate::accounts::{Attempts, Throttle, ThrottleKey};
use jiff::SignedDuration;
use proptest::prelude::*;

const RULE: Throttle = Throttle::new(3, 6, SignedDuration::from_secs(100));

fn attempts(count: u32, first: i64, last: i64) -> Attempts {
    Attempts {
        count,
        first_at: at(first),
        last_at: at(last),
    }
}

#[test]
fn attempts_slow_down_and_then_end() {
    for (before, now, expected) in [
        (None, 0, Ok(1)),
        (Some(attempts(1, 0, 0)), 0, Ok(2)),
        (Some(attempts(2, 0, 0)), 0, Ok(3)),
        // 1 s, 2 s, 4 s …
        (Some(attempts(3, 0, 0)), 0, Err(1)),
        (Some(attempts(3, 0, 0)), 1, Ok(4)),
        (Some(attempts(4, 0, 1)), 2, Err(1)),
        (Some(attempts(4, 0, 1)), 3, Ok(5)),
        (Some(attempts(5, 0, 3)), 4, Err(3)),
        (Some(attempts(5, 0, 3)), 7, Ok(6)),
        // … and no more until the window is over.
        (Some(attempts(6, 0, 7)), 8, Err(92)),
        (Some(attempts(6, 0, 7)), 99, Err(1)),
        (Some(attempts(6, 0, 7)), 100, Ok(1)),
        (Some(attempts(5, 0, 98)), 99, Err(1)),
        // A clock that went back does not lock anybody out for longer than the window.
        (Some(attempts(6, 0, 7)), -50, Err(100)),
    ] {
        let taken = RULE.take(before, at(now));
        let told = taken
            .map(|attempts| attempts.count)
            .map_err(|too_many| too_many.retry_after.as_secs());
        assert_eq!(told, expected, "{before:?} at {now}");
    }
}

#[test]
fn a_new_window_begins_with_its_first_attempt() {
    let first = RULE.take(Some(attempts(6, 0, 7)), at(100)).unwrap();
    assert_eq!(first, attempts(1, 100, 100));
    let second = RULE.take(Some(first), at(120)).unwrap();
    assert_eq!(second, attempts(2, 100, 120));
}

#[test]
fn a_household_is_one() {
    let key = |address| ThrottleKey::of_address("sign_in", address);
    assert_eq!(key("2001:db8::1"), key("2001:db8::ffff:1:2:3"));
    assert_ne!(key("2001:db8::1"), key("2001:db8:0:1::1"));
    assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    assert_eq!(key("192.0.2.1"), key("::ffff:192.0.2.1"));
    assert_ne!(
        key("192.0.2.1"),
        ThrottleKey::of_address("mail", "192.0.2.1")
    );
    assert_ne!(key("no address"), key("another"));
}

proptest! {
    #[test]
    fn no_window_has_more_than_the_most(gaps in proptest::collection::vec(0_i64..40, 1..80)) {
        let (mut now, mut state, mut taken) = (0, None, Vec::new());
        for gap in gaps {
            now += gap;
            match RULE.take(state, at(now)) {
                Ok(attempts) => {
                    state = Some(attempts);
                    taken.push((attempts.first_at, now));
                }
                Err(too_many) => {
                    // Exactly then, and not a second earlier.
                    let wait = too_many.retry_after.as_secs();
                    prop_assert!(wait > 0);
                    prop_assert!(RULE.take(state, at(now + wait)).is_ok());
                    prop_assert!(RULE.take(state, at(now + wait - 1)).is_err());
                }
            }
        }
        for (window, _) in &taken {
            let count = taken.iter().filter(|(of, _)| of == window).count();
            prop_assert!(count <= 6);
        }
    }
}

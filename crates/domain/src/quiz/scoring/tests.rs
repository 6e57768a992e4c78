use super::*;
use proptest::prelude::*;

const LIMIT_MS: NonZeroU32 = NonZeroU32::new(10_000).unwrap();

/// Checks lines of `milliseconds: points`.
fn pays(scoring: Scoring, table: &str) {
    for line in table.split_terminator(',') {
        let (time_ms, points) = line.split_once(':').unwrap();
        let time_ms = match time_ms.trim() {
            "never" => i64::MAX,
            "before" => i64::MIN,
            number => number.parse().unwrap(),
        };
        let points: i64 = points.trim().parse().unwrap();
        assert_eq!(scoring.points(true, time_ms), points, "{scoring:?}: {line}");
        assert_eq!(scoring.points(false, time_ms), 0, "{scoring:?}, wrong");
    }
}

#[test]
fn steps_include_their_bounds() {
    pays(
        Scoring::Steps,
        "before: 100, -5: 100, 0: 100, 2999: 100, 3000: 100",
    );
    pays(Scoring::Steps, "3001: 50, 5999: 50, 6000: 50");
    pays(Scoring::Steps, "6001: 25, 86400000: 25, never: 25");
}

#[test]
fn linear_falls_to_nothing_at_the_limit() {
    let of = |points| Scoring::Linear {
        points,
        limit_ms: LIMIT_MS,
    };
    pays(
        of(100),
        "before: 100, 0: 100, 49: 100, 50: 100, 51: 99, 150: 99, 151: 98",
    );
    pays(
        of(100),
        "5000: 50, 9949: 1, 9950: 1, 9951: 0, 10000: 0, 10500: 0, never: 0",
    );
    pays(
        of(3),
        "0: 3, 1666: 3, 1667: 2, 5000: 2, 5001: 1, 8333: 1, 8334: 0",
    );
}

#[test]
fn half_linear_falls_to_half_and_forgives_a_short_while() {
    let of = |points| Scoring::HalfLinear {
        points,
        limit_ms: LIMIT_MS,
    };
    pays(of(100), "-1: 100, 0: 100, 499: 100, 500: 98, 501: 97");
    pays(of(100), "5000: 75, 10000: 50, 10500: 50");
    pays(of(1000), "499: 1000, 500: 975, 7777: 611, never: 500");
}

#[test]
fn flat_asks_for_no_time() {
    pays(
        Scoring::Flat { points: 70 },
        "before: 70, 0: 70, 10000: 70, never: 70",
    );
}

proptest! {
    #[test]
    fn later_never_earns_more(
        points: u32,
        limit_ms in 1_u32..20_000,
        one in -1_000_i64..30_000,
        other in -1_000_i64..30_000,
    ) {
        let limit_ms = NonZeroU32::new(limit_ms).unwrap();
        let (early, late) = (one.min(other), one.max(other));
        let profiles = [
            Scoring::Steps,
            Scoring::Flat { points },
            Scoring::Linear { points, limit_ms },
            Scoring::HalfLinear { points, limit_ms },
        ];
        for scoring in profiles {
            let (first, second) = (scoring.points(true, early), scoring.points(true, late));
            prop_assert!(first >= second && second >= 0, "{:?}", scoring);
            prop_assert!(first <= i64::from(points).max(100));
        }
    }
}

use super::*;
use proptest::prelude::*;

fn ids(numbers: impl IntoIterator<Item = u128>) -> Vec<QuestionId> {
    numbers
        .into_iter()
        .map(|n| Uuid::from_u128(n).into())
        .collect()
}

// The tables were computed apart from this code, from the description above.
#[test]
fn a_stored_seed_draws_the_same_questions_for_ever() {
    let table: [(i64, usize, &[u128]); 4] = [
        (0, 10, &[5, 7, 10, 4, 2, 9, 6, 3, 8, 1]),
        (1, 5, &[9, 10, 6, 1, 3]),
        (-1, 10, &[3, 5, 1, 8, 2, 6, 7, 9, 10, 4]),
        (i64::MIN, 3, &[4, 6, 1]),
    ];
    for (seed, count, expected) in table {
        assert_eq!(
            draw(seed, ids(1..=10), count),
            ids(expected.iter().copied()),
            "seed {seed}"
        );
    }
}

#[test]
fn a_stored_seed_shows_choices_in_the_same_order_for_ever() {
    let table = [
        (0, 1, "FEBCDA"),
        (0, 2, "EFABCD"),
        (1, 1, "AFCDBE"),
        (-7, 1, "BCAD"),
        (i64::MAX, u128::MAX, "BDCA"),
    ];
    for (seed, question, expected) in table {
        let mut shown: Vec<_> = ('A'..='F').take(expected.len()).collect();
        shuffle_choices(seed, Uuid::from_u128(question).into(), &mut shown);
        assert_eq!(
            shown.iter().collect::<String>(),
            expected,
            "seed {seed}, question {question}"
        );
    }
}

#[test]
fn a_stored_seed_shows_targets_in_the_same_order_for_ever() {
    let table = [
        (0, 1, "ECDAFB"),
        (0, 2, "AFBDEC"),
        (1, 1, "ACDFEB"),
        (-7, 1, "CDBA"),
        (i64::MAX, u128::MAX, "ADCB"),
        (i64::MIN, 3, "BA"),
    ];
    for (seed, question, expected) in table {
        let mut shown: Vec<_> = ('A'..='F').take(expected.len()).collect();
        shuffle_targets(seed, Uuid::from_u128(question).into(), &mut shown);
        let shown: String = shown.into_iter().collect();
        assert_eq!(shown, expected, "seed {seed}, question {question}");
    }
}

#[test]
fn words_past_the_largest_multiple_are_skipped() {
    let table = [
        (1, u64::MAX),
        (2, u64::MAX),
        (3, u64::MAX - 1),
        (6, u64::MAX - 4),
        (1 << 63, u64::MAX),
        ((1 << 63) + 1, 1 << 63),
        (u64::MAX, u64::MAX - 1),
    ];
    for (bound, last) in table {
        assert_eq!(
            last_fair(NonZeroU64::new(bound).unwrap()),
            last,
            "below {bound}"
        );
    }
}

#[test]
fn every_order_of_three_is_about_as_frequent() {
    let mut seen = std::collections::BTreeMap::new();
    for seed in 0..6_000 {
        let mut shown = [0, 1, 2];
        shuffle_choices(seed, Uuid::nil().into(), &mut shown);
        *seen.entry(shown).or_insert(0) += 1;
    }
    assert_eq!(seen.len(), 6);
    assert!(
        seen.values().all(|times| (850..1_150).contains(times)),
        "{seen:?}"
    );
}

proptest! {
    #[test]
    fn a_draw_is_a_choice_without_repeats(seed: i64, size in 0_u128..80, count in 0_usize..60) {
        let bank = ids(1..=size);
        let drawn = draw(seed, bank.clone(), count);
        prop_assert_eq!(drawn.len(), count.min(bank.len()));
        let mut sorted = drawn.clone();
        sorted.sort_unstable();
        sorted.dedup();
        prop_assert_eq!(sorted.len(), drawn.len());
        prop_assert!(drawn.iter().all(|id| bank.contains(id)));
        let all = draw(seed, bank.iter().rev().chain(&bank).copied(), usize::MAX);
        prop_assert!(all.starts_with(&drawn), "a shorter draw begins a longer one");
    }

    #[test]
    fn a_shuffle_is_a_permutation(seed: i64, question: u128, size in 0_usize..=6) {
        let mut shown: Vec<_> = (0..size).collect();
        shuffle_choices(seed, Uuid::from_u128(question).into(), &mut shown);
        shown.sort_unstable();
        prop_assert_eq!(shown, (0..size).collect::<Vec<_>>());
    }
}

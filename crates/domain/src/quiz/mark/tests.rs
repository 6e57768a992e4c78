//! What answers are worth, kind by kind.

use super::*;
use crate::quiz::fixture::{self, answer, weighing};
use crate::quiz::{AnswerDraft, Given, Misfit};
use QuestionKind::{Multiple, Numeric, Single, Text};
use proptest::prelude::*;

const CAPITALS: [(&str, &str); 3] = [("Rome", "Italy"), ("Milan", "Italy"), ("Lyon", "France")];

/// Marks what somebody says whose deal has this seed.
fn mark(seed: i64, question: &Question, given: &Given) -> Result<Mark, Misfit> {
    let picked = Deal::new(seed, question).read(given)?;
    Ok(question.mark(&picked))
}

/// The credit for picking the answers at these places of the author's list.
fn credit(question: &Question, places: &[usize]) -> i64 {
    let deal = Deal::new(42, question);
    let letter = |place: &usize| deal.letter_of(question.answers[*place].id).unwrap();
    let given = match question.kind {
        Multiple => Given::Choices(places.iter().map(letter).collect()),
        _ => Given::Choice(letter(&places[0])),
    };
    mark(42, question, &given).unwrap().credit
}

fn typed(question: &Question, text: &str) -> Mark {
    let given = match question.kind {
        Numeric => Given::Number(text.to_owned()),
        _ => Given::Text(text.to_owned()),
    };
    mark(42, question, &given).unwrap()
}

#[test]
fn right_is_right_and_wrong_is_nothing_in_every_kind() {
    for seed in 0..30 {
        for question in fixture::bank(7) {
            let is_right = mark(seed, &question, &fixture::right(seed, &question)).unwrap();
            assert_eq!(
                (is_right.credit, is_right.is_correct()),
                (FULL_CREDIT, true)
            );
            let is_wrong = mark(seed, &question, &fixture::wrong(seed, &question)).unwrap();
            assert_eq!(
                (is_wrong.credit, is_wrong.is_correct()),
                (0, false),
                "{question:?}"
            );
        }
    }
}

#[test]
fn of_single_another_answer_may_be_right_in_part() {
    let answers = [
        weighing(40_000, answer("right", true)),
        weighing(50_000, answer("nearly", false)),
        weighing(100_000, answer("as good", false)),
        weighing(-25_000, answer("worse", false)),
        answer("wrong", false),
    ];
    let question = fixture::question(1, Single, answers.to_vec());
    // The right one is right in full whatever it weighs; no other ever is.
    for (place, expected) in [(0, 100_000), (1, 50_000), (2, 99_999), (3, 0), (4, 0)] {
        assert_eq!(credit(&question, &[place]), expected, "answer {place}");
    }
}

#[test]
fn of_multiple_each_right_pick_adds_and_each_wrong_one_takes_its_share() {
    // right and wrong answers, picks by the author's places, what they are worth
    let table: [(usize, usize, &[usize], i64); 12] = [
        (2, 2, &[0, 1], 100_000),
        (2, 2, &[0], 50_000),
        (2, 2, &[2], 0),
        (2, 2, &[0, 2], 0),
        (2, 2, &[0, 1, 2], 50_000),
        (2, 2, &[0, 1, 2, 3], 0),
        (1, 3, &[0, 1], 0),
        (3, 3, &[0], 33_333),
        (3, 3, &[0, 1], 66_666),
        (3, 3, &[0, 1, 2, 5], 66_666),
        (3, 3, &[0, 3, 4, 5], 0),
        (6, 0, &[0, 1, 2, 3, 4], 83_330),
    ];
    for (right, wrong, picks, expected) in table {
        let question = fixture::multiple(1, right, wrong);
        assert_eq!(
            credit(&question, picks),
            expected,
            "{right} right, {wrong} wrong: {picks:?}"
        );
    }
}

#[test]
fn of_multiple_an_author_may_weigh() {
    let answers = [
        weighing(70_000, answer("main", true)),
        weighing(30_000, answer("also", true)),
        weighing(-10_000, answer("slip", false)),
        answer("wrong", false),
    ];
    let question = fixture::question(1, Multiple, answers.to_vec());
    let table: [(&[usize], i64); 7] = [
        (&[0, 1], 100_000),
        (&[0], 70_000),
        (&[1, 2], 20_000),
        (&[2], 0),
        (&[0, 1, 2], 90_000),
        (&[0, 3], 20_000),
        (&[0, 1, 2, 3], 40_000),
    ];
    for (picks, expected) in table {
        assert_eq!(credit(&question, picks), expected, "{picks:?}");
    }
    let generous = [
        weighing(100_000, answer("one", true)),
        weighing(100_000, answer("two", true)),
        answer("wrong", false),
    ];
    let question = fixture::question(1, Multiple, generous.to_vec());
    assert_eq!(credit(&question, &[0]), 99_999, "something is missing");
}

#[test]
fn texts_are_compared_as_they_are_read() {
    let answers = vec![
        answer("São Paulo", true),
        answer("J\u{30c}", true),
        weighing(50_000, answer("Rio", true)),
        weighing(-50_000, answer("Lisbon", true)),
    ];
    let question = fixture::question(1, Text, answers);
    let table = [
        ("são paulo", 100_000, Some(0)),
        ("  SA\u{303}O   PAULO ", 100_000, Some(0)),
        ("São-Paulo", 0, None),
        ("Sao Paulo", 0, None),
        ("\u{1f0}", 100_000, Some(1)),
        ("j\u{30c}", 100_000, Some(1)),
        ("rio", 50_000, Some(2)),
        ("lisbon", 0, Some(3)),
        ("R.io", 0, None),
    ];
    for (text, credit, place) in table {
        let mark = typed(&question, text);
        let answer = place.map(|place: usize| &question.answers[place]);
        assert_eq!(
            (mark.credit, mark.selected),
            (credit, answer.map(|a| a.id)),
            "{text:?}"
        );
        assert_eq!(
            mark.feedback,
            answer.and_then(|a| a.feedback.clone()),
            "{text:?}"
        );
    }
}

#[test]
fn numbers_lie_in_ranges_exactly() {
    let to = |upper: &str, lower: AnswerDraft| AnswerDraft {
        counterpart: Some(upper.to_owned()),
        ..lower
    };
    let answers = vec![
        answer("0.3", true),
        to("3.15", answer("3.14", true)),
        weighing(50_000, to("4", answer("3", true))),
        to("-1.5", answer("-2", true)),
        answer("999999999999999999999999999", true),
    ];
    let question = fixture::question(1, Numeric, answers);
    let table = [
        ("0.3", 100_000),
        ("0.30", 100_000),
        ("00.3", 100_000),
        ("0.3000000000000000000000001", 0),
        ("0.2999999999999999999999999", 0),
        ("3.14", 100_000),
        ("3.150", 100_000),
        ("3.1500000000000000000000001", 50_000),
        ("3", 50_000),
        ("4.0", 50_000),
        ("4.0001", 0),
        ("-2", 100_000),
        ("-1.5", 100_000),
        ("-1.4999", 0),
        ("1.75", 0),
        ("999999999999999999999999999", 100_000),
        ("999999999999999999999999998", 0),
    ];
    for (number, expected) in table {
        assert_eq!(typed(&question, number).credit, expected, "{number}");
    }
}

#[test]
fn an_order_is_right_as_a_whole() {
    let question = fixture::order(1, 3);
    let ids: Vec<_> = question.answers.iter().map(|answer| answer.id).collect();
    for (places, expected) in [([0, 1, 2], 100_000), ([0, 2, 1], 0), ([2, 1, 0], 0)] {
        let picked = Picked::Order(places.iter().map(|place| ids[*place]).collect());
        assert_eq!(question.mark(&picked).credit, expected, "{places:?}");
    }
    assert_eq!(question.mark(&Picked::Order(ids[..2].to_vec())).credit, 0);
}

#[test]
fn pairs_may_share_a_counterpart() {
    let question = fixture::pairs(1, &CAPITALS);
    let table = [
        (["Italy", "Italy", "France"], 100_000),
        (["Italy", "France", "France"], 0),
        (["France", "Italy", "Italy"], 0),
        (["Italy", "Italy", "Italy"], 0),
    ];
    for (targets, expected) in table {
        let deal = Deal::new(7, &question);
        let pair = |(answer, target): (&Answer, &str)| {
            let target = deal.letter_of_target(target).unwrap();
            (deal.letter_of(answer.id).unwrap(), target)
        };
        let given = Given::Pairs(question.answers.iter().zip(targets).map(pair).collect());
        assert_eq!(
            mark(7, &question, &given).unwrap().credit,
            expected,
            "{targets:?}"
        );
    }
}

#[test]
fn the_feedback_is_that_of_what_was_picked() {
    let single = fixture::single(1, 3);
    let picked = mark(42, &single, &fixture::right(42, &single)).unwrap();
    assert_eq!(picked.selected, Some(single.answers[0].id));
    assert_eq!(picked.feedback.as_deref(), Some("feedback on answer 0"));
    let multiple = fixture::multiple(2, 2, 1);
    let picked = mark(42, &multiple, &fixture::right(42, &multiple)).unwrap();
    assert_eq!(picked.selected, None, "several were picked");
    assert_eq!(
        picked.feedback.as_deref(),
        Some("feedback on answer 0\nfeedback on answer 1")
    );
    let order = fixture::order(3, 3);
    let picked = mark(42, &order, &fixture::right(42, &order)).unwrap();
    assert_eq!((picked.selected, picked.feedback), (None, None));
}

#[test]
fn the_solution_of_texts_and_numbers_is_what_is_worth_most() {
    let deal = |question| Deal::new(1, question);
    let answers = vec![
        answer("Paris", true),
        weighing(50_000, answer("Lutetia", true)),
    ];
    let text = fixture::question(1, Text, answers);
    assert_eq!(
        text.solution(&deal(&text)),
        Solution::Texts(vec!["Paris".to_owned()])
    );
    let numeric = fixture::numeric(2);
    let range = |from: &str, to: &str| NumberRange {
        from: from.to_owned(),
        to: to.to_owned(),
    };
    let expected = Solution::Ranges(vec![range("31.25", "31.25"), range("77.5", "78.5")]);
    assert_eq!(numeric.solution(&deal(&numeric)), expected);
}

/// What somebody says who was told this.
fn followed(solution: Solution) -> Vec<Given> {
    match solution {
        Solution::Choice(letter) => vec![Given::Choice(letter)],
        Solution::Choices(letters) => vec![Given::Choices(letters)],
        Solution::Texts(texts) => texts.into_iter().map(Given::Text).collect(),
        Solution::Ranges(ranges) => {
            let ends = ranges.into_iter().flat_map(|range| [range.from, range.to]);
            ends.map(Given::Number).collect()
        }
        Solution::Order(letters) => vec![Given::Order(letters)],
        Solution::Pairs(pairs) => vec![Given::Pairs(pairs)],
    }
}

proptest! {
    #[test]
    fn whoever_says_the_solution_is_right(seed: i64, number in 1_u128..40) {
        let question = fixture::bank(number).pop().unwrap();
        let all = followed(question.solution(&Deal::new(seed, &question)));
        prop_assert!(!all.is_empty());
        for given in all {
            prop_assert!(mark(seed, &question, &given).unwrap().is_correct(), "{:?}", given);
        }
    }

    #[test]
    fn of_multiple_only_the_right_picks_are_worth_everything(
        right in 1_usize..=3, wrong in 1_usize..=3, picks in 1_u32..64,
        weights in prop::collection::vec(prop::option::of(-100_000_i32..=100_000), 6),
    ) {
        let mut question = fixture::multiple(1, right, wrong);
        for (answer, weight) in question.answers.iter_mut().zip(weights) {
            answer.weight = weight;
        }
        let places: Vec<_> = (0..right + wrong).filter(|place| picks & (1 << place) != 0).collect();
        if places.is_empty() {
            return Ok(());
        }
        let credit = credit(&question, &places);
        prop_assert!((0..=FULL_CREDIT).contains(&credit));
        prop_assert_eq!(credit == FULL_CREDIT, places.iter().copied().eq(0..right));
    }
}

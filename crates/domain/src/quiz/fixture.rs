//! Questions of every kind for tests, and what is right and wrong to say to them.

use super::{AnswerDraft, Deal, Given, Letter, Question, QuestionDraft, QuestionKind};
use crate::Timestamp;
use std::collections::BTreeMap;
use uuid::Uuid;

/// An instant, in milliseconds from an arbitrary one.
pub(in crate::quiz) fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(1_767_225_600_000 + ms).unwrap()
}

/// An answer; its feedback tells which one it is.
pub(in crate::quiz) fn answer(content: &str, is_correct: bool) -> AnswerDraft {
    AnswerDraft {
        content: content.to_owned(),
        is_correct,
        feedback: Some(format!("feedback on {content}")),
        ..AnswerDraft::default()
    }
}

/// The same answer, worth a part of the points or costing it.
pub(in crate::quiz) fn weighing(weight: i32, answer: AnswerDraft) -> AnswerDraft {
    AnswerDraft {
        weight: Some(weight),
        ..answer
    }
}

/// A question of the first topic, with these answers.
pub(in crate::quiz) fn question(
    number: u128,
    kind: QuestionKind,
    answers: Vec<AnswerDraft>,
) -> Question {
    let draft = QuestionDraft {
        kind,
        difficulty: 3,
        content: format!("question {number}"),
        explanation: format!("explanation of {number}"),
        points: 100,
        tags: Vec::new(),
        media: Vec::new(),
        answers,
    };
    let mut ids = (number.wrapping_mul(100)..).map(|n| Uuid::from_u128(n).into());
    let (id, topic) = (Uuid::from_u128(number).into(), Uuid::from_u128(1).into());
    Question::new(id, topic, draft, || ids.next().unwrap(), at(0)).unwrap()
}

/// The author puts the right one first.
pub(in crate::quiz) fn single(number: u128, size: usize) -> Question {
    let answers = (0..size).map(|n| answer(&format!("answer {n}"), n == 0));
    question(number, QuestionKind::Single, answers.collect())
}

/// `True` is right.
pub(in crate::quiz) fn true_false(number: u128) -> Question {
    let answers = vec![answer("True", true), answer("False", false)];
    question(number, QuestionKind::TrueFalse, answers)
}

/// The first ones are right.
pub(in crate::quiz) fn multiple(number: u128, right: usize, wrong: usize) -> Question {
    let answers = (0..right + wrong).map(|n| answer(&format!("answer {n}"), n < right));
    question(number, QuestionKind::Multiple, answers.collect())
}

/// Both texts are right.
pub(in crate::quiz) fn text(number: u128) -> Question {
    let answers = vec![answer("Secret word", true), answer("Another secret", true)];
    question(number, QuestionKind::Text, answers)
}

/// 31.25 is right, and whatever lies from 77.5 to 78.5.
pub(in crate::quiz) fn numeric(number: u128) -> Question {
    let range = AnswerDraft {
        counterpart: Some("78.5".to_owned()),
        ..answer("77.5", true)
    };
    question(
        number,
        QuestionKind::Numeric,
        vec![answer("31.25", true), range],
    )
}

/// `step 0` comes first.
pub(in crate::quiz) fn order(number: u128, size: usize) -> Question {
    let answers = (0..size).map(|n| answer(&format!("step {n}"), true));
    question(number, QuestionKind::Order, answers.collect())
}

/// Each pair belongs together.
pub(in crate::quiz) fn pairs(number: u128, pairs: &[(&str, &str)]) -> Question {
    let pair = |(left, right): &(&str, &str)| AnswerDraft {
        counterpart: Some((*right).to_owned()),
        ..answer(left, true)
    };
    question(
        number,
        QuestionKind::Match,
        pairs.iter().map(pair).collect(),
    )
}

/// Questions 1 to `count`, of all kinds in turn.
pub(in crate::quiz) fn bank(count: u128) -> Vec<Question> {
    let capitals = [("Rome", "Italy"), ("Milan", "Italy"), ("Lyon", "France")];
    let of_kind = |n: u128| match n % 7 {
        1 => single(n, 4),
        2 => true_false(n),
        3 => multiple(n, 2, 2),
        4 => text(n),
        5 => numeric(n),
        6 => order(n, 4),
        _ => pairs(n, &capitals),
    };
    (1..=count).map(of_kind).collect()
}

/// What is right in full.
pub(in crate::quiz) fn right(seed: i64, question: &Question) -> Given {
    let deal = Deal::new(seed, question);
    let letters = || question.answers.iter().filter_map(|a| deal.letter_of(a.id));
    match question.kind {
        QuestionKind::Single | QuestionKind::TrueFalse => {
            Given::Choice(deal.right().next().unwrap())
        }
        QuestionKind::Multiple => Given::Choices(deal.right().collect()),
        QuestionKind::Text => Given::Text(question.answers[0].content.clone()),
        QuestionKind::Numeric => Given::Number(question.answers[0].content.clone()),
        QuestionKind::Order => Given::Order(letters().collect()),
        QuestionKind::Match => {
            let target = |a: &super::Answer| deal.letter_of_target(a.counterpart.as_deref()?);
            let targets = question.answers.iter().filter_map(target);
            Given::Pairs(letters().zip(targets).collect())
        }
    }
}

/// What is worth nothing.
pub(in crate::quiz) fn wrong(seed: i64, question: &Question) -> Given {
    let deal = Deal::new(seed, question);
    let is_right = |letter: &Letter| deal.right().any(|right| right == *letter);
    let mut letters = deal.choices().into_iter().map(|choice| choice.letter);
    match (question.kind, right(seed, question)) {
        (QuestionKind::Single | QuestionKind::TrueFalse, _) => {
            Given::Choice(letters.find(|letter| !is_right(letter)).unwrap())
        }
        (QuestionKind::Multiple, _) => {
            Given::Choices(letters.filter(|letter| !is_right(letter)).collect())
        }
        (QuestionKind::Text, _) => Given::Text("something else".to_owned()),
        (QuestionKind::Numeric, _) => Given::Number("-1".to_owned()),
        (_, Given::Order(mut order)) => {
            order.reverse();
            Given::Order(order)
        }
        (_, Given::Pairs(right)) => {
            // Everything with one and the same target.
            let same = |letter| (letter, Letter::A);
            let all: BTreeMap<_, _> = letters.map(same).collect();
            assert_ne!(all, right, "a question with one target has no wrong pairs");
            Given::Pairs(all)
        }
        (kind, right) => unreachable!("{kind:?} is not answered by {right:?}"),
    }
}

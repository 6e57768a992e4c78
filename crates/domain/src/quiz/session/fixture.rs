//! Questions and games for tests.

use super::*;
use crate::quiz::{AnswerDraft, Deal, Letter, Question, QuestionDraft, QuestionKind};
use uuid::Uuid;

/// An instant, in milliseconds from an arbitrary one.
pub(in crate::quiz) fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(1_767_225_600_000 + ms).unwrap()
}

/// A question of the first topic, with `size` answers; its author puts the right one first.
pub(in crate::quiz) fn single(number: u128, size: usize) -> Question {
    let texts: Vec<_> = (0..size).map(|n| format!("answer {n}")).collect();
    question(number, QuestionKind::Single, &texts)
}

/// A question to which `True` is right.
pub(in crate::quiz) fn true_false(number: u128) -> Question {
    question(
        number,
        QuestionKind::TrueFalse,
        &["True".to_owned(), "False".to_owned()],
    )
}

fn question(number: u128, kind: QuestionKind, texts: &[String]) -> Question {
    let answer = |(place, text): (usize, &String)| AnswerDraft {
        content: text.clone(),
        is_correct: place == 0,
        feedback: Some(format!("about {text}")),
        ..AnswerDraft::default()
    };
    let draft = QuestionDraft {
        kind,
        difficulty: 3,
        content: format!("question {number}"),
        explanation: format!("because of {number}"),
        points: 100,
        tags: Vec::new(),
        answers: texts.iter().enumerate().map(answer).collect(),
    };
    let mut ids = (number * 100..).map(|n| Uuid::from_u128(n).into());
    let id = Uuid::from_u128(number).into();
    Question::new(
        id,
        Uuid::from_u128(1).into(),
        draft,
        || ids.next().unwrap(),
        at(0),
    )
    .unwrap()
}

/// Questions 1 to `count`, with 2 to 6 choices in turn.
pub(super) fn bank(count: u128) -> Vec<Question> {
    (1..=count)
        .map(|n| {
            if n % 5 == 1 {
                true_false(n)
            } else {
                single(n, 2 + usize::try_from(n % 5).unwrap())
            }
        })
        .collect()
}

/// A session that asks the whole bank in its order, made at 0 ms.
pub(super) fn session(bank: &[Question]) -> QuizSession {
    let questions = bank.iter().map(|question| question.id).collect();
    let (id, user) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
    QuizSession::solo(id, user, questions, 42, SoloRules::default(), at(0)).unwrap()
}

/// A letter that is right for this question, or wrong.
pub(super) fn letter(session: &QuizSession, question: &Question, is_right: bool) -> Letter {
    let deal = Deal::new(session.seed, question);
    let answer = question
        .answers
        .iter()
        .find(|answer| answer.is_correct == is_right)
        .unwrap();
    deal.letter_of(answer.id).unwrap()
}

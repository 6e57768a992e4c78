//! A question that is edited while it is being played.

use super::*;

/// The same question, its answers in another order and under new ids.
fn edited(question: &Question) -> Question {
    let mut draft = question.draft();
    draft.answers.reverse();
    let mut ids = (question.id.uuid().as_u128() * 1_000..).map(|n| Uuid::from_u128(n).into());
    question
        .clone()
        .edit(question.topic, draft, || ids.next().unwrap())
        .unwrap()
}

#[test]
fn no_letter_is_judged_by_words_that_the_player_has_not_seen() {
    let bank = bank(5);
    let edited = edited(&bank[0]);
    let served = session(&bank).serve(&bank[0], at(0)).unwrap().session;
    for letter in [Letter::A, Letter::F] {
        let refused = served.clone().answer(&edited, letter, answer_id(1), at(1));
        assert_eq!(refused.err(), Some(AnswerError::QuestionChanged));
    }
    assert_eq!(served.view(&edited), Err(AnswerError::QuestionChanged));
}

#[test]
fn a_look_at_an_edited_question_shows_it_and_leaves_the_clock_alone() {
    let bank = bank(5);
    let edited = edited(&bank[0]);
    let first = session(&bank).serve(&bank[0], at(0)).unwrap().session;
    let second = first.serve(&edited, at(3_500)).unwrap();
    assert!(second.changed, "what was seen last is stored");
    assert_eq!(second.session.view(&edited).unwrap().served_at, at(0));
    assert!(
        !second
            .session
            .clone()
            .serve(&edited, at(4_000))
            .unwrap()
            .changed
    );
    let right = letter(&second.session, &edited, true);
    let answered = second
        .session
        .answer(&edited, right, answer_id(1), at(4_000))
        .unwrap();
    assert_eq!(
        (
            answered.answer.answer_time_ms,
            answered.answer.points_awarded
        ),
        (4_000, 50)
    );
    assert_eq!(answered.session.served_version, None);
}

#[test]
fn a_question_that_left_the_bank_is_played_to_its_end() {
    let bank = bank(5);
    let served = session(&bank).serve(&bank[0], at(0)).unwrap().session;
    let gone = bank[0].clone().delete(at(5));
    assert!(!served.clone().serve(&gone, at(10)).unwrap().changed);
    assert!(served.view(&gone).is_ok());
    let right = letter(&served, &gone, true);
    assert!(served.answer(&gone, right, answer_id(1), at(10)).is_ok());
}

#[test]
fn only_the_current_question_is_served() {
    let bank = bank(5);
    let refused = session(&bank).serve(&bank[1], at(0));
    assert_eq!(refused.err(), Some(AnswerError::NotCurrent));
}

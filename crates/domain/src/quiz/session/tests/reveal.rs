//! What is told when: nothing before the answer, the verdict after it, the same verdict to who asks again, and all of
//! it at the end.

use super::*;

#[test]
fn a_view_holds_nothing_that_gives_the_answer_away() {
    let bank = bank(5);
    let served = session(&bank).serve(&bank[0], at(7)).unwrap().session;
    let view = served.view(&bank[0]).unwrap();
    let expected = serde_json::json!({
        "question": bank[0].id,
        "number": 1,
        "of": 5,
        "content": "question 1",
        "kind": "true_false",
        "difficulty": 3,
        "choices": [{"letter": "A", "text": "True"}, {"letter": "B", "text": "False"}],
        "served_at": at(7),
    });
    assert_eq!(serde_json::to_value(&view).unwrap(), expected);
}

#[test]
fn a_verdict_tells_what_was_right() {
    let bank = bank(5);
    let (before, _) = play_all(&bank, "r", 100);
    let right = letter(&before, &bank[1], true);
    let Answered {
        session,
        answer,
        verdict,
        ended,
    } = play(before, &bank, false, 4_000);
    assert_eq!(ended, None);
    assert_eq!(
        (verdict.is_correct, verdict.right, verdict.chosen == right),
        (false, right, false)
    );
    assert_eq!(
        (verdict.points_awarded, verdict.hearts_left, verdict.score),
        (0, 2, 100)
    );
    assert_eq!(verdict.explanation, "because of 2");
    let picked = bank[1]
        .answers
        .iter()
        .find(|picked| picked.id == answer.selected)
        .unwrap();
    assert_eq!(verdict.feedback, picked.feedback);
    assert_eq!(
        (answer.session, answer.user, answer.question),
        (session.id, session.user, bank[1].id)
    );
}

#[test]
fn the_same_answer_again_gets_the_first_result() {
    let bank = bank(5);
    let (mut current, mut answers, mut told) = (session(&bank), Vec::new(), Vec::new());
    for sign in "wrwrr".chars() {
        let answered = play(current, &bank, sign == 'r', 100);
        answers.insert(0, answered.answer);
        told.push((answered.verdict, answered.ended));
        current = answered.session;
    }
    for (question, (verdict, ended)) in bank.iter().zip(told) {
        let again = current
            .repeat(question, verdict.chosen, &answers)
            .unwrap()
            .unwrap();
        assert_eq!(again, Repeated { verdict, ended });
    }
}

#[test]
fn who_left_is_told_the_end_once() {
    let bank = bank(5);
    let (session, answers) = play_all(&bank, "rr", 100);
    let left = session.forfeit(at(900)).unwrap().session;
    let right = letter(&left, &bank[1], true);
    let again = left.repeat(&bank[1], right, &answers).unwrap().unwrap();
    assert_eq!(again.ended, None, "it was not the answer that ended it");
}

#[test]
fn another_answer_is_refused() {
    let bank = bank(5);
    let (session, answers) = play_all(&bank, "r", 100);
    let edited = Question {
        answers: crate::quiz::session::fixture::true_false(77).answers,
        ..bank[0].clone()
    };
    let (right, wrong) = (
        letter(&session, &bank[0], true),
        letter(&session, &bank[0], false),
    );
    let stranger = crate::quiz::session::fixture::single(99, 4);
    let table = [
        (&bank[0], right, Ok(true)),
        (&bank[0], wrong, Err(AnswerError::AlreadyAnswered)),
        (
            &bank[0],
            Letter::C,
            Err(AnswerError::UnknownChoice(Letter::C)),
        ),
        (&edited, right, Err(AnswerError::AlreadyAnswered)),
        (&bank[1], Letter::A, Ok(false)),
        (&stranger, Letter::A, Err(AnswerError::NotCurrent)),
    ];
    for (question, letter, expected) in table {
        let repeated = session.repeat(question, letter, &answers);
        assert_eq!(
            repeated.map(|first| first.is_some()),
            expected,
            "{} {letter}",
            question.content
        );
    }
}

#[test]
fn a_review_waits_for_the_end() {
    let bank = bank(5);
    let (session, answers) = play_all(&bank, "rw", 100);
    assert_eq!(session.review(&bank, &answers), Err(NotFinished));
    let session = session.serve(&bank[2], at(500)).unwrap().session;
    assert_eq!(session.review(&bank, &answers), Err(NotFinished));
    let ended = session.forfeit(at(600)).unwrap();
    let review = ended.session.review(&bank, &answers).unwrap();
    assert_eq!(review.ending, ended.ended);
    let told: Vec<_> = review
        .items
        .iter()
        .map(|item| {
            (
                item.number,
                item.chosen == item.right,
                item.is_correct,
                item.points_awarded,
                item.answer_time_ms,
            )
        })
        .collect();
    let expected = [
        (1, true, true, 100, Some(100)),
        (2, false, false, 0, Some(100)),
        (3, false, false, 0, None),
    ];
    assert_eq!(told, expected, "two answered, one seen, two never asked");
    assert_eq!(review.items[2].chosen, None);
    assert_eq!(review.items[0].explanation, "because of 1");
}

#[test]
fn a_review_does_without_what_is_gone() {
    let bank = bank(5);
    let (session, answers) = play_all(&bank, "www", 100);
    let mut left = bank.clone();
    left.remove(1);
    left[0].answers = crate::quiz::session::fixture::true_false(77).answers;
    let review = session.review(&left, &answers).unwrap();
    assert_eq!(
        review
            .items
            .iter()
            .map(|item| item.number)
            .collect::<Vec<_>>(),
        [1, 3]
    );
    assert_eq!(
        (review.items[0].chosen, review.items[0].right),
        (None, Some(Letter::A))
    );
}

//! A session's rules as tables and as properties.

mod edits;
mod properties;
mod reveal;
mod states;

use super::fixture::{at, bank, letter, session};
use super::*;
use crate::ids::PlayerAnswerId;
use crate::quiz::{Letter, Question};
use uuid::Uuid;

fn answer_id(number: u128) -> PlayerAnswerId {
    Uuid::from_u128(number).into()
}

/// Serves the current question and answers it `after_ms` later.
fn play(session: QuizSession, bank: &[Question], is_right: bool, after_ms: i64) -> Answered {
    let question = &bank[usize::try_from(session.position).unwrap()];
    let served = session.serve(question, at(0)).unwrap().session;
    let now = served.served_at.unwrap() + jiff::SignedDuration::from_millis(after_ms);
    let letter = letter(&served, question, is_right);
    let id = answer_id(u128::try_from(served.version).unwrap());
    served.answer(question, letter, id, now).unwrap()
}

/// Plays right (`r`) and wrong (`w`) answers of `after_ms` each; gives the session and its answers.
fn play_all(bank: &[Question], answers: &str, after_ms: i64) -> (QuizSession, Vec<PlayerAnswer>) {
    answers.chars().fold(
        (session(bank), Vec::new()),
        |(session, mut answers), sign| {
            let answered = play(session, bank, sign == 'r', after_ms);
            answers.push(answered.answer);
            (answered.session, answers)
        },
    )
}

#[test]
fn a_session_ends_with_its_questions_or_its_hearts() {
    use SessionResult::{Loss, Win};
    // what was answered, ms for each, hearts left, score, how it ended
    let table = [
        ("", 1, 3, 0, None),
        ("rrrr", 3_000, 3, 400, None),
        ("rrrrr", 3_000, 3, 500, Some((Win, 50, 3))),
        ("rrrrr", 3_001, 3, 250, Some((Win, 25, 1))),
        ("rrrrr", 6_001, 3, 125, Some((Win, 12, 1))),
        ("wrwrr", 100, 1, 300, Some((Win, 30, 2))),
        ("rwrw", 100, 1, 200, None),
        ("www", 100, 0, 0, Some((Loss, 0, 0))),
        ("rwwrw", 100, 0, 200, Some((Loss, 20, 1))),
        ("rwww", 6_000, 0, 50, Some((Loss, 5, 0))),
    ];
    let bank = bank(5);
    for (signs, after_ms, hearts, score, ended) in table {
        let (session, answers) = play_all(&bank, signs, after_ms);
        assert_eq!(
            (session.hearts_left, session.score),
            (hearts, score),
            "{signs}"
        );
        assert_eq!(session.position, i64::try_from(answers.len()).unwrap());
        assert_eq!(session.wrong_count(), 3 - hearts);
        let ending = session.ending();
        assert_eq!(
            ending.map(|e| (e.result, e.coins, e.stars)),
            ended,
            "{signs}"
        );
        assert_eq!(ending.map(|e| e.end), ended.map(|_| End::Completed));
        assert_eq!(
            session.ended_at,
            ended.map(|_| answers.last().unwrap().answered_at)
        );
        assert_eq!(session.current().is_none(), ended.is_some());
    }
}

#[test]
fn a_session_needs_questions_and_hearts() {
    let ids = |numbers: &[u128]| {
        numbers
            .iter()
            .map(|n| Uuid::from_u128(*n).into())
            .collect::<Vec<_>>()
    };
    let table = [
        (ids(&[]), 3, Some(StartError::NoQuestions)),
        (ids(&[1, 2, 1]), 3, Some(StartError::RepeatedQuestion)),
        (ids(&[1]), 0, Some(StartError::NoHearts)),
        (ids(&[2, 1]), 1, None),
    ];
    for (questions, hearts, expected) in table {
        let (id, user) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let made = QuizSession::solo(id, user, questions.clone(), 1, SoloRules { hearts }, at(9));
        assert_eq!(made.as_ref().err().copied(), expected);
        if let Ok(session) = made {
            assert_eq!(
                (session.mode, session.status, session.version),
                (Mode::Solo, Status::Active, 1)
            );
            assert_eq!(
                (session.started_at, session.questions),
                (Some(at(9)), questions)
            );
        }
    }
}

#[test]
fn the_first_look_starts_the_clock() {
    let bank = bank(5);
    let first = session(&bank).serve(&bank[0], at(1_000)).unwrap();
    assert!(first.changed);
    assert_eq!(first.session.version, 2);
    let again = first.session.clone().serve(&bank[0], at(5_000)).unwrap();
    assert!(!again.changed);
    assert_eq!(again.session, first.session);
    let letter = letter(&again.session, &bank[0], true);
    let answered = again
        .session
        .answer(&bank[0], letter, answer_id(1), at(4_500))
        .unwrap();
    assert_eq!(
        (
            answered.answer.answer_time_ms,
            answered.answer.points_awarded
        ),
        (3_500, 50)
    );
    assert_eq!(
        answered.session.served_at, None,
        "the next question has not been seen"
    );
}

#[test]
fn time_never_goes_back() {
    let bank = bank(5);
    let served = session(&bank).serve(&bank[0], at(-500)).unwrap().session;
    assert_eq!((served.served_at, served.updated_at), (Some(at(0)), at(0)));
    let letter = letter(&served, &bank[0], true);
    let answered = served
        .answer(&bank[0], letter, answer_id(1), at(-1))
        .unwrap();
    assert_eq!(
        (answered.answer.answer_time_ms, answered.answer.answered_at),
        (0, at(0))
    );
}

#[test]
fn the_clock_runs_on_while_paused() {
    let bank = bank(5);
    let session = session(&bank).serve(&bank[0], at(0)).unwrap().session;
    let session = session.pause(at(1_000)).unwrap().resume(at(9_000)).unwrap();
    let letter = letter(&session, &bank[0], true);
    let answered = session
        .answer(&bank[0], letter, answer_id(1), at(9_500))
        .unwrap();
    assert_eq!(
        (
            answered.answer.answer_time_ms,
            answered.answer.points_awarded
        ),
        (9_500, 25)
    );
}

#[test]
fn a_session_is_idle_after_a_day_without_change() {
    let day_ms = 24 * 3_600_000;
    let bank = bank(5);
    let session = session(&bank).serve(&bank[0], at(10)).unwrap().session;
    for (now_ms, expected) in [
        (0, false),
        (day_ms, false),
        (day_ms + 9, false),
        (day_ms + 10, true),
    ] {
        assert_eq!(session.is_idle(at(now_ms)), expected, "{now_ms} ms");
    }
    let paused = session.pause(at(20)).unwrap();
    assert!(paused.is_idle(at(day_ms + 20)), "a pause is no shelter");
    let ended = paused.forfeit(at(day_ms + 20)).unwrap().session;
    assert!(!ended.is_idle(at(9 * day_ms)));
}

#[test]
fn who_leaves_gets_nothing() {
    let bank = bank(5);
    let (session, _) = play_all(&bank, "rrr", 100);
    let left = session.forfeit(at(60_000)).unwrap();
    let expected = Ending {
        end: End::Forfeited,
        result: SessionResult::Loss,
        score: 300,
        coins: 0,
        stars: 0,
    };
    assert_eq!(left.ended, expected);
    assert_eq!(
        (left.session.ending(), left.session.ended_at),
        (Some(expected), Some(at(60_000)))
    );
    assert_eq!(left.session.hearts_left, 3);
}

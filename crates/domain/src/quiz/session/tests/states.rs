//! What each state allows.

use super::*;

fn in_state(status: Status, bank: &[Question]) -> QuizSession {
    let served = session(bank).serve(&bank[0], at(0)).unwrap().session;
    match status {
        Status::Active => served,
        Status::Paused => served.pause(at(0)).unwrap(),
        Status::Finished => served.forfeit(at(0)).unwrap().session,
        Status::Waiting | Status::Countdown => QuizSession { status, ..served },
    }
}

#[test]
fn names_are_stored_and_read_back() {
    let text = |name: &str| format!("\"{name}\"");
    for (name, status) in ["waiting", "countdown", "active", "paused", "finished"]
        .iter()
        .zip(Status::ALL)
    {
        assert_eq!(
            (Status::from_name(name), status.as_str()),
            (Some(*status), *name)
        );
        assert_eq!(serde_json::to_string(status).unwrap(), text(name));
    }
    assert_eq!(
        Mode::ALL
            .iter()
            .map(|mode| mode.as_str())
            .collect::<Vec<_>>(),
        ["solo", "comp", "collab"]
    );
    assert_eq!(
        SessionResult::ALL
            .iter()
            .map(|it| it.as_str())
            .collect::<Vec<_>>(),
        ["win", "loss", "draw"]
    );
    assert_eq!(
        End::ALL.iter().map(|end| end.as_str()).collect::<Vec<_>>(),
        ["completed", "forfeited"]
    );
    assert_eq!(Mode::from_name("Solo"), None);
}

#[test]
fn each_state_allows_what_its_table_says() {
    use PlayError::{Finished, NotPaused, NotStarted, Paused};
    // state; serve, view and answer; pause; resume; forfeit
    let table = [
        (
            Status::Waiting,
            Some(NotStarted),
            Some(NotStarted),
            Some(NotStarted),
            None,
        ),
        (
            Status::Countdown,
            Some(NotStarted),
            Some(NotStarted),
            Some(NotStarted),
            None,
        ),
        (Status::Active, None, None, Some(NotPaused), None),
        (Status::Paused, Some(Paused), Some(Paused), None, None),
        (
            Status::Finished,
            Some(Finished),
            Some(Finished),
            Some(Finished),
            Some(Finished),
        ),
    ];
    let bank = bank(5);
    for (status, look, pause, resume, forfeit) in table {
        let session = || in_state(status, &bank);
        let answered = session().answer(&bank[0], Letter::A, answer_id(1), at(1));
        assert_eq!(
            session().serve(&bank[0], at(1)).err(),
            look.map(AnswerError::Play),
            "serve while {status}"
        );
        assert_eq!(
            session().view(&bank[0]).err(),
            look.map(AnswerError::Play),
            "view while {status}"
        );
        assert_eq!(
            answered.err(),
            look.map(AnswerError::Play),
            "answer while {status}"
        );
        assert_eq!(session().pause(at(1)).err(), pause, "pause while {status}");
        assert_eq!(
            session().resume(at(1)).err(),
            resume,
            "resume while {status}"
        );
        assert_eq!(
            session().forfeit(at(1)).err(),
            forfeit,
            "forfeit while {status}"
        );
    }
}

#[test]
fn only_the_current_question_counts_and_only_once_served() {
    let bank = bank(5);
    let (fresh, _) = play_all(&bank, "r", 100);
    let served = fresh.clone().serve(&bank[1], at(200)).unwrap().session;
    let changed = Question {
        kind: crate::quiz::QuestionKind::Text,
        ..bank[1].clone()
    };
    let table = [
        (&fresh, &bank[1], Letter::A, Some(AnswerError::NotServed)),
        (&fresh, &bank[0], Letter::A, Some(AnswerError::NotCurrent)),
        (&served, &bank[0], Letter::A, Some(AnswerError::NotCurrent)),
        (&served, &bank[2], Letter::A, Some(AnswerError::NotCurrent)),
        (&served, &changed, Letter::A, Some(AnswerError::NotPlayable)),
        (
            &served,
            &bank[1],
            Letter::F,
            Some(AnswerError::UnknownChoice(Letter::F)),
        ),
        (&served, &bank[1], Letter::A, None),
    ];
    for (session, question, letter, expected) in table {
        let answered = session
            .clone()
            .answer(question, letter, answer_id(9), at(300));
        assert_eq!(answered.err(), expected, "{}", question.content);
        if !matches!(expected, Some(AnswerError::UnknownChoice(_))) {
            assert_eq!(
                session.view(question).err(),
                expected,
                "{}",
                question.content
            );
        }
    }
}

//! What a session is made of, and the names under which its states are stored.

use super::table::{new_session, user};
use crate::quiz::fixture::{at, bank};
use crate::quiz::session::*;
use uuid::Uuid;

#[test]
fn a_session_needs_questions_hearts_and_seats() {
    use StartError::{NoHearts, NoQuestions, RepeatedQuestion, Seats};
    // mode, questions, hearts, seats, what is wrong
    let table = [
        (Mode::Solo, &[][..], 3, 1, Some(NoQuestions)),
        (Mode::Solo, &[1, 2, 1], 3, 1, Some(RepeatedQuestion)),
        (Mode::Solo, &[1], 0, 1, Some(NoHearts)),
        (Mode::Solo, &[1], -1, 1, Some(NoHearts)),
        (Mode::Solo, &[2, 1], 1, 1, None),
        (Mode::Solo, &[1], 3, 2, Some(Seats)),
        (Mode::Comp, &[1], 3, 1, Some(Seats)),
        (Mode::Comp, &[1], 3, 2, None),
        (Mode::Comp, &[1], 3, 100, None),
        (Mode::Comp, &[1], 3, 101, Some(Seats)),
        (Mode::Collab, &[1], 3, 1, Some(Seats)),
        (Mode::Collab, &[1], 3, 8, None),
        (Mode::Collab, &[1], 3, 9, Some(Seats)),
    ];
    for (mode, questions, hearts, seats, expected) in table {
        let questions: Vec<_> = questions
            .iter()
            .map(|n| Uuid::from_u128(*n).into())
            .collect();
        let rules = Rules::of(mode).with_hearts(hearts).with_seats(seats);
        let made = QuizSession::new(NewSession {
            questions: questions.clone(),
            ..new_session(mode, rules, &[])
        });
        assert_eq!(
            made.as_ref().err().copied(),
            expected,
            "{mode} {questions:?} {hearts} {seats}"
        );
        assert!(made.is_err() || made.unwrap().questions == questions);
    }
}

#[test]
fn solo_is_played_at_once_and_others_wait() {
    for mode in Mode::ALL {
        let session = QuizSession::new(new_session(*mode, Rules::of(*mode), &bank(3))).unwrap();
        let is_solo = *mode == Mode::Solo;
        let status = if is_solo {
            Status::Active
        } else {
            Status::Waiting
        };
        assert_eq!(
            (session.status, session.version, session.position),
            (status, 1, 0)
        );
        assert_eq!(session.started_at, is_solo.then_some(at(0)));
        let players: Vec<_> = session
            .here()
            .map(|p| (p.user, p.seat, p.is_ready))
            .collect();
        assert_eq!(players, [(user(1), 1, false)], "the host has a seat");
        assert_eq!(
            (session.round, session.opens_at, session.end),
            (None, None, None)
        );
    }
}

#[test]
fn names_are_stored_and_read_back() {
    fn check<T: Copy + PartialEq + std::fmt::Debug + serde::Serialize>(
        all: &[T],
        names: &[&str],
        from_name: impl Fn(&str) -> Option<T>,
    ) {
        assert_eq!(all.len(), names.len());
        for (one, name) in all.iter().zip(names) {
            assert_eq!(from_name(name), Some(*one));
            assert_eq!(serde_json::to_value(one).unwrap(), *name);
            assert_eq!(from_name(&name.to_uppercase()), None);
        }
    }
    let states = ["waiting", "countdown", "active", "paused", "finished"];
    check(Status::ALL, &states, Status::from_name);
    check(Mode::ALL, &["solo", "comp", "collab"], Mode::from_name);
    check(
        SessionResult::ALL,
        &["win", "loss", "draw"],
        SessionResult::from_name,
    );
    check(End::ALL, &["completed", "forfeited"], End::from_name);
    check(Departure::ALL, &["left", "kicked"], Departure::from_name);
}

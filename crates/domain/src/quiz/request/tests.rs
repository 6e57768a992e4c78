//! What may be asked for, and what it then is.

use super::*;
use crate::quiz::{Question, fixture};
use uuid::Uuid;

fn request(count: Option<i64>, min: Option<i64>, max: Option<i64>) -> SessionRequest {
    SessionRequest {
        count,
        difficulty_min: min,
        difficulty_max: max,
        ..SessionRequest::default()
    }
}

fn seats(mode: Mode, seats: Option<i64>) -> SessionRequest {
    SessionRequest {
        mode: Some(mode),
        seats,
        ..SessionRequest::default()
    }
}

fn drawing(request: SessionRequest) -> Drawing {
    match request.checked().unwrap().asked {
        Asked::Drawn(drawing) => drawing,
        asked @ Asked::Quiz(_) => panic!("{asked:?}"),
    }
}

fn pointers(request: SessionRequest) -> Vec<String> {
    let faults = request.checked().err().unwrap_or_default().0;
    faults.into_iter().map(|fault| fault.pointer).collect()
}

#[test]
fn what_is_left_out_has_a_default() {
    let settings = SessionRequest::default().checked().unwrap();
    assert_eq!(
        (settings.mode, settings.rules()),
        (Mode::Solo, Rules::of(Mode::Solo))
    );
    let settings = drawing(SessionRequest::default());
    assert_eq!((settings.count, settings.count_min), (10, 1));
    assert!(settings.topics.is_empty());
    let window = (settings.difficulty_min, settings.difficulty_max);
    assert_eq!(window, (Difficulty::MIN, Difficulty::MAX));
}

#[test]
fn each_mode_has_its_rules() {
    // mode, hearts, ms for a question, seats at most
    let table = [
        (Mode::Solo, 3, None, 1),
        (Mode::Comp, 3, Some(10_000), 100),
        (Mode::Collab, 3, Some(15_000), 8),
    ];
    for (mode, hearts, question_time_ms, seats_max) in table {
        let rules = seats(mode, None).checked().unwrap().rules();
        assert_eq!(
            (rules.hearts, rules.question_time_ms),
            (hearts, question_time_ms),
            "{mode}"
        );
        assert_eq!(
            (rules.seats, rules.time_limit_ms),
            (seats_max, None),
            "{mode}"
        );
        assert_eq!(rules.profile, crate::quiz::Profile::default(), "{mode}");
    }
}

#[test]
fn each_mode_has_its_seats() {
    let table = [
        (Mode::Solo, &[1][..], &[0, 2, -1][..]),
        (Mode::Comp, &[2, 3, 100], &[0, 1, 101]),
        (Mode::Collab, &[2, 8], &[1, 9, i64::MAX]),
    ];
    for (mode, good, bad) in table {
        for number in good {
            let settings = seats(mode, Some(*number)).checked().unwrap();
            assert_eq!(settings.rules().seats, *number, "{mode}");
        }
        for number in bad {
            assert_eq!(
                pointers(seats(mode, Some(*number))),
                ["/seats"],
                "{mode} {number}"
            );
        }
    }
}

#[test]
fn every_field_is_checked_at_once() {
    let all = ["/count", "/difficulty_min", "/difficulty_max"];
    let table = [
        (request(Some(5), Some(2), Some(2)), &[][..]),
        (request(Some(50), None, Some(1)), &[]),
        (request(Some(4), None, None), &["/count"]),
        (request(Some(51), None, None), &["/count"]),
        (request(Some(i64::MIN), Some(0), Some(6)), &all),
        (request(None, Some(4), Some(3)), &["/difficulty_min"]),
        (request(None, Some(9), Some(3)), &["/difficulty_min"]),
    ];
    for (request, expected) in table {
        assert_eq!(pointers(request.clone()), expected, "{request:?}");
    }
    let everything = SessionRequest {
        seats: Some(9),
        topics: (0..51).map(|n| Uuid::from_u128(n).into()).collect(),
        ..request(Some(4), Some(0), Some(6))
    };
    let expected = [
        "/seats",
        "/topics",
        "/count",
        "/difficulty_min",
        "/difficulty_max",
    ];
    assert_eq!(pointers(everything), expected);
}

#[test]
fn a_quiz_brings_its_questions() {
    let quiz = Uuid::from_u128(1).into();
    let of_quiz = |request| SessionRequest {
        quiz: Some(quiz),
        ..request
    };
    let settings = of_quiz(seats(Mode::Comp, Some(9))).checked().unwrap();
    assert_eq!(settings.asked, Asked::Quiz(quiz));
    assert_eq!((settings.mode, settings.seats), (Mode::Comp, 9));
    let more = SessionRequest {
        topics: vec![Uuid::from_u128(2).into()],
        seats: Some(2),
        ..request(Some(5), Some(1), Some(5))
    };
    let expected = [
        "/seats",
        "/topics",
        "/count",
        "/difficulty_min",
        "/difficulty_max",
    ];
    assert_eq!(pointers(of_quiz(more)), expected);
}

#[test]
fn topics_are_counted_without_repeats() {
    let naming = |numbers: std::ops::Range<u128>| SessionRequest {
        topics: numbers.map(|n| Uuid::from_u128(n / 2).into()).collect(),
        ..SessionRequest::default()
    };
    assert_eq!(drawing(naming(0..100)).topics.len(), TOPICS_MAX);
    assert_eq!(pointers(naming(0..102)), ["/topics"]);
}

#[test]
fn questions_of_every_kind_are_accepted_within_topics_and_window() {
    let any = drawing(request(None, None, None));
    for question in fixture::bank(7) {
        assert!(any.accepts(&question), "{:?}", question.kind);
    }
    let question = fixture::single(1, 4);
    let narrow = drawing(request(None, Some(4), None));
    let of = |topic| Drawing {
        topics: vec![topic],
        ..any.clone()
    };
    let hard = Question {
        difficulty: Difficulty::MAX,
        ..question.clone()
    };
    let table = [
        (&narrow, &question, false),
        (&narrow, &hard, true),
        (&of(question.topic), &question, true),
        (&of(Uuid::from_u128(99).into()), &question, false),
    ];
    for (settings, question, expected) in table {
        assert_eq!(settings.accepts(question), expected, "{settings:?}");
    }
}

#[test]
fn who_names_no_count_gets_what_there_is() {
    let settings = drawing(request(None, None, None));
    let none = || Err((String::new(), "no_questions".to_owned()));
    for (size, expected) in [
        (0, none()),
        (1, Ok(1)),
        (9, Ok(9)),
        (10, Ok(10)),
        (200, Ok(10)),
    ] {
        let bank = (0..size).map(|n| Uuid::from_u128(n).into());
        let drawn = settings.draw(7, bank).map(|drawn| drawn.len());
        let told = drawn.map_err(|fault| (fault.pointer, fault.code));
        assert_eq!(told, expected, "{size} match");
    }
}

#[test]
fn too_few_questions_are_said_so() {
    let settings = drawing(request(Some(5), None, None));
    let bank = |size| (0..size).map(|n| Uuid::from_u128(n).into());
    assert_eq!(settings.draw(7, bank(5)).unwrap().len(), 5);
    for (size, detail) in [
        (4, "only 4 questions match; 5 are asked for"),
        (0, "only 0 questions match; 5 are asked for"),
    ] {
        let expected = Fault::new("/count", "too_few_questions", detail);
        assert_eq!(settings.draw(7, bank(size)), Err(expected));
    }
}

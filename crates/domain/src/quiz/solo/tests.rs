use super::*;
use crate::quiz::QuestionKind;
use crate::quiz::session::fixture;
use uuid::Uuid;

fn request(count: Option<i64>, min: Option<i64>, max: Option<i64>) -> SoloRequest {
    SoloRequest {
        topics: Vec::new(),
        count,
        difficulty_min: min,
        difficulty_max: max,
    }
}

#[test]
fn what_is_left_out_has_a_default() {
    let settings = serde_json::from_str::<SoloRequest>("{}")
        .unwrap()
        .checked()
        .unwrap();
    assert_eq!((settings.count, settings.count_min), (10, 1));
    assert!(settings.topics.is_empty());
    assert_eq!(
        (settings.difficulty_min, settings.difficulty_max),
        (Difficulty::MIN, Difficulty::MAX)
    );
    assert!(serde_json::from_str::<SoloRequest>(r#"{"hearts":9}"#).is_err());
}

#[test]
fn every_field_is_checked_at_once() {
    let table = [
        (request(Some(5), Some(2), Some(2)), &[][..]),
        (request(Some(50), None, Some(1)), &[]),
        (request(Some(4), None, None), &["/count"]),
        (request(Some(51), None, None), &["/count"]),
        (
            request(Some(i64::MIN), Some(0), Some(6)),
            &["/count", "/difficulty_min", "/difficulty_max"],
        ),
        (request(None, Some(4), Some(3)), &["/difficulty_min"]),
        (request(None, Some(9), Some(3)), &["/difficulty_min"]),
    ];
    for (request, expected) in table {
        let faults = request.clone().checked().err().unwrap_or_default().0;
        let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, expected, "{request:?}");
    }
}

#[test]
fn topics_are_counted_without_repeats() {
    let topics =
        |numbers: std::ops::Range<u128>| numbers.map(|n| Uuid::from_u128(n / 2).into()).collect();
    let fifty = SoloRequest {
        topics: topics(0..100),
        ..SoloRequest::default()
    };
    assert_eq!(fifty.checked().unwrap().topics.len(), TOPICS_MAX);
    let more = SoloRequest {
        topics: topics(0..102),
        ..SoloRequest::default()
    };
    assert_eq!(more.checked().unwrap_err().0[0].pointer, "/topics");
}

#[test]
fn only_playable_questions_of_the_window_are_accepted() {
    let question = fixture::single(1, 4);
    let any = request(None, None, None).checked().unwrap();
    let narrow = request(None, Some(4), None).checked().unwrap();
    let here = SoloSettings {
        topics: vec![question.topic],
        ..any.clone()
    };
    let elsewhere = SoloSettings {
        topics: vec![Uuid::from_u128(99).into()],
        ..any.clone()
    };
    let text = Question {
        kind: QuestionKind::Text,
        ..question.clone()
    };
    let hard = Question {
        difficulty: Difficulty::MAX,
        ..question.clone()
    };
    let table = [
        (&any, &question, true),
        (&any, &text, false),
        (&narrow, &question, false),
        (&narrow, &hard, true),
        (&here, &question, true),
        (&elsewhere, &question, false),
    ];
    for (settings, question, expected) in table {
        assert_eq!(
            settings.accepts(question),
            expected,
            "{settings:?} {question:?}"
        );
    }
}

#[test]
fn who_names_no_count_gets_what_there_is() {
    let settings = request(None, None, None).checked().unwrap();
    for (size, expected) in [
        (0, Err("no_questions")),
        (1, Ok(1)),
        (9, Ok(9)),
        (10, Ok(10)),
        (200, Ok(10)),
    ] {
        let bank = (0..size).map(|n| Uuid::from_u128(n).into());
        let drawn = settings.draw(7, bank).map(|drawn| drawn.len());
        let drawn = drawn.map_err(|fault| (fault.pointer, fault.code));
        assert_eq!(
            drawn,
            expected.map_err(|code| (String::new(), code.to_owned())),
            "{size} match"
        );
    }
}

#[test]
fn too_few_questions_are_said_so() {
    let settings = request(Some(5), None, None).checked().unwrap();
    let bank = |size| (0..size).map(|n| Uuid::from_u128(n).into());
    assert_eq!(settings.draw(7, bank(5)).unwrap().len(), 5);
    let fault = settings.draw(7, bank(4)).unwrap_err();
    assert_eq!(
        (fault.pointer.as_str(), fault.code.as_str()),
        ("/count", "too_few_questions")
    );
    assert_eq!(
        settings.draw(7, bank(0)).unwrap_err().code,
        "too_few_questions"
    );
    assert_eq!(fault.detail, "only 4 questions match; 5 are asked for");
}

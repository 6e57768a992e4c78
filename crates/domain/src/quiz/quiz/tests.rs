//! What a quiz has to be, and how it lives, as tables.

use super::*;
use crate::quiz::{Mode, Profile, Rules, ScoringKind};
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn question(n: u128) -> QuestionId {
    Uuid::from_u128(n).into()
}

fn draft(questions: impl IntoIterator<Item = u128>) -> QuizDraft {
    QuizDraft {
        title: " Capitals ".to_owned(),
        description: String::new(),
        difficulty: 2,
        questions: questions.into_iter().map(question).collect(),
        settings: QuizSettings::default(),
    }
}

fn made(draft: QuizDraft) -> Result<Quiz, Faults> {
    let [id, author, topic] = [1, 2, 3].map(Uuid::from_u128);
    Quiz::new(id.into(), author.into(), topic.into(), draft, NOW)
}

fn told(faults: Faults) -> Vec<(String, String)> {
    let faults = faults.0.into_iter();
    faults.map(|fault| (fault.pointer, fault.code)).collect()
}

fn pair(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[test]
fn every_field_is_checked_at_once() {
    let wrong = QuizDraft {
        title: "  ".to_owned(),
        description: "x".repeat(2_001),
        difficulty: 0,
        questions: (0..101).map(|n| question(n / 2)).take(101).collect(),
        settings: QuizSettings {
            hearts: Some(11),
            question_time_ms: Some(2_999),
            time_limit_ms: Some(86_400_001),
            profile: Profile {
                penalty: -1,
                ..Profile::default()
            },
        },
    };
    let told = told(made(wrong).unwrap_err());
    let pointers: Vec<_> = told.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(
        pointers[..4],
        ["/title", "/description", "/difficulty", "/questions"]
    );
    assert_eq!(told[4], pair("/questions/1", "repeated"));
    assert_eq!(
        pointers[pointers.len() - 4..],
        [
            "/settings/hearts",
            "/settings/question_time_ms",
            "/settings/time_limit_ms",
            "/settings/penalty"
        ]
    );
}

#[test]
fn a_draft_may_ask_nothing_and_is_trimmed() {
    let quiz = made(draft([])).unwrap();
    assert_eq!(
        (quiz.title.as_str(), quiz.status),
        ("Capitals", QuizStatus::Draft)
    );
    assert_eq!(
        told(quiz.check_questions(|_| true).unwrap_err()),
        [pair("/questions", "quiz_without_questions")]
    );
    let quiz = made(draft(1..=100)).unwrap();
    assert!(quiz.check_questions(|_| true).is_ok());
    assert_eq!(
        told(quiz.check_questions(|id| id != question(3)).unwrap_err()),
        [pair("/questions/2", "unknown_question")]
    );
}

#[test]
fn a_quiz_goes_round_and_no_other_way() {
    type Step = fn(Quiz) -> Result<Quiz, QuizStateError>;
    let steps: [(Step, QuizStatus, QuizStatus); 4] = [
        (
            |quiz| quiz.publish(NOW),
            QuizStatus::Draft,
            QuizStatus::Published,
        ),
        (
            |quiz| quiz.archive(NOW),
            QuizStatus::Published,
            QuizStatus::Archived,
        ),
        (
            |quiz| quiz.reopen(NOW),
            QuizStatus::Archived,
            QuizStatus::Draft,
        ),
        (
            |quiz| quiz.delete(NOW),
            QuizStatus::Draft,
            QuizStatus::Draft,
        ),
    ];
    for (step, from, to) in steps {
        for is in QuizStatus::ALL.iter().copied() {
            let quiz = Quiz {
                status: is,
                play_count: 7,
                ..made(draft([1])).unwrap()
            };
            let moved = step(quiz);
            if is == from {
                let moved = moved.unwrap();
                assert_eq!((moved.status, moved.version, moved.play_count), (to, 2, 7));
            } else {
                assert_eq!(moved, Err(QuizStateError { is, needed: from }));
            }
        }
    }
}

#[test]
fn an_edit_keeps_what_is_not_the_authors_to_say() {
    let quiz = Quiz {
        play_count: 3,
        ..made(draft([1])).unwrap()
    };
    let author = quiz.author;
    let edited = quiz
        .edit(Uuid::from_u128(9).into(), draft([2, 3]), NOW)
        .unwrap();
    assert_eq!(
        (edited.version, edited.play_count, edited.author),
        (2, 3, author)
    );
    assert_eq!(edited.questions, [question(2), question(3)]);
}

#[test]
fn settings_read_back_and_have_defaults() {
    let none: QuizSettings = serde_json::from_str("{}").unwrap();
    assert_eq!(none, QuizSettings::default());
    let all = QuizSettings {
        hearts: Some(1),
        question_time_ms: Some(3_000),
        time_limit_ms: Some(10_000),
        profile: Profile {
            scoring: ScoringKind::HalfLinear,
            first_bonus: true,
            streak_bonus: true,
            penalty: 10_000,
        },
    };
    assert!(all.check().is_ok());
    for mode in Mode::ALL {
        let rules = Rules::of(*mode);
        assert_eq!(none.over(&rules), rules, "{mode}");
        let own = all.over(&rules);
        assert_eq!((own.hearts, own.question_time_ms), (1, Some(3_000)));
        assert_eq!(
            (own.time_limit_ms, own.profile),
            (Some(10_000), all.profile)
        );
        assert_eq!(own.seats, rules.seats, "{mode}");
    }
    let text = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<QuizSettings>(&text).unwrap(), all);
    assert!(serde_json::from_str::<QuizSettings>(r#"{"lives":3}"#).is_err());
}

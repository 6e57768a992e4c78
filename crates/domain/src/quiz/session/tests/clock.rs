//! Deadlines: of a question, of the session, and of patience. What is late is done late.

use super::table::*;
use crate::quiz::fixture::at;
use crate::quiz::session::*;
use crate::quiz::{COUNTDOWN, GRACE, INTERMISSION, PAUSE_BUDGET, SETTLING};
use Says::Right;

const DAY_MS: i64 = 24 * 3_600_000;

/// Ada's answer to the first question.
fn arrives(table: &Table, now: Timestamp) -> Result<PlayerAnswer, AnswerError> {
    let (question, given) = (table.question(), table.says(Right));
    table
        .session
        .answer(user(ADA), question, &given, answer_id(1), now)
}

#[test]
fn an_answer_may_be_half_a_second_late() {
    let table = Table::comp(2).started();
    let opened_at = table.session.round.unwrap().opened_at;
    // ms after the opening, the time that counts
    let rows = [
        (0, Some(0)),
        (10_000, Some(10_000)),
        (10_500, Some(10_500)),
        (10_501, None),
        (10_699, None),
        (-300, Some(0)),
    ];
    for (ms, expected) in rows {
        let now = later(opened_at, SignedDuration::from_millis(ms));
        let answer = arrives(&table, now);
        let expected = expected.ok_or(AnswerError::TooLate);
        assert_eq!(
            answer.map(|answer| answer.answer_time_ms),
            expected,
            "{ms} ms"
        );
    }
    let late = SignedDuration::from_micros(10_500_001);
    let now = later(opened_at, late);
    let too_late = arrives(&table, now);
    assert_eq!(
        too_late.err(),
        Some(AnswerError::TooLate),
        "a microsecond counts"
    );
    let time = SignedDuration::from_secs(10)
        .saturating_add(GRACE)
        .saturating_add(SETTLING);
    assert_eq!(table.session.due_at(), Some(later(opened_at, time)));
}

#[test]
fn a_late_answer_earns_what_one_at_the_limit_does() {
    let rules = Rules {
        profile: crate::quiz::Profile {
            scoring: crate::quiz::ScoringKind::HalfLinear,
            ..Default::default()
        },
        ..Rules::of(Mode::Comp)
    };
    let table = Table::of(Mode::Comp, 2, rules).started();
    let table = table
        .waits(10_000)
        .answers(ADA, Right)
        .waits(500)
        .answers(BOB, Right);
    assert_eq!(table.standings(), [(3, 50), (3, 50)]);
}

#[test]
fn each_moment_has_one_thing_that_is_due() {
    let waiting = Table::comp(2);
    let countdown = waiting.clone().readies(ADA, true).readies(BOB, true);
    let open = Table::comp(2).started();
    let paused = open.clone().pauses();
    let between = open.clone().plays("rr", 100);
    let (first, second) = (open.bank[0].id, open.bank[1].id);
    let day = SignedDuration::from_hours(24);
    let question = SignedDuration::from_millis(10_700);
    let rows = [
        (&waiting, day, Due::Forfeits),
        (&countdown, COUNTDOWN, Due::Opens(first)),
        (&open, question, Due::Closes(first)),
        (&paused, PAUSE_BUDGET, Due::Resumes),
        (&between, INTERMISSION, Due::Opens(second)),
        (&Table::solo(), day, Due::Forfeits),
        (&Table::solo().started(), day, Due::Forfeits),
        (&Table::solo().started().pauses(), day, Due::Forfeits),
    ];
    for (table, after, expected) in rows {
        let due_at = later(table.session.updated_at, after);
        assert_eq!(table.session.due_at(), Some(due_at), "{expected:?}");
        assert_eq!(table.session.due(due_at), Some(expected));
        let before = later(due_at, SignedDuration::from_micros(-1));
        assert_eq!(table.session.due(before), None, "not before {expected:?}");
        assert_eq!(
            table.session.due(later(due_at, day)),
            Some(expected),
            "late {expected:?}"
        );
    }
    assert_eq!(
        open.leaves(BOB).session.due_at(),
        None,
        "nothing after the end"
    );
}

#[test]
fn a_question_that_opens_late_is_open_as_long_as_any_other() {
    let table = Table::comp(2).started().plays("rr", 100).sleeps(300_000);
    let table = table.does_what_is_due().unwrap();
    let round = table.session.round.unwrap();
    assert_eq!(round.opened_at, table.now);
    assert_eq!(table.session.due(table.now), None);
    assert_eq!(table.waits(10_000).answers(BOB, Right).session.position, 1);
}

#[test]
fn clocks_that_differ_turn_no_time_back() {
    let table = Table::comp(2).started();
    let moved = table
        .session
        .clone()
        .pause(user(ADA), at(0))
        .unwrap()
        .session;
    assert_eq!(moved.updated_at, table.session.updated_at);
    let moved = moved.resume(user(ADA), at(1)).unwrap().session;
    assert_eq!(
        (moved.updated_at, moved.pauses.spent_ms),
        (table.session.updated_at, 0)
    );
    assert_eq!(moved.round, table.session.round);
}

#[test]
fn a_day_without_change_is_the_end() {
    for table in [Table::comp(2), Table::solo(), Table::solo().started()] {
        let almost = table.waits(DAY_MS - 1);
        assert_ne!(almost.session.status, Status::Finished);
        let over = almost.waits(1);
        assert_eq!(over.session.end, Some(End::Forfeited));
        assert_eq!(over.session.ended_at, Some(over.now));
        assert!(
            over.results()
                .iter()
                .all(|result| *result == Some(SessionResult::Loss))
        );
        assert!(
            over.session
                .endings()
                .iter()
                .all(|(_, ending)| ending.coins == 0)
        );
    }
}

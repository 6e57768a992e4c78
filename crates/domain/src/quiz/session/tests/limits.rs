//! The time limit of the whole session: it cuts short, and costs nobody a heart.

use super::table::*;
use crate::quiz::session::*;
use Says::{Right, Wrong};

/// A game for which there is this much time in all.
fn within(time_limit_ms: i64, mode: Mode, players: u128) -> Table {
    let rules = Rules {
        time_limit_ms: Some(time_limit_ms),
        ..Rules::of(mode)
    };
    Table::of(mode, players, rules).started()
}

#[test]
fn nobody_answers_when_the_session_is_out_of_time() {
    let table = within(8_000, Mode::Comp, 2);
    let end = later(table.now, SignedDuration::from_secs(8));
    assert_eq!(
        table.session.closes_at(),
        Some(end),
        "the question ends with the session"
    );
    let given = table.says(Right);
    for (ms, expected) in [(7_999, None), (8_000, Some(AnswerError::TooLate))] {
        let table = table.clone().sleeps(ms);
        assert_eq!(table.tries(ADA, &given).err(), expected, "{ms} ms");
    }
}

#[test]
fn who_is_cut_short_by_the_end_of_the_session_loses_nothing() {
    let table = within(8_000, Mode::Comp, 3);
    let table = table
        .waits(1_000)
        .answers(ADA, Right)
        .answers(BOB, Wrong)
        .waits(7_000);
    assert_eq!(table.session.end, Some(End::Completed));
    assert_eq!(table.standings(), [(3, 100), (2, 0), (3, 0)]);
    assert_eq!(table.row(CYN, 1).unwrap().award.unwrap().hearts_left, 3);
    let solo = within(8_000, Mode::Solo, 1)
        .plays("w w", 100)
        .looks()
        .waits(8_000);
    assert_eq!(solo.session.end, Some(End::Completed));
    assert_eq!(solo.standings(), [(1, 0)]);
    assert_eq!(solo.results(), [Some(SessionResult::Win)]);
    let silent = within(8_000, Mode::Collab, 2).waits(8_000);
    assert_eq!(silent.standings(), [(3, 0), (3, 0)]);
    let voted = within(8_000, Mode::Collab, 2)
        .answers(ADA, Wrong)
        .waits(8_000);
    assert_eq!(voted.standings(), [(2, 0), (2, 0)], "the team has answered");
    // Late clocks change nothing of that; and a question whose own time ends first costs what it costs.
    let late = within(8_000, Mode::Comp, 2)
        .sleeps(60_000)
        .does_what_is_due()
        .unwrap();
    assert_eq!(late.standings(), [(3, 0), (3, 0)]);
    let own = within(10_701, Mode::Comp, 2).waits(10_700);
    assert_eq!(own.standings(), [(2, 0), (2, 0)]);
}

#[test]
fn between_two_questions_the_session_just_ends() {
    // The first question is over at 100 ms, the second would come at 2,100 ms.
    for limit_ms in [101, 2_000, 2_099, 2_100] {
        let table = within(limit_ms, Mode::Comp, 2)
            .plays("rw", 100)
            .waits(limit_ms - 100);
        assert_eq!(table.session.end, Some(End::Completed), "{limit_ms} ms");
        assert_eq!(table.answers.len(), 2, "{limit_ms} ms");
        assert_eq!(
            table.results(),
            [Some(SessionResult::Win), Some(SessionResult::Loss)]
        );
    }
    let opened = within(2_101, Mode::Comp, 2).plays("rw", 100).waits(2_000);
    assert!(opened.session.round.is_some());
    let last = within(100, Mode::Comp, 2)
        .waits(99)
        .answers(ADA, Right)
        .answers(BOB, Right);
    assert_eq!(last.session.status, Status::Active);
    assert_eq!(last.waits(1).session.end, Some(End::Completed));
}

#[test]
fn no_question_comes_late_when_the_session_is_out_of_time() {
    let table = within(5_000, Mode::Comp, 2).plays("rr", 100).sleeps(60_000);
    assert_eq!(table.session.due(table.now), Some(Due::RunsOut));
    let opened = table.session.clone().open(&table.bank[1], table.now);
    assert_eq!(opened.err(), Some(AnswerError::TooLate));
    let over = table.does_what_is_due().unwrap();
    assert_eq!(
        over.standings(),
        [(3, 100), (3, 100)],
        "nobody pays for what nobody saw"
    );
}

#[test]
fn pauses_of_several_players_do_not_count_towards_the_limit() {
    let comp = within(8_000, Mode::Comp, 2)
        .waits(1_000)
        .pauses()
        .waits(60_000)
        .resumes();
    let almost = comp.waits(6_999);
    assert_eq!(almost.session.status, Status::Active);
    assert_eq!(almost.waits(1).session.status, Status::Finished);
    let solo = within(8_000, Mode::Solo, 1)
        .waits(1_000)
        .pauses()
        .waits(60_000);
    assert_eq!(
        solo.session.status,
        Status::Paused,
        "it ends when it goes on"
    );
    let over = solo.resumes().waits(0);
    assert_eq!(over.session.status, Status::Finished);
}

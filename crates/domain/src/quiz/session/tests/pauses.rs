//! The game is stopped, and goes on.

use super::table::*;
use crate::quiz::session::*;
use crate::quiz::{PAUSE_BUDGET, PAUSES_MAX};
use PlayError::{NoPausesLeft, NotHost};
use Says::Right;

const MINUTE: i64 = 60_000;

fn opened_at(table: &Table) -> Timestamp {
    table.session.round.unwrap().opened_at
}

fn paused(table: &Table, by: u128) -> Option<PlayError> {
    table.session.clone().pause(user(by), table.now).err()
}

#[test]
fn only_the_host_stops_and_goes_on() {
    let table = Table::comp(2).started();
    assert_eq!(paused(&table, BOB), Some(NotHost));
    assert_eq!(paused(&table, 9), Some(NotHost));
    let stopped = table.pauses();
    assert_eq!(stopped.session.status, Status::Paused);
    let resumed = stopped.session.clone().resume(user(BOB), stopped.now);
    assert_eq!(resumed.err(), Some(NotHost));
    // Who is host later can.
    let next = stopped.leaves(ADA);
    assert_eq!(
        next.session.status,
        Status::Finished,
        "in comp one player left is the end"
    );
    let team = Table::collab(3).started().pauses().leaves(ADA);
    assert_eq!(team.session.host, user(BOB));
    assert_eq!(team.resumes().session.status, Status::Active);
}

#[test]
fn the_countdown_is_stopped_by_the_host_alone() {
    let table = Table::comp(2).readies(ADA, true).readies(BOB, true);
    assert_eq!(paused(&table, BOB), Some(NotHost));
    assert_eq!(table.pauses().session.status, Status::Waiting);
}

#[test]
fn for_several_players_the_clock_stands_still() {
    let table = Table::comp(2).started();
    let before = opened_at(&table);
    let table = table.waits(4_000).pauses().waits(MINUTE);
    assert_eq!(table.session.status, Status::Paused);
    let given = crate::quiz::fixture::right(SEED, &table.bank[0]);
    assert_eq!(
        table.tries(ADA, &given).err(),
        Some(AnswerError::Play(PlayError::Paused))
    );
    let table = table.resumes();
    assert_eq!(
        opened_at(&table),
        later(before, SignedDuration::from_millis(MINUTE))
    );
    let closes_at = later(table.now, SignedDuration::from_secs(6));
    let resumed = LiveEvent::Resumed {
        closes_at: Some(closes_at),
    };
    assert_eq!(table.told.last(), Some(&resumed));
    let table = table.waits(2_000).answers(ADA, Right);
    assert_eq!(table.answers[0].answer_time_ms, 6_000);
    let open = table.waits(4_699);
    assert_eq!(open.session.position, 0);
    assert_eq!(open.waits(1).session.position, 1);
}

#[test]
fn between_two_questions_the_clock_stands_still_too() {
    let table = Table::comp(2)
        .started()
        .plays("rr", 100)
        .waits(500)
        .pauses()
        .waits(MINUTE);
    assert_eq!(table.session.round, None, "nothing opens meanwhile");
    let table = table.resumes();
    let rest = SignedDuration::from_millis(1_500);
    assert_eq!(table.session.opens_at, Some(later(table.now, rest)));
    assert_eq!(
        table.told.last(),
        Some(&LiveEvent::Resumed { closes_at: None })
    );
    assert!(table.waits(1_500).session.round.is_some());
}

#[test]
fn alone_the_clock_runs_on() {
    let table = Table::solo()
        .started()
        .waits(1_000)
        .pauses()
        .waits(8_000)
        .resumes();
    let table = table.waits(500).answers(ADA, Right);
    assert_eq!(table.answers[0].answer_time_ms, 9_500);
    assert_eq!(table.standings(), [(3, 25)]);
}

#[test]
fn alone_one_pauses_as_often_and_as_long_as_one_likes() {
    let table = (0..10).fold(Table::solo().started(), |table, _| {
        table.pauses().waits(30 * MINUTE).resumes()
    });
    assert_eq!(table.session.pauses.count, 10);
    assert_eq!(table.session.status, Status::Active);
    let until = LiveEvent::Paused { until: None };
    assert_eq!(
        table.told.iter().filter(|event| **event == until).count(),
        10
    );
}

#[test]
fn several_players_pause_three_times() {
    let once = |table: Table| table.pauses().waits(1_000).resumes();
    let table = (0..PAUSES_MAX).fold(Table::collab(2).started(), |table, _| once(table));
    assert_eq!(table.session.pauses.spent_ms, PAUSES_MAX * 1_000);
    assert_eq!(paused(&table, ADA), Some(NoPausesLeft));
}

#[test]
fn after_ten_minutes_in_all_it_goes_on_by_itself() {
    let table = Table::comp(2)
        .started()
        .pauses()
        .waits(4 * MINUTE)
        .resumes()
        .waits(1_000)
        .pauses();
    let until = later(table.now, SignedDuration::from_mins(6));
    assert_eq!(
        table.told.last(),
        Some(&LiveEvent::Paused { until: Some(until) })
    );
    let still = table.waits(6 * MINUTE - 1);
    assert_eq!(
        (still.session.status, still.session.due(still.now)),
        (Status::Paused, None)
    );
    let on = still.waits(1);
    assert_eq!(on.session.status, Status::Active);
    assert_eq!(on.session.pauses.spent_ms, PAUSE_BUDGET.as_secs() * 1_000);
    assert_eq!(paused(&on, ADA), Some(NoPausesLeft));
    let closes_at = later(on.now, SignedDuration::from_secs(9));
    assert_eq!(on.session.closes_at(), Some(closes_at));
}

#[test]
fn a_pause_that_ends_late_takes_nobodys_time() {
    let table = Table::comp(2)
        .started()
        .waits(9_000)
        .pauses()
        .sleeps(45 * MINUTE);
    assert_eq!(table.session.due(table.now), Some(Due::Resumes));
    let on = table.does_what_is_due().unwrap();
    assert_eq!(
        on.session.due(on.now),
        None,
        "the question has its last second"
    );
    assert_eq!(
        on.session.closes_at(),
        Some(later(on.now, SignedDuration::from_secs(1)))
    );
}

#[test]
fn a_pause_alone_is_no_shelter_from_a_day_without_change() {
    let day = 24 * 60 * MINUTE;
    let table = Table::solo().started().waits(20).pauses().waits(day - 1);
    assert_eq!(table.session.status, Status::Paused);
    let over = table.waits(1);
    assert_eq!(over.session.end, Some(End::Forfeited));
}

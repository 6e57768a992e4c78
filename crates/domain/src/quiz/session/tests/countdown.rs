//! From the moment that all are ready to the first question.

use super::table::*;
use crate::quiz::COUNTDOWN;
use crate::quiz::session::*;

fn all_ready(players: u128) -> Table {
    (1..=players).fold(Table::comp(players), |table, who| table.readies(who, true))
}

#[test]
fn the_countdown_runs_when_all_are_ready_and_enough() {
    let alone = Table::comp(1).readies(ADA, true);
    assert_eq!(
        (alone.session.status, alone.session.opens_at),
        (Status::Waiting, None)
    );
    let some = Table::comp(3).readies(ADA, true).readies(CYN, true);
    assert_eq!(some.session.status, Status::Waiting);
    let all = some.clone().sleeps(900).readies(BOB, true);
    let starts_at = later(all.now, COUNTDOWN);
    assert_eq!(
        (all.session.status, all.session.opens_at),
        (Status::Countdown, Some(starts_at))
    );
    assert_eq!(all.told.last(), Some(&LiveEvent::Countdown { starts_at }));
    // Whoever is not ready may also go, or be sent away.
    assert_eq!(some.clone().leaves(BOB).session.status, Status::Countdown);
    assert_eq!(some.kicks(BOB).session.status, Status::Countdown);
    let second = Table::comp(2).readies(ADA, true).leaves(BOB);
    assert_eq!(
        second.session.status,
        Status::Waiting,
        "one alone is not enough"
    );
}

#[test]
fn what_is_known_is_no_change() {
    let table = Table::comp(2).readies(ADA, true);
    let said = |is_ready| table.session.clone().ready(user(ADA), is_ready, table.now);
    assert_eq!(said(true), Ok(None));
    assert!(said(false).unwrap().is_some());
    assert_eq!(
        all_ready(2).readies(ADA, true).session,
        all_ready(2).session
    );
}

#[test]
fn who_is_not_ready_any_more_stops_the_countdown_for_all() {
    let host = |table: Table| table.pauses();
    let other = |table: Table| table.readies(BOB, false);
    let leaver = |table: Table| table.leaves(CYN);
    let ways: [(&str, &dyn Fn(Table) -> Table); 3] =
        [("host", &host), ("other", &other), ("leaver", &leaver)];
    for (who, stop) in ways {
        let table = stop(all_ready(3).sleeps(4_999));
        assert_eq!(
            (table.session.status, table.session.opens_at),
            (Status::Waiting, None),
            "{who}"
        );
        assert!(
            table.session.players.iter().all(|player| !player.is_ready),
            "{who}"
        );
        assert_eq!(table.told.last(), Some(&LiveEvent::Waiting {}), "{who}");
        assert_eq!(table.session.pauses, Pauses::default(), "{who}");
        let started = table.started();
        assert_eq!(started.session.status, Status::Active, "{who}");
    }
}

#[test]
fn the_countdown_ends_with_the_first_question() {
    let table = all_ready(2);
    let almost = table.waits(4_999);
    assert_eq!(
        (almost.session.status, almost.session.started_at),
        (Status::Countdown, None)
    );
    let started = almost.waits(1);
    assert_eq!(
        (started.session.status, started.session.opens_at),
        (Status::Active, None)
    );
    assert_eq!(started.session.started_at, Some(started.now));
    assert_eq!(started.session.round.unwrap().opened_at, started.now);
    assert_eq!(started.told.last().map(LiveEvent::name), Some("question"));
}

//! Before the first question: who comes, who goes, who is ready.

use super::table::*;
use crate::quiz::session::*;
use LobbyError::{Full, HostStays, Kicked, NoPlayer, NotHost, Started};

/// Seats, users and readiness of who is here.
fn seated(table: &Table) -> Vec<(i64, u128, bool)> {
    let seat = |player: &Player| (player.seat, player.user.uuid().as_u128(), player.is_ready);
    table.session.here().map(seat).collect()
}

fn joined(table: &Table, who: u128) -> Option<LobbyError> {
    table.session.clone().join(user(who), table.now).err()
}

#[test]
fn players_take_seats_until_all_are_taken() {
    let rules = Rules::of(Mode::Comp).with_seats(3);
    let table = Table::of(Mode::Comp, 2, rules);
    assert_eq!(joined(&table, CYN), None);
    let full = table.joins(CYN);
    assert_eq!(seated(&full), [(1, 1, false), (2, 2, false), (3, 3, false)]);
    assert_eq!(full.told_since(0), ["joined", "joined"]);
    assert_eq!(joined(&full, DAN), Some(Full));
    assert_eq!(joined(&full, BOB), None, "who is in is in");
    let free = full.leaves(BOB).joins(DAN);
    assert_eq!(seated(&free), [(1, 1, false), (3, 3, false), (4, 4, false)]);
    assert_eq!(
        joined(&free, BOB),
        Some(Full),
        "the seat was taken meanwhile"
    );
}

#[test]
fn who_comes_again_keeps_everything() {
    let waiting = Table::comp(2);
    let playing = Table::comp(2).started().plays("rw", 100);
    let paused = Table::comp(2).started().pauses();
    let finished = Table::comp(2).started().leaves(BOB);
    for table in [waiting, playing, paused] {
        let again = table.session.clone().join(user(BOB), table.now);
        assert_eq!(again, Ok(None), "while {}", table.session.status);
    }
    assert_eq!(
        finished.session.clone().join(user(ADA), finished.now),
        Ok(None)
    );
    assert_eq!(
        joined(&finished, BOB),
        Some(Started),
        "who left a game left it for good"
    );
}

#[test]
fn who_left_the_lobby_may_come_back_to_the_same_seat() {
    let table = Table::comp(3).readies(BOB, true).leaves(BOB).joins(BOB);
    assert_eq!(
        seated(&table),
        [(1, 1, false), (2, 2, false), (3, 3, false)]
    );
    assert_eq!(table.told_since(2), ["ready", "left", "joined"]);
    assert_eq!(table.player(BOB).result, None);
}

#[test]
fn nobody_new_joins_a_game_that_has_started() {
    let countdown = Table::comp(2).readies(ADA, true).readies(BOB, true);
    let playing = Table::comp(2).started();
    for table in [countdown, playing.clone(), playing.pauses()] {
        assert_eq!(
            joined(&table, CYN),
            Some(Started),
            "while {}",
            table.session.status
        );
    }
}

#[test]
fn the_host_sends_players_away_for_good() {
    let table = Table::comp(3).kicks(BOB);
    assert_eq!(seated(&table), [(1, 1, false), (3, 3, false)]);
    assert_eq!(joined(&table, BOB), Some(Kicked));
    assert_eq!(table.session.player(user(BOB)), None);
    let gone = LiveEvent::Left {
        user: user(BOB),
        how: Departure::Kicked,
    };
    assert_eq!(table.told.last(), Some(&gone));
    let ready = table.session.clone().ready(user(BOB), true, table.now);
    assert_eq!(ready, Err(NoPlayer));
    let kicked = |by, who| {
        table
            .session
            .clone()
            .kick(user(by), user(who), table.now)
            .err()
    };
    // by whom, whom, why not
    let rows = [
        (CYN, ADA, Some(NotHost)),
        (9, CYN, Some(NotHost)),
        (ADA, ADA, Some(HostStays)),
        (ADA, BOB, Some(NoPlayer)),
        (ADA, 9, Some(NoPlayer)),
        (ADA, CYN, None),
    ];
    for (by, who, expected) in rows {
        assert_eq!(kicked(by, who), expected, "{by} kicks {who}");
    }
}

#[test]
fn whoever_sits_longest_is_host_when_the_host_goes() {
    let table = Table::comp(3).leaves(ADA);
    assert_eq!(table.session.host, user(BOB));
    let back = table.joins(ADA);
    assert_eq!(
        back.session.host,
        user(BOB),
        "a host who comes back is a guest"
    );
    let kicked = back.session.clone().kick(user(BOB), user(ADA), back.now);
    assert!(kicked.is_ok());
}

#[test]
fn a_lobby_that_all_have_left_is_over_and_nobody_played() {
    let table = Table::comp(2).leaves(ADA).leaves(BOB);
    assert_eq!(
        (table.session.status, table.session.end),
        (Status::Finished, Some(End::Forfeited))
    );
    assert_eq!(table.session.endings(), []);
    assert_eq!(table.session.ending_of(user(ADA)), None);
    let Some(LiveEvent::Finished { players, .. }) = table.told.last() else {
        panic!("the last event is the end");
    };
    assert_eq!(*players, []);
}

#[test]
fn strangers_cannot_leave_or_get_ready() {
    let table = Table::comp(2).leaves(BOB);
    for who in [BOB, 9] {
        let left = table.session.clone().leave(user(who), table.now);
        assert_eq!(left.err(), Some(NoPlayer));
        let ready = table.session.clone().ready(user(who), true, table.now);
        assert_eq!(ready.err(), Some(NoPlayer));
    }
}

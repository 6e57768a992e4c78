//! Who goes in mid-game.

use super::table::*;
use crate::quiz::session::*;
use Says::{Right, Wrong};
use SessionResult::{Loss, Win};

#[test]
fn going_is_a_loss_that_pays_nothing() {
    let table = Table::comp(3).started().plays("rrr", 100).leaves(BOB);
    assert_eq!(
        (table.player(BOB).result, table.player(BOB).score),
        (Some(Loss), 100)
    );
    let ending = table.session.ending_of(user(BOB)).unwrap();
    assert_eq!(
        (ending.end, ending.coins, ending.stars),
        (End::Forfeited, 0, 0)
    );
    assert_eq!(table.session.status, Status::Active);
    assert_eq!(
        table.session.ending_of(user(ADA)),
        None,
        "the others play on"
    );
    assert_eq!(table.session.endings(), []);
    let over = table.leaves(CYN);
    assert_eq!(over.session.end, Some(End::Completed));
    assert_eq!(over.results(), [Some(Win), Some(Loss), Some(Loss)]);
    let coins: Vec<_> = over
        .session
        .endings()
        .iter()
        .map(|(_, ending)| ending.coins)
        .collect();
    assert_eq!(coins, [10, 0, 0]);
}

#[test]
fn nobody_waits_for_who_is_gone() {
    let table = Table::comp(3)
        .started()
        .answers(ADA, Right)
        .answers(BOB, Wrong);
    assert_eq!(table.session.position, 0);
    let told = table.told.len();
    let closed = table.leaves(CYN);
    assert_eq!(closed.session.position, 1);
    assert_eq!(closed.told_since(told), ["left", "result", "scores"]);
    assert_eq!(closed.row(CYN, 1), None);
    assert_eq!(closed.standings(), [(3, 100), (2, 0), (3, 0)]);
}

#[test]
fn who_answers_and_goes_gets_nothing_for_it() {
    let table = Table::comp(3).started().answers(BOB, Right).leaves(BOB);
    let table = table.answers(ADA, Right).answers(CYN, Right);
    let row = table.row(BOB, 1).unwrap();
    let award = row.award.unwrap();
    assert_eq!(
        (
            row.is_correct(),
            award.points,
            award.score,
            award.hearts_left
        ),
        (true, 0, 0, 3)
    );
    let told = table.told.iter().find_map(|event| match event {
        LiveEvent::Result(result) => {
            Some(result.players.iter().map(|p| p.user).collect::<Vec<_>>())
        }
        _ => None,
    });
    assert_eq!(told, Some(vec![user(ADA), user(CYN)]));
    assert_eq!(table.standings(), [(3, 100), (3, 0), (3, 100)]);
}

#[test]
fn a_last_player_need_not_go_on_alone() {
    let table = Table::comp(2)
        .started()
        .plays("rw", 100)
        .waits(2_000)
        .answers(ADA, Right);
    let told = table.told.len();
    let over = table.leaves(ADA);
    assert_eq!(over.told_since(told), ["left", "finished"]);
    assert_eq!(
        over.results(),
        [Some(Loss), Some(Win)],
        "hearts and scores of who went count for nothing"
    );
    assert_eq!(
        over.row(ADA, 2).unwrap().award,
        None,
        "the question was never closed"
    );
    assert_eq!(over.player(ADA).score, 100);
}

#[test]
fn when_all_go_nobody_has_won() {
    let table = Table::collab(2)
        .started()
        .plays("rr", 100)
        .leaves(BOB)
        .leaves(ADA);
    assert_eq!(
        (table.session.status, table.session.end),
        (Status::Finished, Some(End::Forfeited))
    );
    assert_eq!(table.results(), [Some(Loss), Some(Loss)]);
    assert!(
        table
            .session
            .endings()
            .iter()
            .all(|(_, ending)| ending.coins == 0)
    );
}

#[test]
fn the_host_passes_on_in_the_order_of_seats() {
    let table = Table::collab(4).started();
    let hosts = [(ADA, BOB), (CYN, BOB), (BOB, DAN)];
    hosts.into_iter().fold(table, |table, (who, host)| {
        let table = table.leaves(who);
        assert_eq!(table.session.host, user(host), "{who} went");
        table
    });
}

#[test]
fn who_is_gone_plays_no_more() {
    let table = Table::collab(3).started().leaves(BOB);
    let given = table.says(Right);
    assert_eq!(table.tries(BOB, &given).err(), Some(AnswerError::Out));
    let again = table.session.clone().leave(user(BOB), table.now);
    assert_eq!(again.err(), Some(LobbyError::NoPlayer));
    let paused = table.session.clone().pause(user(BOB), table.now);
    assert_eq!(paused.err(), Some(PlayError::NotHost));
}

#[test]
fn going_during_a_pause_leaves_the_pause() {
    let table = Table::collab(3).started().pauses().leaves(ADA);
    assert_eq!(
        (table.session.status, table.session.pauses.count),
        (Status::Paused, 1)
    );
    assert!(table.session.due_at().is_some());
}

#[test]
fn who_only_looked_into_the_lobby_played_no_part() {
    let table = Table::comp(4).leaves(BOB).kicks(CYN).started().leaves(ADA);
    assert_eq!(table.session.end, Some(End::Completed));
    assert_eq!(table.results(), [Some(Loss), None, None, Some(Win)]);
    let users: Vec<_> = table
        .session
        .endings()
        .iter()
        .map(|(user, _)| *user)
        .collect();
    assert_eq!(users, [user(ADA), user(DAN)]);
}

//! A team: fifteen seconds, three hearts and one answer together.

use super::table::*;
use crate::quiz::fixture::bank;
use crate::quiz::session::*;
use crate::quiz::{Given, Letter};
use Letter::{A, B, C, D};
use Says::{Right, Wrong};
use SessionResult::{Loss, Win};

fn team(players: u128, questions: u128) -> Table {
    let rules = Rules::of(Mode::Collab);
    Table::asking(bank(questions), Mode::Collab, players, rules).started()
}

/// What the team said to each question that was closed.
fn said(table: &Table) -> Vec<Option<Given>> {
    let said = |event: &LiveEvent| match event {
        LiveEvent::Result(result) => Some(result.team.clone()),
        _ => None,
    };
    table.told.iter().filter_map(said).collect()
}

#[test]
fn the_majority_answers_and_the_team_stands_as_one() {
    // questions, what the players answered, hearts and score of all, result
    let table = [
        (2, "rrw rwr", 3, 200, Some(Win)),
        (2, "rww rr-", 2, 100, Some(Win)),
        (2, "w-- -r-", 2, 100, Some(Win)),
        (2, "--- rrr", 2, 100, Some(Win)),
        // Of as many votes, those that came first.
        (2, "rw wr", 2, 100, Some(Win)),
        (2, "rrww wwrr", 2, 100, Some(Win)),
        (8, "www --- wrw", 0, 0, Some(Loss)),
        (3, "rr ww ww", 1, 100, Some(Win)),
        (3, "ww ww ww", 0, 0, Some(Loss)),
        (8, "rr rr", 3, 200, None),
    ];
    for (questions, rounds, hearts, score, result) in table {
        let players = rounds.split_whitespace().next().unwrap().len();
        let table = team(players as u128, questions).plays(rounds, 1_000);
        assert_eq!(
            table.standings(),
            vec![(hearts, score); players],
            "{rounds}"
        );
        assert_eq!(table.results(), vec![result; players], "{rounds}");
        assert_eq!(
            table.session.end,
            result.map(|_| End::Completed),
            "{rounds}"
        );
    }
}

#[test]
fn of_many_answers_the_one_most_said_is_the_teams() {
    // letters of the players in their order, a second each; what the team says, after how many votes, its ms
    let table: [(&[Letter], Letter, usize, i64); 7] = [
        (&[A, B, B], B, 3, 3_000),
        (&[A, A, B], A, 2, 2_000),
        (&[A, B, C], A, 3, 3_000),
        (&[A, B, C, C], C, 4, 4_000),
        (&[B, A, A, B], B, 4, 4_000),
        (&[C, D, D, A, D], D, 5, 5_000),
        (&[B, B, A, B, C], B, 4, 4_000),
    ];
    for (letters, expected, votes, time_ms) in table {
        let count = letters.len() as u128;
        let table = (1..)
            .zip(letters)
            .fold(team(count, 8), |table, (who, letter)| {
                if table.session.position > 0 {
                    return table;
                }
                table.waits(1_000).gives(who, &Given::Choice(*letter))
            });
        assert_eq!(table.session.position, 1, "{letters:?} are final");
        assert_eq!(said(&table), [Some(Given::Choice(expected))], "{letters:?}");
        let picked = table
            .answers
            .iter()
            .filter(|answer| answer.picked.is_some())
            .count();
        assert_eq!(picked, votes, "{letters:?}");
        let award = table.answers[0].award.unwrap();
        let right = crate::quiz::fixture::right(SEED, &table.bank[0]);
        let is_right = right == Given::Choice(expected);
        let points = crate::quiz::Scoring::Steps.points(is_right, time_ms);
        assert_eq!(award.points, points, "{letters:?}");
    }
}

#[test]
fn the_teams_time_is_that_of_the_vote_that_decided() {
    let early = team(3, 8)
        .waits(1_000)
        .answers(ADA, Right)
        .waits(1_000)
        .answers(BOB, Right);
    assert_eq!(early.standings(), vec![(3, 100); 3]);
    let late = team(3, 8)
        .waits(1_000)
        .answers(ADA, Right)
        .waits(2_001)
        .answers(BOB, Right);
    assert_eq!(late.standings(), vec![(3, 50); 3]);
    // Without a majority it is that of the last vote.
    let alone = team(3, 8).waits(1_000).answers(ADA, Right).waits(15_000);
    assert_eq!(alone.standings(), vec![(3, 100); 3]);
    assert_eq!(alone.session.position, 1);
}

#[test]
fn a_question_is_closed_when_the_answer_is_final_or_time_is_out() {
    let table = team(4, 8)
        .answers(ADA, Right)
        .answers(BOB, Wrong)
        .answers(CYN, Right);
    assert_eq!(table.session.position, 0, "Dan can still make it a draw");
    let open = table.waits(15_699);
    assert_eq!(open.session.position, 0);
    let closed = open.waits(1);
    assert_eq!(closed.session.position, 1);
    assert_eq!(closed.standings(), vec![(3, 100); 4]);
    let decided = team(4, 8)
        .answers(ADA, Right)
        .answers(BOB, Right)
        .answers(CYN, Right);
    assert_eq!(decided.session.position, 1, "Dan cannot change it");
    assert!(decided.row(DAN, 1).unwrap().picked.is_none());
}

#[test]
fn rows_keep_what_each_said_and_what_the_team_got() {
    let table = team(3, 8)
        .answers(ADA, Wrong)
        .answers(BOB, Right)
        .answers(CYN, Right);
    for (who, is_correct) in [(ADA, false), (BOB, true), (CYN, true)] {
        let row = table.row(who, 1).unwrap();
        assert_eq!(
            (row.is_correct(), row.points_awarded()),
            (is_correct, 100),
            "player {who}"
        );
        assert_eq!(row.award.unwrap().hearts_left, 3);
        assert_eq!(
            (table.player(who).right_count, table.player(who).streak),
            (1, 1)
        );
    }
}

#[test]
fn who_went_has_no_vote() {
    let table = team(3, 8)
        .answers(ADA, Wrong)
        .waits(100)
        .answers(BOB, Right);
    assert_eq!(table.session.position, 0);
    // Bob and Cyn are left; Cyn's vote makes a majority.
    let left = table.leaves(ADA);
    assert_eq!(left.session.position, 0);
    let closed = left.answers(CYN, Right);
    assert_eq!(closed.session.position, 1);
    assert_eq!(closed.row(ADA, 1).unwrap().points_awarded(), 0);
    assert_eq!(
        (closed.player(BOB).score, closed.player(ADA).score),
        (100, 0)
    );
    // A departure may make a majority by itself.
    let table = team(3, 8).answers(BOB, Right).leaves(ADA).leaves(CYN);
    assert_eq!(table.session.position, 1);
    assert_eq!(table.player(BOB).score, 100);
    assert_eq!(
        table.session.status,
        Status::Active,
        "a team of one plays on"
    );
}

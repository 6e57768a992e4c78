//! Points as the rules of a session give them: the first one's bonus, streaks, and penalties.

use super::table::*;
use crate::quiz::session::*;
use crate::quiz::{Profile, ScoringKind};
use Says::{Right, Wrong};

fn game(mode: Mode, players: u128, profile: Profile) -> Table {
    let rules = Rules {
        profile,
        ..Rules::of(mode)
    };
    Table::of(mode, players, rules).started()
}

fn scores(table: &Table) -> Vec<i64> {
    table
        .standings()
        .into_iter()
        .map(|(_, score)| score)
        .collect()
}

#[test]
fn the_first_right_answer_in_comp_earns_more() {
    let first = Profile {
        first_bonus: true,
        ..Profile::default()
    };
    let table = game(Mode::Comp, 4, first).waits(7_000);
    let table = table
        .answers(DAN, Wrong)
        .waits(1)
        .answers(BOB, Right)
        .waits(1)
        .answers(ADA, Right);
    assert_eq!(scores(&table.waits(4_000)), [50, 100, 0, 0]);
    let table = game(Mode::Comp, 2, first)
        .answers(BOB, Right)
        .answers(ADA, Right);
    assert_eq!(
        scores(&table),
        [50, 100],
        "at the same moment the one that was stored first"
    );
}

#[test]
fn where_nobody_races_being_first_counts_for_nothing() {
    let first = Profile {
        first_bonus: true,
        ..Profile::default()
    };
    let table = game(Mode::Collab, 3, first)
        .waits(4_000)
        .answers(CYN, Right)
        .answers(ADA, Right);
    assert_eq!(scores(&table), [50, 50, 50]);
    let table = game(Mode::Solo, 1, first).waits(7_000).answers(ADA, Right);
    assert_eq!(scores(&table), [25]);
}

#[test]
fn a_row_of_right_answers_earns_more_each_time() {
    let streak = Profile {
        scoring: ScoringKind::Flat,
        streak_bonus: true,
        ..Profile::default()
    };
    // rounds, what each player has in the end
    let rows = [
        ("rr rr rr", vec![600, 600]),
        ("rr wr rr", vec![200, 600]),
        ("rr -r rr", vec![200, 600]),
        ("rr rr rr rr rr rr rr rr", vec![3_300, 3_300]),
    ];
    for (rounds, expected) in rows {
        assert_eq!(
            scores(&game(Mode::Comp, 2, streak).plays(rounds, 100)),
            expected,
            "{rounds}"
        );
    }
    let team = game(Mode::Collab, 2, streak).plays("rw rr", 100);
    assert_eq!(
        scores(&team),
        [300, 300],
        "the team's row counts, not the player's"
    );
}

#[test]
fn a_part_is_no_heart_lost_but_ends_the_row() {
    let streak = Profile {
        streak_bonus: true,
        penalty: 30,
        ..Profile::default()
    };
    // The third question takes several letters: one right letter of two is a half.
    let table = game(Mode::Comp, 2, streak).plays("rr rr", 100).waits(2_000);
    let crate::quiz::Given::Choices(mut letters) = table.says(Right) else {
        panic!("the third question is multiple");
    };
    letters.truncate(1);
    let table = table
        .gives(ADA, &crate::quiz::Given::Choices(letters))
        .answers(BOB, Right);
    assert_eq!(table.standings(), [(3, 350), (3, 600)]);
    assert_eq!(
        (table.player(ADA).streak, table.player(ADA).right_count),
        (0, 2)
    );
    assert_eq!(
        (table.player(BOB).streak, table.player(BOB).right_count),
        (3, 3)
    );
}

#[test]
fn a_penalty_takes_no_more_than_there_is() {
    let penalty = Profile {
        penalty: 70,
        ..Profile::default()
    };
    let table = game(Mode::Comp, 2, penalty).plays("wr rw r-", 100);
    assert_eq!(scores(&table), [200, 0]);
    let points: Vec<_> = (1..=3)
        .map(|n| table.row(BOB, n).unwrap().points_awarded())
        .collect();
    assert_eq!(points, [100, -70, -30]);
    assert_eq!(table.row(ADA, 1).unwrap().points_awarded(), 0);
}

#[test]
fn what_questions_are_worth_counts_where_the_profile_says_so() {
    let flat = Profile {
        scoring: ScoringKind::Flat,
        ..Profile::default()
    };
    for (profile, expected) in [(flat, 700), (Profile::default(), 100)] {
        let mut table = game(Mode::Comp, 2, profile);
        table.bank[0].points = 700;
        assert_eq!(scores(&table.plays("rr", 100)), [expected; 2]);
    }
}

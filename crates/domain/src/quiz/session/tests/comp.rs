//! Each against all others: ten seconds, three hearts each.

use super::table::*;
use crate::quiz::fixture::bank;
use crate::quiz::session::*;
use Says::{Right, Wrong};
use SessionResult::{Draw, Loss, Win};

fn game(players: u128, questions: u128) -> Table {
    let rules = Rules::of(Mode::Comp);
    Table::asking(bank(questions), Mode::Comp, players, rules).started()
}

#[test]
fn most_hearts_win_then_the_score_and_equals_draw() {
    type Standings = &'static [(i64, i64)];
    // questions, what the live players answered, hearts and scores, results
    let table: [(u128, &str, Standings, &[SessionResult]); 11] = [
        (2, "rr rr", &[(3, 200), (3, 200)], &[Draw, Draw]),
        (2, "rw rr", &[(3, 200), (2, 100)], &[Win, Loss]),
        (2, "r- rr", &[(3, 200), (2, 100)], &[Win, Loss]),
        (2, "-- --", &[(1, 0), (1, 0)], &[Draw, Draw]),
        (2, "rw wr", &[(2, 100), (2, 100)], &[Draw, Draw]),
        (
            2,
            "rrw rrw",
            &[(3, 200), (3, 200), (1, 0)],
            &[Draw, Draw, Loss],
        ),
        (
            2,
            "wrr rww",
            &[(2, 100), (2, 100), (2, 100)],
            &[Draw, Draw, Draw],
        ),
        // One player is left with hearts.
        (8, "rw rw rw", &[(3, 300), (0, 0)], &[Win, Loss]),
        (
            8,
            "rrw rww rww rw",
            &[(3, 400), (0, 100), (0, 0)],
            &[Win, Loss, Loss],
        ),
        // Nobody is.
        (8, "rr ww ww ww", &[(0, 100), (0, 100)], &[Draw, Draw]),
        (8, "rw wr -- w-", &[(0, 100), (0, 100)], &[Draw, Draw]),
    ];
    for (questions, rounds, standings, results) in table {
        let players = rounds.split_whitespace().next().unwrap().len();
        let table = game(players as u128, questions).plays(rounds, 1_000);
        assert_eq!(table.session.end, Some(End::Completed), "{rounds}");
        assert_eq!(table.standings(), standings, "{rounds}");
        let results: Vec<_> = results.iter().copied().map(Some).collect();
        assert_eq!(table.results(), results, "{rounds}");
    }
}

#[test]
fn with_equal_hearts_the_faster_one_wins() {
    let table = game(2, 1)
        .waits(1_000)
        .answers(ADA, Right)
        .waits(3_000)
        .answers(BOB, Right);
    assert_eq!(table.standings(), [(3, 100), (3, 50)]);
    assert_eq!(table.results(), [Some(Win), Some(Loss)]);
    let coins: Vec<_> = table
        .session
        .endings()
        .iter()
        .map(|(_, ending)| ending.coins)
        .collect();
    assert_eq!(coins, [10, 5], "who loses keeps what the score is worth");
}

#[test]
fn a_question_is_closed_when_all_live_players_have_answered() {
    let table = game(3, 8).plays("rrw rrw rrw", 100).waits(2_000);
    assert_eq!(table.player(CYN).hearts_left, 0);
    let given = table.says(Right);
    assert_eq!(
        table.tries(CYN, &given).err(),
        Some(AnswerError::Out),
        "who has no heart looks on"
    );
    let one = table.waits(500).answers(ADA, Right);
    assert_eq!(one.session.position, 3, "Bob may still answer");
    let told = one.told.len();
    let both = one.waits(500).answers(BOB, Wrong);
    assert_eq!(both.session.position, 4);
    assert_eq!(both.told_since(told), ["answered", "result", "scores"]);
    assert_eq!(both.row(CYN, 4), None, "who could not answer has no row");
    let next_at = both.session.opens_at;
    assert_eq!(next_at, Some(later(both.now, crate::quiz::INTERMISSION)));
}

#[test]
fn a_question_is_closed_when_its_time_is_out() {
    let table = game(2, 8).answers(ADA, Right);
    let opened_at = table.session.round.unwrap().opened_at;
    assert_eq!(
        table.session.closes_at(),
        Some(later(opened_at, SignedDuration::from_secs(10)))
    );
    let open = table.waits(10_699);
    assert_eq!(
        (open.session.position, open.session.due(open.now)),
        (0, None)
    );
    let closed = open.waits(1);
    assert_eq!(closed.session.position, 1);
    assert_eq!(closed.standings(), [(3, 100), (2, 0)]);
    let missing = closed.row(BOB, 1).unwrap();
    assert_eq!(
        (&missing.picked, missing.credit, missing.answer_time_ms),
        (&None, 0, 10_000)
    );
    let award = missing.award.unwrap();
    assert_eq!((award.points, award.hearts_left, award.score), (0, 2, 0));
}

#[test]
fn the_result_tells_who_did_what_in_the_order_of_seats() {
    let table = game(3, 8)
        .waits(700)
        .answers(CYN, Right)
        .answers(ADA, Wrong)
        .waits(12_000);
    let result = table.told.iter().find_map(|event| match event {
        LiveEvent::Result(result) => Some(result),
        _ => None,
    });
    let result = result.unwrap();
    assert_eq!((result.number, result.question), (1, table.bank[0].id));
    assert_eq!(
        (result.explanation.as_str(), &result.team),
        ("explanation of 1", &None)
    );
    let told: Vec<_> = result
        .players
        .iter()
        .map(|p| (p.user, p.is_correct, p.points_awarded, p.answer_time_ms))
        .collect();
    let expected = [
        (user(ADA), false, 0, Some(700)),
        (user(BOB), false, 0, None),
        (user(CYN), true, 100, Some(700)),
    ];
    assert_eq!(told, expected);
}

#[test]
fn the_end_is_told_with_what_it_pays() {
    let table = game(2, 1).plays("rw", 100);
    let Some(LiveEvent::Finished { end, players }) = table.told.last() else {
        panic!("the last event is the end");
    };
    let told: Vec<_> = players
        .iter()
        .map(|p| (p.user, p.result, p.score, p.coins, p.stars))
        .collect();
    assert_eq!(*end, End::Completed);
    assert_eq!(
        told,
        [(user(ADA), Win, 100, 10, 1), (user(BOB), Loss, 0, 0, 0)]
    );
    assert_eq!(table.session.ended_at, Some(table.now));
}

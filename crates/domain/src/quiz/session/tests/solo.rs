//! Alone: three hearts, no hurry.

use super::table::*;
use crate::quiz::fixture::{at, bank};
use crate::quiz::session::*;
use Says::Right;
use SessionResult::{Loss, Win};

fn five_questions() -> Table {
    Table::asking(bank(5), Mode::Solo, 1, Rules::of(Mode::Solo))
}

#[test]
fn a_game_ends_with_its_questions_or_its_hearts() {
    // what was answered, ms for each, hearts left, score; result, coins, stars
    let table = [
        ("", 1, 3, 0, None),
        ("r r r r", 3_000, 3, 400, None),
        ("r r r r r", 3_000, 3, 500, Some((Win, 50, 3))),
        ("r r r r r", 3_001, 3, 250, Some((Win, 25, 1))),
        ("r r r r r", 6_001, 3, 125, Some((Win, 12, 1))),
        ("w r w r r", 100, 1, 300, Some((Win, 30, 2))),
        ("r w r w", 100, 1, 200, None),
        ("w w w", 100, 0, 0, Some((Loss, 0, 0))),
        ("r w w r w", 100, 0, 200, Some((Loss, 20, 1))),
        ("r w w w", 6_000, 0, 50, Some((Loss, 5, 0))),
    ];
    for (rounds, after_ms, hearts, score, expected) in table {
        let table = five_questions().plays(rounds, after_ms);
        assert_eq!(table.standings(), [(hearts, score)], "{rounds}");
        let played = rounds.split_whitespace().count();
        assert_eq!(
            (table.answers.len(), table.session.position),
            (played, i64::try_from(played).unwrap())
        );
        let ending = table.session.ending_of(user(ADA));
        assert_eq!(
            ending.map(|e| (e.result, e.coins, e.stars)),
            expected,
            "{rounds}"
        );
        assert_eq!(table.session.end, expected.map(|_| End::Completed));
        let last = table.answers.last().map(|answer| answer.answered_at);
        assert_eq!(table.session.ended_at, last.filter(|_| expected.is_some()));
    }
}

#[test]
fn the_first_look_starts_the_clock() {
    let table = five_questions().waits(60_000).looks();
    let round = table.session.round.unwrap();
    assert_eq!(round.opened_at, at(60_000));
    assert!(!table.session.is_news(table.question()));
    let answered = table.waits(3_500).answers(ADA, Right);
    assert_eq!(answered.answers[0].answer_time_ms, 3_500);
    assert_eq!(answered.standings(), [(3, 50)]);
    assert_eq!(
        answered.session.round, None,
        "the next question has not been seen"
    );
    assert_eq!(answered.session.opens_at, None, "it waits for the player");
}

#[test]
fn a_question_waits_for_its_answer() {
    let day_ms = 24 * 3_600_000;
    let table = five_questions().started().waits(day_ms - 1);
    assert_eq!(table.session.closes_at(), None);
    let answered = table.answers(ADA, Right);
    assert_eq!(answered.standings(), [(3, 25)]);
    assert_eq!(answered.told_since(1), ["result", "scores"]);
}

#[test]
fn a_quiz_may_give_a_time_to_each_question() {
    let rules = Rules {
        question_time_ms: Some(10_000),
        ..Rules::of(Mode::Solo)
    };
    let table = Table::of(Mode::Solo, 1, rules).plays("r -", 9_000);
    assert_eq!(table.standings(), [(2, 25)]);
    let row = table.row(ADA, 2).unwrap();
    assert_eq!((&row.picked, row.answer_time_ms), (&None, 10_000));
}

#[test]
fn who_leaves_gets_nothing() {
    let left = five_questions()
        .plays("r r r", 100)
        .sleeps(60_000)
        .leaves(ADA);
    let ending = left.session.ending_of(user(ADA)).unwrap();
    assert_eq!((ending.end, ending.result), (End::Forfeited, Loss));
    assert_eq!((ending.score, ending.coins, ending.stars), (300, 0, 0));
    assert_eq!(left.session.ended_at, Some(left.now));
    assert_eq!(left.player(ADA).hearts_left, 3);
}

#[test]
fn nobody_joins_and_nobody_gets_ready() {
    let session = five_questions().session;
    assert_eq!(
        session.clone().join(user(BOB), at(1)),
        Err(LobbyError::Started)
    );
    assert_eq!(
        session.clone().ready(user(ADA), true, at(1)),
        Err(LobbyError::Started)
    );
    assert_eq!(session.join(user(ADA), at(1)), Ok(None));
}

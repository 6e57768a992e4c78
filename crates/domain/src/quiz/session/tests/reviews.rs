//! After the end, question by question.

use super::table::*;
use crate::quiz::fixture::right;
use crate::quiz::session::*;
use Says::Right;
use uuid::Uuid;

fn review(table: &Table, who: u128) -> Result<Review, NotFinished> {
    table.session.review(user(who), &table.bank, &table.answers)
}

#[test]
fn a_review_waits_for_the_end() {
    let table = Table::solo().plays("r w", 100);
    assert_eq!(review(&table, ADA), Err(NotFinished));
    let looked = table.looks();
    assert_eq!(review(&looked, ADA), Err(NotFinished));
    let left = looked.leaves(ADA);
    let review = review(&left, ADA).unwrap();
    assert_eq!(Some(review.ending), left.session.ending_of(user(ADA)));
    let told: Vec<_> = review
        .items
        .iter()
        .map(|item| {
            (
                item.number,
                item.is_correct,
                item.points_awarded,
                item.answer_time_ms,
            )
        })
        .collect();
    let expected = [
        (1, true, 100, Some(100)),
        (2, false, 0, Some(100)),
        (3, false, 0, None),
    ];
    assert_eq!(
        told, expected,
        "two answered, one seen, the others never asked"
    );
    assert_eq!(review.items[2].given, None);
    assert_eq!(review.items[0].explanation, "explanation of 1");
}

#[test]
fn each_player_reviews_their_own_answers() {
    let table = Table::comp(2).started().plays("rw r- rr rr", 100);
    let table = table.leaves(ADA);
    let told = |who| {
        let items = review(&table, who).unwrap().items;
        items
            .iter()
            .map(|item| (item.given.is_some(), item.is_correct))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(ADA), [(true, true); 4]);
    let bobs = [(true, false), (false, false), (true, true), (true, true)];
    assert_eq!(told(BOB), bobs);
    assert_eq!(
        review(&table, CYN),
        Err(NotFinished),
        "a stranger has nothing to review"
    );
}

#[test]
fn who_went_in_mid_game_waits_too() {
    let table = Table::comp(3).started().plays("rrr", 100).leaves(BOB);
    assert_eq!(
        review(&table, BOB),
        Err(NotFinished),
        "the others still play these questions"
    );
    let over = table.leaves(CYN);
    let ending = review(&over, BOB).unwrap().ending;
    assert_eq!((ending.end, ending.score), (End::Forfeited, 100));
}

#[test]
fn every_kind_is_told_with_its_solution() {
    let table = Table::solo().plays("r r r r r r r r", 100);
    for (item, question) in review(&table, ADA).unwrap().items.iter().zip(&table.bank) {
        assert_eq!(item.kind, question.kind);
        let deal = crate::quiz::Deal::new(SEED, question);
        let picked = deal.read(&right(SEED, question)).unwrap();
        assert_eq!(item.given, deal.tell(&picked), "{:?}", question.kind);
        assert_eq!(
            item.solution,
            question.solution(&deal),
            "{:?}",
            question.kind
        );
        assert_eq!(
            (&item.choices, &item.targets),
            (&deal.choices(), &deal.targets())
        );
    }
}

#[test]
fn a_review_does_without_what_is_gone() {
    let mut table = Table::solo().plays("w w w", 100);
    let mut ids = (900_000..).map(|n| Uuid::from_u128(n).into());
    let first = table.bank[0].clone();
    table.bank[0] = first
        .clone()
        .edit(first.topic, first.draft(), || ids.next().unwrap())
        .unwrap();
    table.bank.remove(1);
    let items = review(&table, ADA).unwrap().items;
    assert_eq!(
        items.iter().map(|item| item.number).collect::<Vec<_>>(),
        [1, 3]
    );
    assert_eq!(items[0].given, None, "its words are others now");
    assert!(items[1].given.is_some());
}

#[test]
fn an_answer_to_a_question_that_was_never_closed_is_told_without_points() {
    let table = Table::comp(2).started().answers(BOB, Right).leaves(ADA);
    let items = review(&table, BOB).unwrap().items;
    assert_eq!(
        (items.len(), items[0].is_correct, items[0].points_awarded),
        (1, true, 0)
    );
}

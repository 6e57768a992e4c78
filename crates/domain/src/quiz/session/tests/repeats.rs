//! What a player is told of an answer, and who gives it again.

use super::table::*;
use crate::quiz::fixture::{right, wrong};
use crate::quiz::session::*;
use crate::quiz::{Given, Letter, Misfit};
use Says::{Right, Wrong};

#[test]
fn before_the_close_a_receipt_tells_what_was_understood() {
    let table = Table::comp(2).started().waits(700).answers(ADA, Right);
    let (question, first) = (&table.bank[0], &table.answers[0]);
    let receipt = table.session.receipt(question, first).unwrap();
    assert_eq!(
        (receipt.question, receipt.given),
        (question.id, right(SEED, question))
    );
    assert_eq!((receipt.answer_time_ms, receipt.verdict), (700, None));
}

#[test]
fn after_the_close_it_tells_the_verdict() {
    let table = Table::comp(2)
        .started()
        .waits(4_000)
        .answers(ADA, Wrong)
        .answers(BOB, Right);
    let question = &table.bank[0];
    let verdict = |who| {
        let row = table.row(who, 1).unwrap();
        table
            .session
            .receipt(question, row)
            .unwrap()
            .verdict
            .unwrap()
    };
    let (ada, bob) = (verdict(ADA), verdict(BOB));
    assert_eq!(
        (ada.is_correct, ada.credit, ada.points_awarded),
        (false, 0, 0)
    );
    assert_eq!((ada.hearts_left, ada.score), (2, 0));
    assert_eq!(
        (bob.is_correct, bob.credit, bob.points_awarded),
        (true, 100_000, 50)
    );
    assert_eq!((bob.hearts_left, bob.score), (3, 50));
    assert_eq!(
        (&ada.solution, ada.explanation.as_str()),
        (&bob.solution, "explanation of 1")
    );
    assert_eq!(bob.feedback.as_deref(), Some("feedback on answer 0"));
    assert_ne!(ada.feedback, bob.feedback);
}

#[test]
fn the_same_answer_again_gets_the_first_result_for_ever() {
    let mut table = Table::solo();
    let mut told = Vec::new();
    for round in "w r w r r r r r".split(' ') {
        table = table.plays(round, 100);
        let place = table.answers.len() - 1;
        let (question, row) = (&table.bank[place], &table.answers[place]);
        told.push(table.session.receipt(question, row).unwrap());
    }
    assert_eq!(table.session.status, Status::Finished);
    for (place, first) in told.into_iter().enumerate() {
        let (question, row) = (&table.bank[place], &table.answers[place]);
        let again = table.session.repeated(question, &first.given, row);
        assert_eq!(again, Ok(first), "question {}", place + 1);
    }
}

#[test]
fn another_answer_is_refused() {
    let table = Table::comp(2).started().answers(ADA, Right);
    let (question, first) = (&table.bank[0], &table.answers[0]);
    let none = Given::Choice(Letter::F);
    let misfit = AnswerError::Misfit(Misfit::UnknownChoice(Letter::F));
    let form = AnswerError::Misfit(Misfit::Form(question.kind));
    let rows = [
        (right(SEED, question), None),
        (wrong(SEED, question), Some(AnswerError::AlreadyAnswered)),
        (none, Some(misfit)),
        (Given::Text("answer 0".to_owned()), Some(form)),
    ];
    for (given, expected) in rows {
        let again = table.session.repeated(question, &given, first);
        assert_eq!(again.err(), expected, "{given:?}");
    }
}

#[test]
fn the_same_said_otherwise_is_the_same() {
    let table = Table::comp(2)
        .started()
        .plays("rr rr", 100)
        .waits(2_000)
        .answers(ADA, Right);
    let (question, first) = (&table.bank[2], table.row(ADA, 3).unwrap());
    let Given::Choices(mut letters) = right(SEED, question) else {
        panic!("the third question is multiple");
    };
    letters.reverse();
    assert!(
        table
            .session
            .repeated(question, &Given::Choices(letters), first)
            .is_ok()
    );
    let table = table.answers(BOB, Right).waits(2_000).answers(BOB, Right);
    let (question, first) = (&table.bank[3], table.row(BOB, 4).unwrap());
    let shouted = Given::Text("  SECRET  word ".to_owned());
    let receipt = table.session.repeated(question, &shouted, first).unwrap();
    assert_eq!(receipt.given, Given::Text("secret word".to_owned()));
}

#[test]
fn of_what_was_not_answered_nothing_is_told() {
    let table = Table::comp(2).started().plays("r-", 100);
    let (question, missing) = (&table.bank[0], table.row(BOB, 1).unwrap());
    assert_eq!(table.session.receipt(question, missing), None);
    let late = table
        .session
        .repeated(question, &right(SEED, question), missing);
    assert_eq!(late.err(), Some(AnswerError::AlreadyAnswered));
}

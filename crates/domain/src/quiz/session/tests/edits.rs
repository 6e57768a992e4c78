//! A question that is edited while it is being played.

use super::table::*;
use crate::quiz::Question;
use crate::quiz::fixture::{right, wrong};
use crate::quiz::session::*;
use Says::{Right, Wrong};
use uuid::Uuid;

/// The same table, after an edit of the current question: its answers in another order and under new ids.
fn edited(mut table: Table) -> Table {
    let current = table.session.current();
    let question = table
        .bank
        .iter_mut()
        .find(|question| Some(question.id) == current)
        .unwrap();
    let mut draft = question.draft();
    draft.answers.reverse();
    draft.explanation = "edited".to_owned();
    let first = 1_000_000
        + 1_000 * question.id.uuid().as_u128()
        + 100 * u128::try_from(question.version).unwrap();
    let mut ids = (first..).map(|n| Uuid::from_u128(n).into());
    let topic = question.topic;
    *question = question
        .clone()
        .edit(topic, draft, || ids.next().unwrap())
        .unwrap();
    table
}

#[test]
fn nothing_is_judged_by_words_that_the_player_has_not_seen() {
    for table in [Table::solo().started(), Table::comp(2).started()] {
        let table = edited(table);
        let question = table.question();
        for given in [right(SEED, question), wrong(SEED, question)] {
            assert_eq!(
                table.tries(ADA, &given).err(),
                Some(AnswerError::QuestionChanged)
            );
        }
        assert_eq!(
            table.session.view(question),
            Err(AnswerError::QuestionChanged)
        );
        assert!(table.session.is_news(question));
    }
}

#[test]
fn a_look_at_an_edited_question_shows_it_and_leaves_the_clock_alone() {
    for table in [Table::solo().started(), Table::comp(2).started()] {
        let before = table.session.round.unwrap();
        let told = table.told.len();
        let table = edited(table.waits(3_500)).looks();
        assert_eq!(table.told_since(told), ["question"]);
        assert!(!table.session.is_news(table.question()));
        assert_eq!(table.session.round.unwrap().opened_at, before.opened_at);
        let view = table.session.view(table.question()).unwrap();
        assert_eq!(view.served_at, before.opened_at);
        let table = table.waits(500).answers(ADA, Right);
        assert_eq!(table.answers[0].answer_time_ms, 4_000);
    }
}

#[test]
fn who_answered_the_old_words_keeps_what_that_was_worth() {
    let table = Table::comp(3)
        .started()
        .answers(ADA, Right)
        .answers(BOB, Wrong);
    let table = edited(table).looks().answers(CYN, Right);
    assert_eq!(table.session.position, 1);
    assert_eq!(table.standings(), [(3, 100), (2, 0), (3, 100)]);
}

#[test]
fn an_edited_question_is_closed_on_time_though_nobody_looked() {
    let table = edited(Table::collab(2).started().answers(ADA, Right)).waits(15_700);
    assert_eq!(table.session.position, 1);
    assert_eq!(table.standings(), [(3, 100), (3, 100)]);
    let result = table.told.iter().find_map(|event| match event {
        LiveEvent::Result(result) => Some(result),
        _ => None,
    });
    let result = result.unwrap();
    assert_eq!(
        (result.explanation.as_str(), &result.team),
        ("edited", &None)
    );
}

#[test]
fn an_answer_to_the_old_words_cannot_be_told_again() {
    let table = edited(Table::comp(2).started().answers(ADA, Right));
    let (question, first) = (table.question(), &table.answers[0]);
    assert_eq!(table.session.receipt(question, first), None);
    let again = table
        .session
        .repeated(question, &right(SEED, question), first);
    assert_eq!(again, Err(AnswerError::AlreadyAnswered));
}

#[test]
fn a_question_that_left_the_bank_is_played_to_its_end() {
    let mut table = Table::comp(2).started().answers(ADA, Right);
    let gone: Question = table.question().clone().delete(table.now);
    table.bank[0] = gone;
    assert!(!table.session.is_news(table.question()));
    assert!(table.session.view(table.question()).is_ok());
    assert_eq!(table.answers(BOB, Right).session.position, 1);
}

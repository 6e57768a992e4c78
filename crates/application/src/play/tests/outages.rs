//! The store does not do as it should.

use super::*;
use crate::Outage;
use crate::testing::doors::stuck_at;
use ludger_ports::read::MockQuestions;
use ludger_ports::{CommitError, MockStore, OutcomeUnknown, Unavailable};

#[tokio::test]
async fn a_door_that_is_stuck_changes_nothing() {
    let world = World::with(5).await;
    let id = world.session().await;
    world.play_all(id, "rrrr", 100).await;
    world.play.question.run(&world.ada, id).await.unwrap();
    let answer = world.letter(id, true).await;
    let before = world.stored(id).await;
    let door = stuck_at(1, &world.store);
    let world = world.behind(door);
    let cut = world.answer(id, &answer).await;
    assert!(matches!(
        cut,
        Err(AnswerError::Outage(Outage::Unavailable(_)))
    ));
    assert_eq!((world.stored(id).await, world.coins().await), (before, 0));
    let told = world.answer(id, &answer).await.unwrap();
    assert_eq!(told.ended.unwrap().coins, 50);
    assert_eq!(world.coins().await, 50);
}

#[tokio::test]
async fn an_answer_whose_fate_is_not_known_is_given_again() {
    let world = World::with(5).await;
    let id = world.session().await;
    world.play_all(id, "rrrr", 100).await;
    world.play.question.run(&world.ada, id).await.unwrap();
    let answer = world.letter(id, true).await;
    let mut door = MockStore::new();
    let store = world.store.clone();
    door.expect_commit().once().returning(move |changes| {
        testing::at_once(store.commit(changes)).unwrap();
        Err(CommitError::Unknown(OutcomeUnknown {
            source: Arc::new(std::fmt::Error),
        }))
    });
    let world = world.behind(Arc::new(door));
    let lost = world.answer(id, &answer).await;
    assert!(matches!(lost, Err(AnswerError::Outage(Outage::Unknown(_)))));
    let told = world.answer(id, &answer).await.unwrap();
    assert_eq!(told.ended.unwrap().coins, 50);
    assert_eq!((world.coins().await, world.paid().await.len()), (50, 1));
}

#[tokio::test]
async fn a_bank_that_cannot_be_read_is_an_outage() {
    let world = World::with(5).await;
    let id = world.session().await;
    let mut questions = MockQuestions::new();
    questions
        .expect_find()
        .returning(|_| Err(Unavailable::overloaded("too many")));
    let ports = Ports {
        questions: Arc::new(questions),
        ..world.ports.clone()
    };
    let play = Play::new(&ports, &Settings::default());
    let shown = play.question.run(&world.ada, id).await;
    let Err(ShowQuestionError::Outage(Outage::Unavailable(outage))) = shown else {
        panic!("{shown:?}")
    };
    assert!(outage.overloaded);
}

#[tokio::test]
async fn a_question_that_was_drawn_and_is_lost_is_our_own_fault() {
    let world = World::with(5).await;
    let id = world.session().await;
    let mut questions = MockQuestions::new();
    questions.expect_find().returning(|_| Ok(None));
    let ports = Ports {
        questions: Arc::new(questions),
        ..world.ports.clone()
    };
    let shown = Play::new(&ports, &Settings::default())
        .question
        .run(&world.ada, id)
        .await;
    assert!(matches!(
        shown,
        Err(ShowQuestionError::Outage(Outage::Broken(_)))
    ));
}

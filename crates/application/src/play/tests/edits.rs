//! The bank changes under a session.

use super::*;
use ludger_domain::quiz::AnswerError as Refusal;

/// Turns the current question around: what was wrong is right.
async fn turn_around(world: &World, id: GameSessionId) {
    let question = world
        .question(world.stored(id).await.current().unwrap())
        .await;
    let mut draft = question.draft();
    draft.answers[0].is_correct = false;
    draft.answers[1].is_correct = true;
    let edit = (question.topic, draft);
    world
        .bank
        .edit_question
        .run(&world.mia, question.id, None, edit)
        .await
        .unwrap();
}

#[tokio::test]
async fn no_answer_is_judged_by_words_that_were_not_seen() {
    let world = World::with(5).await;
    let id = world.session().await;
    let first = world.play.question.run(&world.ada, id).await.unwrap();
    let answer = world.letter(id, true).await;
    turn_around(&world, id).await;
    let refused = world.answer(id, &answer).await;
    assert!(matches!(
        refused,
        Err(AnswerError::Refused(Refusal::QuestionChanged))
    ));
    world.clock.advance(Duration::from_secs(4));
    let second = world.play.question.run(&world.ada, id).await.unwrap();
    assert_eq!(
        second.view.served_at, first.view.served_at,
        "the clock runs on"
    );
    let told = world.play(id, true, 0).await;
    assert!(told.verdict().is_correct);
    assert_eq!(told.verdict().points_awarded, 50);
}

#[tokio::test]
async fn what_was_answered_stays_answered() {
    let world = World::with(5).await;
    let id = world.session().await;
    world.play(id, true, 100).await;
    let asked = world.stored(id).await.questions[0];
    let question = world.question(asked).await;
    let edit = (question.topic, question.draft());
    world
        .bank
        .edit_question
        .run(&world.mia, asked, None, edit)
        .await
        .unwrap();
    world.play_all(id, "rrrr", 100).await;
    let review = world.play.review.run(&world.ada, id).await.unwrap();
    assert_eq!(
        (review.items[0].is_correct, &review.items[0].given),
        (true, &None)
    );
    assert_eq!(review.ending.score, 500);
}

#[tokio::test]
async fn a_session_goes_on_with_what_left_the_bank() {
    let world = World::with(5).await;
    let id = world.session().await;
    let view = world.play.question.run(&world.ada, id).await.unwrap();
    let answer = world.letter(id, true).await;
    let session = world.stored(id).await;
    let topic = world.question(session.questions[0]).await.topic;
    for question in session.questions {
        world
            .bank
            .delete_question
            .run(&world.mia, question, None)
            .await
            .unwrap();
    }
    world
        .bank
        .delete_topic
        .run(&world.mia, topic, None)
        .await
        .unwrap();
    assert_eq!(world.play.question.run(&world.ada, id).await.unwrap(), view);
    world.answer(id, &answer).await.unwrap();
    let told = world.play_all(id, "rrrr", 100).await;
    assert_eq!(told.last().unwrap().ended.unwrap().coins, 50);
    assert_eq!(
        world
            .play
            .review
            .run(&world.ada, id)
            .await
            .unwrap()
            .items
            .len(),
        5
    );
    let none = world
        .play
        .start
        .run(&world.ada, SessionRequest::default())
        .await;
    assert!(matches!(none, Err(StartError::Invalid(it)) if it.0[0].code == "no_questions"));
}

//! A session in which nothing happened for a day.

use super::*;
use ludger_domain::quiz::{AnswerError as Refusal, End, IDLE_AFTER, LobbyError, PlayError, Status};

async fn idle() -> (World, GameSessionId) {
    let world = World::with(10).await;
    let id = world.session().await;
    world.play(id, true, 100).await;
    world.play.question.run(&world.ada, id).await.unwrap();
    world.clock.advance(Duration::from_hours(25));
    (world, id)
}

#[tokio::test]
async fn it_is_over_whoever_looks_first() {
    let finished = PlayError::Finished;
    let (world, id) = idle().await;
    let last_change = world.stored(id).await.updated_at;
    let session = world.play.find.run(&world.ada, id).await.unwrap();
    assert_eq!(
        (session.status, session.ending.unwrap().end),
        (Status::Finished, End::Forfeited)
    );
    assert_eq!(
        session.ended_at,
        Some(last_change + IDLE_AFTER),
        "when the day was over"
    );
    assert_eq!(world.play.find.run(&world.ada, id).await.unwrap(), session);

    let (world, id) = idle().await;
    let page = first(10);
    assert_eq!(
        world
            .play
            .list
            .run(&world.ada, Some(false), page)
            .await
            .unwrap()
            .items,
        []
    );
    let listed = world
        .play
        .list
        .run(&world.ada, Some(true), page)
        .await
        .unwrap()
        .items;
    assert_eq!(listed[0].id, id);

    let (world, id) = idle().await;
    let shown = world.play.question.run(&world.ada, id).await;
    let over = Refusal::Play(finished);
    assert!(matches!(shown, Err(ShowQuestionError::Refused(it)) if it == over));

    let (world, id) = idle().await;
    let answer = world.letter(id, true).await;
    let answered = world.answer(id, &answer).await;
    assert!(matches!(answered, Err(AnswerError::Refused(it)) if it == over));
    assert_eq!(world.coins().await, 0);

    let (world, id) = idle().await;
    let paused = world.act(id, Deed::Pause).await;
    assert!(matches!(paused, Err(ActError::Play(it)) if it == finished));

    let (world, id) = idle().await;
    let left = world.act(id, Deed::Leave).await;
    assert!(matches!(left, Err(ActError::Lobby(LobbyError::Finished))));
    assert!(world.play.review.run(&world.ada, id).await.is_ok());
}

#[tokio::test]
async fn it_makes_way_for_a_new_one() {
    let (world, id) = idle().await;
    let next = world.session().await;
    assert_ne!(next, id);
    assert_eq!(world.stored(id).await.end, Some(End::Forfeited));
}

#[tokio::test]
async fn one_that_was_paused_is_over_too() {
    let world = World::with(10).await;
    let id = world.session().await;
    world.act(id, Deed::Pause).await.unwrap();
    world.clock.advance(Duration::from_hours(23));
    assert_eq!(
        world.play.find.run(&world.ada, id).await.unwrap().status,
        Status::Paused
    );
    world.clock.advance(Duration::from_hours(1));
    let resumed = world.act(id, Deed::Resume).await;
    assert!(matches!(resumed, Err(ActError::Play(PlayError::Finished))));
}

//! What a session allows at which time.

use super::*;
use ludger_domain::quiz::AnswerError as Refusal;
use ludger_domain::quiz::{Letter, PlayError, Status};

/// What each operation says to this user about this session.
async fn told(world: &World, caller: &Caller, id: GameSessionId) -> [String; 5] {
    let session = world.stored(id).await;
    let current = session.current().unwrap_or(session.questions[0]);
    let answer = (current, &Given::Choice(Letter::A));
    let answer = world.play.answer.run(caller, id, answer).await;
    let question = world.play.question.run(caller, id).await;
    let pause = world.play.act.run(caller, id, Deed::Pause).await;
    let resume = world.play.act.run(caller, id, Deed::Resume).await;
    let forfeit = world.play.act.run(caller, id, Deed::Leave).await;
    [
        answer.map_or_else(|error| error.to_string(), |_| "answered".to_owned()),
        question.map_or_else(|error| error.to_string(), |_| "shown".to_owned()),
        pause.map_or_else(|error| error.to_string(), |_| "paused".to_owned()),
        resume.map_or_else(|error| error.to_string(), |_| "resumed".to_owned()),
        forfeit.map_or_else(|error| error.to_string(), |_| "left".to_owned()),
    ]
}

#[tokio::test]
async fn each_state_has_its_answers() {
    let paused = PlayError::Paused.to_string();
    let finished = PlayError::Finished.to_string();
    let not_served = Refusal::NotServed.to_string();
    let text = str::to_owned;
    let world = World::with(5).await;

    let fresh = world.session().await;
    let expected = [
        not_served,
        text("shown"),
        text("paused"),
        text("resumed"),
        text("left"),
    ];
    assert_eq!(told(&world, &world.ada, fresh).await, expected);

    let stopped = world.session().await;
    world.play.question.run(&world.ada, stopped).await.unwrap();
    world.act(stopped, Deed::Pause).await.unwrap();
    let expected = [
        paused.clone(),
        paused.clone(),
        paused,
        text("resumed"),
        text("left"),
    ];
    assert_eq!(told(&world, &world.ada, stopped).await, expected);

    let over = stopped;
    assert_eq!(
        told(&world, &world.ada, over).await,
        std::array::from_fn(|_| finished.clone())
    );
}

#[tokio::test]
async fn a_session_that_runs_cannot_be_resumed() {
    let world = World::with(5).await;
    let id = world.session().await;
    let resumed = world.act(id, Deed::Resume).await;
    assert!(matches!(resumed, Err(ActError::Play(PlayError::NotPaused))));
    let paused = world.act(id, Deed::Pause).await.unwrap();
    let resumed = world.act(id, Deed::Resume).await.unwrap();
    assert_eq!(
        (paused.status, resumed.status),
        (Status::Paused, Status::Active)
    );
}

#[tokio::test]
async fn a_pause_does_not_stop_the_clock_of_a_question() {
    let world = World::with(5).await;
    let id = world.session().await;
    world.play.question.run(&world.ada, id).await.unwrap();
    world.act(id, Deed::Pause).await.unwrap();
    world.clock.advance(Duration::from_secs(5));
    world.act(id, Deed::Resume).await.unwrap();
    let told = world.play(id, true, 500).await;
    assert_eq!(
        told.verdict().points_awarded,
        50,
        "5.5 seconds after the first look"
    );
}

#[tokio::test]
async fn another_users_session_is_not_found() {
    let world = World::with(5).await;
    let id = world.session().await;
    let bob = signed_in(&world.ports, "bob", Role::Player).await;
    let not_found = std::array::from_fn(|_| "there is no such session".to_owned());
    assert_eq!(told(&world, &bob, id).await, not_found);
    assert!(matches!(
        world.play.find.run(&bob, id).await,
        Err(FindError::NotFound)
    ));
    assert!(matches!(
        world.play.review.run(&bob, id).await,
        Err(ReviewError::NotFound)
    ));
    let session = world.stored(id).await;
    assert_eq!(
        (session.version, session.status),
        (1, Status::Active),
        "nothing has happened"
    );
}

#[tokio::test]
async fn who_may_not_play_any_more_can_look_and_leave() {
    let world = World::with(5).await;
    let id = world.session().await;
    let mut banned = world.ada.clone();
    banned.principal.roles.clear();
    let [answer, question, pause, resume, forfeit] = told(&world, &banned, id).await;
    for refused in [answer, question, pause, resume] {
        assert_eq!(refused, "this needs the permission play");
    }
    assert_eq!(forfeit, "left");
    assert!(world.play.find.run(&banned, id).await.is_ok());
    assert!(world.play.review.run(&banned, id).await.is_ok());
}

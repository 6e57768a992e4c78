use super::*;
use ludger_domain::fault::Faults;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::Status;

fn request(topics: &[TopicId], count: Option<i64>) -> SessionRequest {
    SessionRequest {
        topics: topics.to_vec(),
        count,
        ..SessionRequest::default()
    }
}

async fn refused(world: &World, request: SessionRequest) -> Faults {
    match world.play.start.run(&world.ada, request).await {
        Err(StartError::Invalid(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_session_asks_what_was_asked_for() {
    // in the bank, wanted; asked, or refused
    let table = [
        (30, None, Ok(10)),
        (30, Some(25), Ok(25)),
        (7, None, Ok(7)),
        (1, None, Ok(1)),
        (0, None, Err(("", "no_questions"))),
        (7, Some(8), Err(("/count", "too_few_questions"))),
        (0, Some(5), Err(("/count", "too_few_questions"))),
        (9, Some(4), Err(("/count", "out_of_range"))),
        (60, Some(51), Err(("/count", "out_of_range"))),
    ];
    for (size, count, expected) in table {
        let world = World::with(size).await;
        let started = world.play.start.run(&world.ada, request(&[], count)).await;
        match (started, expected) {
            (Ok(started), Ok(questions)) => {
                let session = started.session;
                assert_eq!((session.questions, session.answered), (questions, 0));
                assert_eq!((session.status, session.hearts_left), (Status::Active, 3));
                assert_eq!(session.started_at, Some(world.clock.now()));
            }
            (Err(StartError::Invalid(faults)), Err((pointer, code))) => {
                let fault = &faults.0[0];
                assert_eq!(
                    (fault.pointer.as_str(), fault.code.as_str()),
                    (pointer, code)
                );
            }
            (started, expected) => panic!("{started:?}, not {expected:?}"),
        }
    }
}

#[tokio::test]
async fn only_the_topics_that_were_named_are_asked() {
    let world = World::with(20).await;
    world.fill("Other sums", 6).await;
    let page = first(10);
    let topics = world.bank.list_topics.run(page).await.unwrap().items;
    let other = topics
        .iter()
        .find(|listed| listed.questions == 6)
        .unwrap()
        .topic
        .id;
    let started = world
        .play
        .start
        .run(&world.ada, request(&[other], None))
        .await
        .unwrap();
    assert_eq!(started.session.questions, 6);
    for id in world.stored(started.session.id).await.questions {
        assert_eq!(world.question(id).await.topic, other);
    }
}

#[tokio::test]
async fn topics_that_are_not_there_are_named() {
    let world = World::with(20).await;
    let page = first(10);
    let sums = world
        .bank
        .list_topics
        .run(page)
        .await
        .unwrap()
        .items
        .remove(0)
        .topic
        .id;
    let nowhere = "ffffffff-0000-7000-8000-999999999999".parse().unwrap();
    let nobody = "00000000-0000-7000-8000-000000000000".parse().unwrap();
    let faults = refused(&world, request(&[sums, nowhere, sums, nobody], None)).await;
    let mut told: Vec<_> = faults
        .0
        .into_iter()
        .map(|fault| (fault.pointer, fault.code))
        .collect();
    told.sort();
    let unknown = |place: &str| (format!("/topics/{place}"), "unknown_topic".to_owned());
    assert_eq!(told, [unknown("1"), unknown("3")]);
}

#[tokio::test]
async fn an_unfinished_session_is_handed_back() {
    let world = World::with(20).await;
    let id = world.session().await;
    world.play(id, true, 100).await;
    for _ in 0..2 {
        let again = world
            .play
            .start
            .run(&world.ada, request(&[], Some(20)))
            .await
            .unwrap();
        assert!(!again.created);
        assert_eq!(
            again.session,
            world.play.find.run(&world.ada, id).await.unwrap()
        );
        assert_eq!((again.session.questions, again.session.answered), (5, 1));
        world.act(id, Deed::Pause).await.ok();
    }
    let mine = signed_in(&world.ports, "bob", Role::Player).await;
    assert!(
        world
            .play
            .start
            .run(&mine, request(&[], None))
            .await
            .unwrap()
            .created
    );
}

#[tokio::test]
async fn two_sessions_are_two_draws() {
    let world = World::with(50).await;
    let first = world.session().await;
    world.act(first, Deed::Leave).await.unwrap();
    let second = world.session().await;
    let (first, second) = (world.stored(first).await, world.stored(second).await);
    assert_ne!(
        (first.seed, first.questions),
        (second.seed, second.questions)
    );
}

#[tokio::test]
async fn who_may_not_play_does_not() {
    let world = World::with(20).await;
    let machine = signed_in(&world.ports, "robot", Role::Ledger).await;
    let started = world.play.start.run(&machine, request(&[], None)).await;
    assert!(matches!(started, Err(StartError::Forbidden(_))));
}

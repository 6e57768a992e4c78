//! Everything at once.

use super::*;
use crate::testing::doors::Crowded;
use crate::testing::together;
use ludger_domain::quiz::{AnswerError as Refusal, PlayerAnswer};
use ludger_ports::read::MockQuizSessions;

async fn crowded(questions: usize) -> Arc<World> {
    let world = World::with(questions).await;
    let door = Arc::new(Crowded(world.store.clone()));
    Arc::new(world.behind(door))
}

/// Answers 50 times at once: two letters in turn.
async fn answers(world: &Arc<World>, id: GameSessionId) -> Vec<Result<Told, AnswerError>> {
    world.play.question.run(&world.ada, id).await.unwrap();
    let right = world.letter(id, true).await;
    let wrong = world.letter(id, false).await;
    let all = (0..50).map(|n| {
        let answer = if n % 2 == 0 { &right } else { &wrong };
        let (world, answer) = (world.clone(), answer.clone());
        async move { world.answer(id, &answer).await }
    });
    together(all).await
}

#[tokio::test]
async fn of_fifty_answers_the_first_counts_once() {
    let world = crowded(5).await;
    let id = world.session().await;
    world.play_all(id, "rrr", 100).await;
    for is_last in [false, true] {
        let told = answers(&world, id).await;
        let verdicts: Vec<_> = told.iter().filter_map(|told| told.as_ref().ok()).collect();
        assert_eq!(
            verdicts.len(),
            25,
            "one letter came first, and its repetitions are told so"
        );
        for told in &verdicts {
            assert_eq!(
                (told.verdict(), told.ended),
                (verdicts[0].verdict(), verdicts[0].ended)
            );
            assert_eq!(told.ended.is_some(), is_last);
        }
        let refused = told.iter().filter_map(|told| told.as_ref().err());
        for error in refused {
            assert!(
                matches!(error, AnswerError::Refused(Refusal::AlreadyAnswered)),
                "{error:?}"
            );
        }
    }
    let session = world.stored(id).await;
    let stored = QuizSessions::answers(&*world.store, id).await.unwrap();
    assert_eq!((session.position, stored.len()), (5, 5));
    assert_eq!(
        session.players[0].score,
        stored.iter().map(PlayerAnswer::points_awarded).sum::<i64>()
    );
    assert_eq!(
        (world.coins().await, world.paid().await.len()),
        (session.players[0].score / 10, 1)
    );
}

#[tokio::test]
async fn of_twenty_starts_one_makes_a_session() {
    let world = crowded(20).await;
    let starts = (0..20).map(|_| {
        let world = world.clone();
        async move {
            world
                .play
                .start
                .run(&world.ada, SessionRequest::default())
                .await
                .unwrap()
        }
    });
    let started = together(starts).await;
    assert_eq!(started.iter().filter(|started| started.created).count(), 1);
    assert!(
        started
            .iter()
            .all(|other| other.session.id == started[0].session.id)
    );
}

#[tokio::test]
async fn of_many_first_looks_one_starts_the_clock() {
    let world = crowded(5).await;
    let id = world.session().await;
    let looks = (0..20).map(|_| {
        let world = world.clone();
        async move { world.play.question.run(&world.ada, id).await.unwrap() }
    });
    let views = together(looks).await;
    assert!(views.iter().all(|view| *view == views[0]));
    assert_eq!(world.stored(id).await.version, 2);
}

#[tokio::test]
async fn who_answers_and_leaves_at_once_does_both_in_some_order() {
    for leaves_first in [false, true] {
        let world = crowded(5).await;
        let id = world.session().await;
        world.play_all(id, "rrrr", 100).await;
        world.play.question.run(&world.ada, id).await.unwrap();
        let answer = world.letter(id, true).await;
        let all = (0..2).map(|n| {
            let (world, answer) = (world.clone(), answer.clone());
            async move {
                if (n == 0) == leaves_first {
                    world.act(id, Deed::Leave).await.is_ok()
                } else {
                    world.answer(id, &answer).await.is_ok()
                }
            }
        });
        let done = together(all).await;
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "it ends once");
        let ending = world
            .stored(id)
            .await
            .ending_of(world.ada.principal.user)
            .unwrap();
        assert_eq!(world.coins().await, ending.coins);
    }
}

#[tokio::test]
async fn players_may_be_served_by_any_thread() {
    let world = Arc::new(World::with(5).await);
    let id = world.session().await;
    let game = world.clone();
    let game = async move {
        let (play, ada) = (&game.play, &game.ada);
        let shown = play.question.run(ada, id).await.is_ok();
        let answer = game.letter(id, true).await;
        let answered = game.answer(id, &answer).await.is_ok();
        let paused = game.act(id, Deed::Pause).await.is_ok();
        let resumed = game.act(id, Deed::Resume).await.is_ok();
        let found = play.find.run(ada, id).await.is_ok();
        let left = game.act(id, Deed::Leave).await.is_ok();
        let reviewed = play.review.run(ada, id).await.is_ok();
        let page = first(1);
        let listed = play.list.run(ada, None, page).await.is_ok();
        let again = play.start.run(ada, SessionRequest::default()).await.is_ok();
        [
            shown, answered, paused, resumed, found, left, reviewed, listed, again,
        ]
    };
    assert_eq!(tokio::spawn(game).await.unwrap(), [true; 9]);
}

#[tokio::test]
async fn an_answer_is_told_with_the_session_that_it_led_to() {
    let world = World::with(5).await;
    let id = world.session().await;
    world.play.question.run(&world.ada, id).await.unwrap();
    let answer = world.letter(id, true).await;
    world.act(id, Deed::Pause).await.unwrap();
    let paused = world.stored(id).await;
    world.act(id, Deed::Resume).await.unwrap();
    let first = world.answer(id, &answer).await.unwrap();
    let after = world.stored(id).await;
    let given = QuizSessions::answers(&*world.store, id).await.unwrap();

    // The same again: its session is read before the answer came, and its answer after that.
    let (mut sessions, mut found) = (MockQuizSessions::new(), [paused, after].into_iter());
    sessions
        .expect_find()
        .times(2)
        .returning(move |_| Ok(found.next()));
    sessions
        .expect_answers_to()
        .returning(move |_, _| Ok(given.clone()));
    let ports = Ports {
        quiz_sessions: Arc::new(sessions),
        ..world.ports
    };
    let play = Play::new(&ports, &Settings::default());
    let (question, given) = &answer;
    let again = play.answer.run(&world.ada, id, (*question, given)).await;
    let again = again.unwrap();
    assert_eq!((again.receipt, again.status), (first.receipt, first.status));
}

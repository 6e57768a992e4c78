//! One answer to each question, and only to the one that is asked.

use super::*;
use ludger_domain::quiz::AnswerError as Refusal;
use ludger_domain::quiz::{Letter, Misfit};

async fn refusal(world: &World, id: GameSessionId, answer: (QuestionId, Given)) -> Refusal {
    match world.answer(id, &answer).await {
        Err(AnswerError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_same_answer_again_gets_the_first_verdict_for_ever() {
    let world = World::with(5).await;
    let id = world.session().await;
    let mut first = Vec::new();
    for sign in "rwrrr".chars() {
        let (question, _) = world.letter(id, true).await;
        let told = world.play(id, sign == 'r', 100).await;
        first.push((question, told));
        world.clock.advance(Duration::from_secs(60));
        for (question, told) in &first {
            let answer = (*question, told.receipt.given.clone());
            let again = world.answer(id, &answer).await.unwrap();
            assert_eq!((again.verdict(), again.ended), (told.verdict(), told.ended));
            let now = first.last().unwrap().1.status;
            assert_eq!(again.status, now, "as it stands now");
        }
    }
    assert_eq!((world.coins().await, world.paid().await.len()), (40, 1));
}

#[tokio::test]
async fn another_answer_is_refused_even_after_the_end() {
    let world = World::with(5).await;
    let id = world.session().await;
    let (question, wrong) = world.letter(id, false).await;
    world.play(id, true, 100).await;
    assert_eq!(
        refusal(&world, id, (question, wrong.clone())).await,
        Refusal::AlreadyAnswered
    );
    world.play_all(id, "rrrr", 100).await;
    assert_eq!(
        refusal(&world, id, (question, wrong)).await,
        Refusal::AlreadyAnswered
    );
    assert_eq!(world.stored(id).await.players[0].score, 500);
}

#[tokio::test]
async fn only_the_question_that_is_asked_can_be_answered() {
    let world = World::with(6).await;
    let id = world.session().await;
    world.play.question.run(&world.ada, id).await.unwrap();
    let session = world.stored(id).await;
    let nowhere = "00000000-0000-7000-8000-999999999999".parse().unwrap();
    let later = session.questions[1];
    for (question, letter, expected) in [
        (later, Letter::A, Refusal::NotCurrent),
        (nowhere, Letter::A, Refusal::NotCurrent),
        (
            session.questions[0],
            Letter::D,
            Refusal::Misfit(Misfit::UnknownChoice(Letter::D)),
        ),
    ] {
        assert_eq!(
            refusal(&world, id, (question, Given::Choice(letter))).await,
            expected
        );
    }
    assert_eq!(world.stored(id).await, session);
}

#[tokio::test]
async fn a_second_look_changes_nothing() {
    let world = World::with(5).await;
    let id = world.session().await;
    let first = world.play.question.run(&world.ada, id).await.unwrap();
    let stored = world.stored(id).await;
    world.clock.advance(Duration::from_secs(10));
    assert_eq!(
        world.play.question.run(&world.ada, id).await.unwrap(),
        first
    );
    assert_eq!(world.stored(id).await, stored);
    assert_eq!(world.play(id, true, 0).await.verdict().points_awarded, 25);
}

#[tokio::test]
async fn waiting_at_the_door_costs_no_points() {
    let world = World::with(5).await;
    let id = world.session().await;
    let door = testing::doors::slow(Duration::from_secs(10), &world.store, &world.clock);
    let world = world.behind(door);
    let came_at = world.clock.now();
    let shown = world.play.question.run(&world.ada, id).await.unwrap();
    assert_eq!(shown.view.served_at, came_at);
    // The look took ten seconds; the answer arrives at once after it, and is sent back for ten more.
    let answer = world.letter(id, true).await;
    let told = world.answer(id, &answer).await.unwrap();
    let answers = QuizSessions::answers(&*world.store, id).await.unwrap();
    assert_eq!(
        answers[0].answer_time_ms, 10_000,
        "until it arrived, not until it was judged"
    );
    assert_eq!(told.verdict().points_awarded, 25);
}

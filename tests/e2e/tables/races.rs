//! Who answers twice, late, or both at once.

use super::{next_question, seated};
use crate::harness::{Aim, Answer, Deployment, Game, Server, User, assert_tells_nothing, scale};
use futures::future::join_all;
use serde_json::{Value, json};

on_both_databases! {
    of_many_answers_at_once_one_counts,
    nobody_who_answers_twice_or_late_is_counted,
}

/// Answers at once.
const ANSWERS: usize = 50;

/// Sends right and wrong answers at once: whichever comes first is told to all who gave it, and the others are refused.
async fn race(
    server: &Server,
    (grace, player): (&User, &User),
    id: &str,
    question: &Value,
) -> Vec<Answer> {
    let right = server.letter(grace, question, Aim::Right).await;
    let wrong = server.letter(grace, question, Aim::Wrong).await;
    let game = Game::resume(server, player, id);
    let letters = [&right, &wrong];
    let answers = join_all((0..ANSWERS).map(|n| game.try_answer(question, letters[n % 2]))).await;
    let taken: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status == 200)
        .collect();
    assert_eq!(
        taken.len(),
        ANSWERS / 2,
        "the first one, and whoever says the same"
    );
    for answer in &answers {
        match answer.status {
            200 => assert_eq!(answer.json(), taken[0].json()),
            _ => drop(answer.refuses(409, "already_answered")),
        }
    }
    answers
}

async fn of_many_answers_at_once_one_counts(here: Deployment) {
    let server = here.start().await;
    let (grace, ada) = (server.admin().await, server.player("ada").await);
    for _ in 0..scale("LUDGER_ANSWER_RACES", 10) {
        let mut game = Game::start(&server, &ada, json!({ "count": 5 })).await;
        let question = game.question().await;
        race(&server, (&grace, &ada), &game.id, &question).await;
        let session = game.session().await;
        let counted = &session["right_count"];
        let lost = 3 - session["hearts_left"].as_i64().unwrap();
        assert_eq!(
            (&session["answered"], counted),
            (&json!(1), &json!(1 - lost))
        );
        let path = format!("/v1/sessions/{}", game.id);
        server.delete(&path).as_(&ada).await.gives(200);
    }
    server.stop().await;
    here.books_fit().await;
}

async fn nobody_who_answers_twice_or_late_is_counted(here: Deployment) {
    let server = here.start().await;
    let (grace, ada, ben) = (
        server.admin().await,
        server.player("ada").await,
        server.player("ben").await,
    );
    let id = seated(&[(&server, &ada), (&server, &ben)]).await;
    let question = next_question(&server, &ada, &id, 1).await;
    let right = server.letter(&grace, &question, Aim::Right).await;
    for answer in race(&server, (&grace, &ada), &id, &question).await {
        assert_tells_nothing(&answer.json());
    }
    // Ben says nothing. The clock closes the question, and he is a heart short.
    next_question(&server, &ben, &id, 2).await;
    let late = Game::resume(&server, &ben, &id)
        .try_answer(&question, &right)
        .await;
    late.refuses(409, "not_current_question");
    let session = server
        .get(&format!("/v1/sessions/{id}"))
        .as_(&ben)
        .await
        .gives(200);
    assert_eq!(
        (&session["hearts_left"], &session["score"]),
        (&2.into(), &0.into())
    );
    server.stop().await;
    here.books_fit().await;
}

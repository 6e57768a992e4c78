//! The commit that ends a session, and `kill -9` at any moment of it.

use crate::harness::{Aim, Deployment, Game, scale};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

on_both_databases! {
    an_end_pays_once_whenever_the_node_is_killed,
}

/// Between the moments at which the node is killed: they go through all that is done for a last answer, and beyond.
const STEP: Duration = Duration::from_micros(400);
/// Moments, before they begin anew.
const STEPS: usize = 50;

async fn an_end_pays_once_whenever_the_node_is_killed(here: Deployment) {
    let mut server = here.start().await;
    let (grace, ada) = (server.admin().await, server.player("ada").await);
    let (mut score, mut coins, mut cut) = (0, 0, 0);
    let kills = scale("LUDGER_ENDING_KILLS", 5);
    for n in 0..kills {
        let mut game = Game::start(&server, &ada, json!({ "count": 5 })).await;
        for _ in 0..4 {
            game.play(&grace, Aim::Right).await;
        }
        let question = game.question().await;
        let right = server.letter(&grace, &question, Aim::Right).await;
        let id = game.id.clone();
        let last = server
            .post(&format!("/v1/sessions/{id}/answers"))
            .as_(&ada)
            .json(json!({ "question": question["question_id"], "answer": { "choice": right } }));
        // Spread over all moments, however few there are.
        let moment = STEP * u32::try_from(n * STEPS / kills % STEPS).unwrap();
        let (answer, ()) = tokio::join!(last.try_send(), async {
            sleep(moment).await;
            server.kill_now();
        });
        server.kill().await;
        cut += usize::from(answer.is_err());

        server = here.start().await;
        let mut game = Game::resume(&server, &ada, &id);
        // Whatever became of it, it is said again, and the same comes of it.
        let told = game.answer(&question, &right).await;
        assert_eq!(told["status"], "finished");
        let points = told["ended"]["score"].as_i64().unwrap();
        score += points;
        coins += points / 10;
        assert_eq!(
            server.balance(&ada, "WISE").await,
            coins.to_string(),
            "kill {n}"
        );
        let board = server.get("/v1/boards/solo/all_time/me").as_(&ada).await;
        let board = board.gives(200);
        assert_eq!(
            (&board["score"], &board["players"]),
            (&json!(score), &Value::from(1))
        );
    }
    eprintln!("{cut} of {kills} last answers were cut off");
    server.stop().await;
    here.books_fit().await;
}

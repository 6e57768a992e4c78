//! A whole game, told to all alike.

use super::{QUESTIONS, answers, assert_whole, lobby, names, ready};
use crate::harness::{Aim, Deployment, Follower};
use serde_json::{Value, json};

on_both_databases! {
    a_whole_game_over_both_ways,
}

async fn a_whole_game_over_both_ways(here: Deployment) {
    let server = here.start().await;
    let grace = server.admin().await;
    let (ada, bob) = (server.player("ada").await, server.player("bob").await);
    let session = lobby(&server, &ada, &bob).await;
    let mut of_ada = server.follow(&ada, &session, Some(0)).await;
    let mut of_bob = server.listen(&bob, &session, 0).await;
    let reply = of_ada.does(json!({ "do": "ready", "ready": true })).await;
    assert_eq!(
        (&reply["status"], &reply["body"]["status"]),
        (&json!(200), &json!("waiting"))
    );
    ready(&server, &bob, &session, true).await;
    let listening = async {
        of_bob.until_the_end().await;
        of_bob.told
    };
    let playing = async {
        for number in 1..=QUESTIONS {
            let question = of_ada.until("question").await["data"].clone();
            assert_eq!(question["number"], json!(number));
            for secret in ["solution", "explanation", "is_correct"] {
                assert!(question.get(secret).is_none(), "{question}");
            }
            let right = server.letter(&grace, &question, Aim::Right).await;
            answers(&server, &bob, &session, &question, &right).await;
            let given = json!({ "choice": right });
            let id = &question["question_id"];
            let reply = of_ada.does(json!({ "do": "answer", "question": id, "answer": given }));
            let reply = reply.await;
            assert_eq!(
                (&reply["status"], &reply["body"]["question_id"]),
                (&json!(200), id)
            );
        }
        assert_eq!(of_ada.until_the_end().await, 1000);
        of_ada.told
    };
    let (of_ada, of_bob) = tokio::join!(playing, listening);
    assert_eq!(of_ada, of_bob, "both were told the same");
    assert_whole(&of_ada, 1);
    let told = names(&of_ada);
    assert_eq!(told[..4], ["joined", "ready", "ready", "countdown"]);
    assert_eq!(told.last(), Some(&"finished"));
    for (name, count) in [
        ("question", 5),
        ("answered", 10),
        ("result", 5),
        ("scores", 5),
    ] {
        assert_eq!(
            told.iter().filter(|told| **told == name).count(),
            count,
            "{name}"
        );
    }
    let late = server.follow(&ada, &session, Some(3)).await.all().await;
    assert_eq!(late, (of_ada[3..].to_vec(), 1000), "it is told again");
    server.stop().await;
    here.books_fit().await;
}

impl Follower {
    /// All that is told, and how it ends.
    async fn all(mut self) -> (Vec<Value>, u16) {
        let code = self.until_the_end().await;
        (self.told, code)
    }
}

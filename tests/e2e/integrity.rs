//! Nothing gives an answer away before it is given, and one answer counts.

use crate::harness::{Aim, Deployment, Game, Server};
use futures::future::join_all;
use serde_json::{Value, json};

on_both_databases! {
    nothing_gives_the_answer_away,
    of_fifty_answers_the_first_counts,
    a_game_is_its_players_alone,
}

/// Names that would tell, wherever they stand.
const TELLING: [&str; 9] = [
    "is_correct",
    "correct",
    "right",
    "explanation",
    "feedback",
    "answers",
    "weight",
    "points",
    "chosen",
];

async fn nothing_gives_the_answer_away(here: Deployment) {
    let server = here.start().await;
    let (grace, ada) = (server.admin().await, server.player("ada").await);
    let mut first_places = Vec::new();
    for _ in 0..4 {
        let mut game = Game::start(&server, &ada, json!({ "count": 10 })).await;
        loop {
            game.session().await;
            let question = game.question().await;
            game.get("/review")
                .await
                .refuses(409, "session_not_finished");
            // Everything that was told since the last verdict.
            for answer in game.told.drain(..) {
                silent(&answer.json(), &answer.request);
            }
            let whole = whole(&server, &grace, &question).await;
            let texts = [&whole["explanation"], &whole["answers"][0]["feedback"]];
            for text in texts
                .into_iter()
                .filter_map(Value::as_str)
                .filter(|text| !text.is_empty())
            {
                assert!(!question.to_string().contains(text), "{question}");
            }
            let letter = server.letter(&grace, &question, Aim::Right).await;
            first_places.push(letter.clone());
            let told = game.answer(&question, &letter).await;
            game.told.clear();
            if !told["ended"].is_null() {
                break;
            }
        }
        // The bank itself is shut to players.
        for path in ["/v1/questions", "/v1/questions/export?format=json"] {
            server.get(path).as_(&ada).await.refuses(403, "forbidden");
        }
    }
    // The right one stands anywhere: in 40 questions no letter has it more than three times out of four.
    for letter in ["A", "B", "C", "D"] {
        let often = first_places.iter().filter(|place| *place == letter).count();
        assert!(often <= 30, "{letter} was right {often} times of 40");
    }
}

/// Looks into every object for a name that would tell.
fn silent(body: &Value, place: &str) {
    match body {
        Value::Object(members) => {
            for (name, value) in members {
                assert!(
                    !TELLING.contains(&name.as_str()),
                    "{place} has {name}: {body}"
                );
                silent(value, place);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| silent(item, place)),
        _ => {}
    }
}

async fn of_fifty_answers_the_first_counts(here: Deployment) {
    let server = here.start().await;
    let (grace, ada) = (server.admin().await, server.player("ada").await);
    let mut game = Game::start(&server, &ada, json!({})).await;
    let mut score = 0;
    for _ in 0..5 {
        let question = game.question().await;
        let right = server.letter(&grace, &question, Aim::Right).await;
        let letters: Vec<_> = question["choices"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["choice"].as_str().unwrap())
            .collect();
        let answers =
            join_all((0..50).map(|n| game.try_answer(&question, letters[n % letters.len()]))).await;
        let taken: Vec<_> = answers
            .iter()
            .filter(|answer| answer.status == 200)
            .collect();
        let first = taken.first().expect("one is taken").json();
        // The same again gets the same verdict, another gets none.
        for answer in &answers {
            match answer.status {
                200 => assert_eq!(answer.json(), first),
                _ => drop(answer.refuses(409, "already_answered")),
            }
        }
        let chosen = first["answer"]["choice"].as_str().unwrap();
        assert_eq!(first["verdict"]["is_correct"], chosen == right);
        assert_eq!(
            taken.len(),
            (0..50)
                .filter(|n| letters[n % letters.len()] == chosen)
                .count()
        );
        score += first["verdict"]["points_awarded"].as_i64().unwrap();
        let session = game.session().await;
        assert_eq!(session["score"], score, "{session}");
        if session["status"] == "finished" {
            break;
        }
    }
    server.stop().await;
    here.books_fit().await;
}

async fn a_game_is_its_players_alone(here: Deployment) {
    let server = here.start().await;
    let grace = server.admin().await;
    let (ada, ben) = (server.player("ada").await, server.player("ben").await);
    let mut game = Game::start(&server, &ada, json!({})).await;
    // No answer before the question was seen, and none to another question.
    let current = game.session().await["current_question"].clone();
    let unseen = json!({ "question_id": current });
    game.try_answer(&unseen, "A")
        .await
        .refuses(409, "question_not_served");
    let question = game.question().await;
    game.try_answer(&json!({ "question_id": game.id }), "A")
        .await
        .refuses(409, "not_current_question");
    game.try_answer(&question, "F")
        .await
        .refuses(422, "validation_failed");
    for stranger in [&ben, &grace] {
        let theirs = Game::resume(&server, stranger, &game.id);
        for what in ["", "/question", "/review"] {
            theirs.get(what).await.refuses(404, "not_found");
        }
        theirs
            .try_answer(&question, "A")
            .await
            .refuses(404, "not_found");
    }
    assert_eq!(game.session().await["answered"], 0);
}

async fn whole(server: &Server, keeper: &crate::harness::User, shown: &Value) -> Value {
    let id = shown["question_id"].as_str().unwrap();
    server
        .get(&format!("/v1/questions/{id}"))
        .as_(keeper)
        .await
        .gives(200)
}

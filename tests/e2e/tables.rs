//! Games of several players, each of whom may be on another node.

mod deadlines;
mod endings;
mod nodes;
mod races;

use crate::harness::{Server, User, assert_tells_nothing};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Longer than a countdown, a question that nobody answers, and the time to the next one.
const SOON: Duration = Duration::from_secs(30);

/// The next question, as soon as it is open.
async fn next_question(server: &Server, player: &User, session: &str, number: i64) -> Value {
    let begun = Instant::now();
    loop {
        let path = format!("/v1/sessions/{session}/question");
        let answer = server.get(&path).as_(player).await;
        assert_tells_nothing(&answer.json());
        if answer.status == 200 && answer.json()["number"] == number {
            return answer.json();
        }
        assert!(begun.elapsed() < SOON, "{}", answer.told());
        sleep(Duration::from_millis(50)).await;
    }
}

/// A session of five questions, with a seat for each of them and all ready.
async fn seated(places: &[(&Server, &User)]) -> String {
    let wish = json!({ "mode": "comp", "count": 5, "seats": places.len() });
    seated_for(places, wish).await
}

/// The same for what the first of them wishes.
async fn seated_for(places: &[(&Server, &User)], wish: Value) -> String {
    let (server, host) = places[0];
    let made = server
        .post("/v1/sessions")
        .as_(host)
        .json(wish)
        .await
        .gives(201);
    let (id, code) = (made["id"].as_str().unwrap(), &made["join_code"]);
    for (server, user) in &places[1..] {
        let joined = server
            .post("/v1/sessions/join")
            .as_(user)
            .json(json!({ "code": code }))
            .await;
        assert_eq!(joined.gives(200)["id"], id);
    }
    for (server, user) in places {
        let path = format!("/v1/sessions/{id}/ready");
        server
            .put(&path)
            .as_(user)
            .json(json!({ "ready": true }))
            .await
            .gives(200);
    }
    id.to_owned()
}

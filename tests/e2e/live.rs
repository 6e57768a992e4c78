//! Games that are followed as they happen, over WebSockets and by server-sent events.

mod entering;
mod games;
mod leaving;
mod nodes;
mod slow;

use crate::harness::{Server, User};
use serde_json::{Value, json};

/// As few as a game may have: 5 s of countdown, and 2 s between them.
const QUESTIONS: usize = 5;

/// Two players in a session that waits, by its id.
async fn lobby(server: &Server, ada: &User, bob: &User) -> String {
    let wish = json!({ "mode": "comp", "count": QUESTIONS });
    let session = server.post("/v1/sessions").as_(ada).json(wish).await;
    let session = session.gives(201);
    let code = json!({ "code": session["join_code"] });
    let joined = server.post("/v1/sessions/join").as_(bob).json(code).await;
    assert_eq!(joined.gives(200)["id"], session["id"]);
    session["id"].as_str().unwrap().to_owned()
}

async fn ready(server: &Server, user: &User, session: &str, is_ready: bool) {
    let path = format!("/v1/sessions/{session}/ready");
    let wish = json!({ "ready": is_ready });
    server.put(&path).as_(user).json(wish).await.gives(200);
}

async fn answers(server: &Server, user: &User, session: &str, question: &Value, letter: &str) {
    let path = format!("/v1/sessions/{session}/answers");
    let given = json!({ "question": question["question_id"], "answer": { "choice": letter } });
    server.post(&path).as_(user).json(given).await.gives(200);
}

fn names(told: &[Value]) -> Vec<&str> {
    told.iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect()
}

/// Numbered from `first` on, without a gap or a double.
#[track_caller]
fn assert_whole(told: &[Value], first: i64) {
    let numbers: Vec<_> = told
        .iter()
        .map(|event| event["sequence"].as_i64().unwrap())
        .collect();
    let last = first + i64::try_from(told.len()).unwrap();
    assert_eq!(numbers, (first..last).collect::<Vec<_>>());
}

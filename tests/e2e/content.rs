//! What is made for play, from its pictures to the quiz that is played.

use crate::harness::{Aim, Deployment, Game, Server, User};
use serde_json::{Value, json};

on_both_databases! {
    a_quiz_with_a_picture_is_played_over_a_restart,
}

/// One red pixel.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\
                     \0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82";

async fn picture(server: &Server, keeper: &User) -> Value {
    let upload = server.post("/v1/media").as_(keeper);
    upload.body("image/gif", PNG).await.gives(201)
}

/// A question that shows the picture, and one that shows nothing.
async fn questions(server: &Server, keeper: &User, picture: &Value) -> (Value, Vec<Value>) {
    let topic = server.post("/v1/topics").as_(keeper);
    let topic = topic.json(json!({ "title": "Colours" })).await.gives(201);
    let shown = json!([{ "url": picture["url"], "media_type": "png" }]);
    let mut made = Vec::new();
    for (content, media) in [
        ("Which colour?", shown),
        ("And mixed with blue?", json!([])),
    ] {
        let draft = json!({
            "topic": topic["id"], "kind": "single", "content": content, "media": media,
            "answers": [{ "content": "red", "is_correct": true }, { "content": "green" }],
        });
        let question = server.post("/v1/questions").as_(keeper).json(draft).await;
        made.push(question.gives(201)["id"].clone());
    }
    (topic["id"].clone(), made)
}

async fn a_quiz_with_a_picture_is_played_over_a_restart(here: Deployment) {
    let server = here.start().await;
    let (grace, ada) = (server.admin().await, server.player("ada").await);
    let picture = picture(&server, &grace).await;
    assert_eq!(picture["media_type"], "png", "its content says what it is");
    let (topic, questions) = questions(&server, &grace, &picture).await;
    let quiz = json!({
        "title": "Red", "topic": topic, "questions": questions, "settings": { "hearts": 1, "scoring": "flat" },
    });
    let quiz = server.post("/v1/quizzes").as_(&grace).json(quiz).await;
    let quiz = quiz.gives(201)["id"].as_str().unwrap().to_owned();
    let wish = json!({ "quiz": quiz });
    let draft = server.post("/v1/sessions").as_(&ada).json(&wish).await;
    let problem = draft.refuses(422, "validation_failed");
    assert_eq!(problem["errors"][0]["code"], "unknown_quiz");
    let publish = format!("/v1/quizzes/{quiz}/publish");
    server.post(&publish).as_(&grace).await.gives(200);

    let mut game = Game::start(&server, &ada, wish).await;
    let session = game.session().await;
    assert_eq!(
        (&session["quiz_id"], &session["hearts_left"]),
        (&json!(quiz), &json!(1))
    );
    let shown = game.question().await;
    assert_eq!(
        (&shown["question_id"], &shown["media"][0]["url"]),
        (&questions[0], &picture["url"])
    );
    game.play(&grace, Aim::Right).await;
    let id = game.id.clone();
    server.kill().await;

    let server = here.start().await;
    let file = server.get(picture["url"].as_str().unwrap()).await;
    assert_eq!(
        (file.status, file.headers["content-type"].as_bytes()),
        (200, &b"image/png"[..])
    );
    assert_eq!(file.headers["x-content-type-options"], "nosniff");
    assert_eq!(file.body, PNG);
    let mut game = Game::resume(&server, &ada, &id);
    let last = game.play(&grace, Aim::Wrong).await;
    assert_eq!(
        (&last["ended"]["result"], &last["ended"]["score"]),
        (&json!("loss"), &json!(100))
    );
    let star = format!("/v1/questions/{}/star", questions[1].as_str().unwrap());
    assert_eq!(server.put(&star).as_(&ada).await.status, 204);
    let played = server
        .get(&format!("/v1/quizzes/{quiz}"))
        .as_(&ada)
        .await
        .gives(200);
    assert_eq!(
        (&played["play_count"], &played["questions"]),
        (&json!(1), &Value::Null)
    );
    server.stop().await;
    here.books_fit().await;
}

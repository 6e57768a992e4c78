//! Quizzes, as those who put them together and those who play them meet them.

use super::{Client, World, told};
use actix_web::http::Method;
use serde_json::{Value, json};

impl Client<'_> {
    /// The ids of the questions of a topic.
    async fn questions_of(&self, topic: &str) -> Vec<Value> {
        let page = self.get(&format!("/v1/questions?topic={topic}")).await;
        let page = page.json();
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["id"].clone()).collect()
    }

    /// A quiz of two questions, published or not; its path.
    async fn puts_together(&self, title: &str, is_published: bool) -> String {
        let topic = self.fills(&format!("Sums for {title}"), 2).await;
        let questions = self.questions_of(&topic).await;
        let body = json!({ "title": title, "topic": topic, "questions": questions });
        let made = self.post("/v1/quizzes", body).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let path = made.header("location").unwrap().to_owned();
        if is_published {
            let published = self.post(&format!("{path}/publish"), json!({})).await;
            assert_eq!(published.status, 200, "{}", published.body);
        }
        path
    }

    async fn titles(&self, query: &str) -> Vec<String> {
        let page = self.get(&format!("/v1/quizzes{query}")).await.json();
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|item| item["title"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[actix_web::test]
async fn a_quiz_is_put_together_published_and_seen() {
    let world = World::new();
    let (mia, ada) = (world.moderator().await, world.player().await);
    let topic = mia.fills("Sums", 2).await;
    let body = json!({
        "title": " First sums ",
        "description": "One and one, and so on",
        "topic": topic,
        "difficulty": 1,
        "questions": mia.questions_of(&topic).await,
        "settings": { "hearts": 2, "scoring": "half_linear", "question_time_ms": 20_000 },
    });
    let made = mia.post("/v1/quizzes", body).await;
    insta::assert_json_snapshot!("made", told(&made));
    let path = made.header("location").unwrap();
    assert_eq!(made.header("etag"), Some("\"v1\""));
    assert_eq!(ada.get(path).await.status, 404);
    let published = mia.post(&format!("{path}/publish"), json!({})).await;
    assert_eq!(published.json()["status"], "published");
    insta::assert_json_snapshot!("seen", told(&ada.get(path).await));
    insta::assert_json_snapshot!("listed", told(&ada.get("/v1/quizzes").await));
    let whole = mia.get(path).await;
    assert_eq!(whole.json()["questions"].as_array().unwrap().len(), 2);
    assert!(whole.header("etag").unwrap().starts_with("\"v2."));
}

#[actix_web::test]
async fn what_is_published_is_archived_and_reopened_to_be_edited() {
    let world = World::new();
    let mia = world.moderator().await;
    let path = mia.puts_together("Sums", true).await;
    let topic = mia.get(&path).await.json()["topic"].clone();
    let body = json!({ "title": "Fewer sums", "topic": topic });
    let put = |tag: &'static str| mia.edit(Method::PUT, &path, tag, body.clone());
    let refused = put("\"v2\"").await;
    insta::assert_json_snapshot!("not_a_draft", told(&refused), { ".body.request_id" => "[id]" });
    for step in ["archive", "reopen"] {
        let stepped = mia.post(&format!("{path}/{step}"), json!({})).await;
        assert_eq!(stepped.status, 200, "{}", stepped.body);
    }
    let late = put("\"v2\"").await;
    assert_eq!(late.code(), "precondition_failed");
    let tag = mia.get(&path).await.header("etag").unwrap().to_owned();
    let edited = mia.edit(Method::PUT, &path, &tag, body.clone()).await;
    assert_eq!(edited.json()["question_count"], 0);
    let empty = mia.post(&format!("{path}/publish"), json!({})).await;
    assert_eq!(empty.json()["errors"][0]["code"], "quiz_without_questions");
    assert_eq!(mia.delete(&path).await.status, 204);
    assert_eq!(mia.get(&path).await.status, 404);
}

#[actix_web::test]
async fn a_question_of_a_published_quiz_stays() {
    let world = World::new();
    let mia = world.moderator().await;
    let path = mia.puts_together("Sums", true).await;
    let questions = mia.get(&path).await.json()["questions"].clone();
    let question = format!("/v1/questions/{}", questions[0].as_str().unwrap());
    let refused = mia.delete(&question).await;
    let told = (refused.status, refused.code());
    assert_eq!((told.0, told.1.as_str()), (409, "question_in_use"));
    mia.post(&format!("{path}/archive"), json!({})).await;
    assert_eq!(mia.delete(&question).await.status, 204);
}

#[actix_web::test]
async fn quizzes_are_filtered_and_paged() {
    let world = World::new();
    let (mia, ada) = (world.moderator().await, world.player().await);
    mia.puts_together("Apples", true).await;
    mia.puts_together("Pears", false).await;
    mia.puts_together("Plums", true).await;
    assert_eq!(mia.titles("").await, ["Plums", "Pears", "Apples"]);
    assert_eq!(ada.titles("").await, ["Plums", "Apples"]);
    assert_eq!(mia.titles("?status=draft").await, ["Pears"]);
    assert!(ada.titles("?status=draft").await.is_empty());
    assert_eq!(mia.titles("?text=APP").await, ["Apples"]);
    assert_eq!(ada.titles("?sort=most_played").await, ["Plums", "Apples"]);
    let page = ada.get("/v1/quizzes?limit=1").await.json();
    let cursor = page["next_cursor"].as_str().unwrap();
    let next = format!("?limit=1&cursor={cursor}");
    assert_eq!(ada.titles(&next).await, ["Apples"]);
    let wrong = ada.get("/v1/quizzes?status=gone&sort=best").await;
    assert_eq!(
        (wrong.status, wrong.code().as_str()),
        (400, "invalid_query")
    );
}

#[actix_web::test]
async fn every_fault_of_a_quiz_is_told() {
    let world = World::new();
    let mia = world.moderator().await;
    let nowhere = "ffffffff-0000-7000-8000-999999999999";
    let wrong = json!({
        "title": "",
        "topic": nowhere,
        "difficulty": 9,
        "questions": [nowhere, nowhere],
        "settings": { "hearts": 0, "penalty": 10_001 },
    });
    let refused = mia.post("/v1/quizzes", wrong).await;
    insta::assert_json_snapshot!("faults", told(&refused), { ".body.request_id" => "[id]" });
}

#[actix_web::test]
async fn a_quiz_is_played_with_its_own_questions() {
    let world = World::new();
    let (mia, ada) = (world.moderator().await, world.player().await);
    let path = mia.puts_together("Sums", true).await;
    let quiz = path.rsplit('/').next().unwrap();
    let more = json!({ "quiz": quiz, "topics": [quiz], "count": 5 });
    let refused = ada.post("/v1/sessions", more).await;
    insta::assert_json_snapshot!("too_much", told(&refused), { ".body.request_id" => "[id]" });
    let started = ada.post("/v1/sessions", json!({ "quiz": quiz })).await;
    assert_eq!(started.status, 201, "{}", started.body);
    let session = started.json();
    assert_eq!(
        (&session["quiz_id"], &session["questions"]),
        (&json!(quiz), &json!(2))
    );
}

use super::client::sum;
use super::{Client, World, told};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

#[actix_web::test]
async fn questions_are_made_shown_and_replaced() {
    let world = World::new();
    let mia = world.moderator().await;
    let topic = mia.fills("Sums", 0).await;
    let made = mia.post("/v1/questions", sum(&topic, 2)).await;
    insta::assert_json_snapshot!(told(&made));
    let path = format!("/v1/questions/{}", made.id());
    assert_eq!(
        (made.header("location"), made.header("etag")),
        (Some(path.as_str()), Some("\"v1\""))
    );
    assert_eq!(mia.get(&path).await.json(), made.json());
    let known = TestRequest::get()
        .uri(&path)
        .insert_header(("if-none-match", "\"v1\""));
    assert_eq!(mia.send(known).await.status, 304);

    let mut body = sum(&topic, 3);
    let replaced = mia.edit(Method::PUT, &path, "\"v1\"", body.clone()).await;
    assert_eq!(
        (replaced.status, replaced.header("etag")),
        (200, Some("\"v2\""))
    );
    assert_eq!(replaced.json()["content"], "3 + 3?");
    let late = mia.edit(Method::PUT, &path, "\"v1\"", body.clone()).await;
    assert_eq!(
        (late.status, late.code().as_str()),
        (412, "precondition_failed")
    );
    let blind = mia
        .send(TestRequest::put().uri(&path).set_json(&body))
        .await;
    assert_eq!(
        (blind.status, blind.code().as_str()),
        (428, "precondition_required")
    );
    body["kind"] = json!("multiple");
    let other = mia.edit(Method::PUT, &path, "\"v2\"", body).await;
    assert_eq!(
        (other.status, &other.json()["errors"][0]["code"]),
        (422, &json!("kind_is_fixed"))
    );
}

#[actix_web::test]
async fn what_is_left_out_has_defaults() {
    let world = World::new();
    let mia = world.moderator().await;
    let topic = mia.fills("Facts", 0).await;
    let body = json!({
        "topic": topic,
        "kind": "text",
        "content": "Who wrote the first program?",
        "answers": [{ "content": "Ada Lovelace" }],
    });
    let question = mia.post("/v1/questions", body).await.json();
    assert_eq!(
        (&question["difficulty"], &question["points"]),
        (&json!(3), &json!(100))
    );
    assert_eq!(
        (&question["explanation"], &question["tags"]),
        (&json!(""), &json!([]))
    );
    assert_eq!(question["answers"][0]["is_correct"], true);
}

#[actix_web::test]
async fn every_fault_of_a_question_is_told() {
    let world = World::new();
    let mia = world.moderator().await;
    mia.fills("Sums", 0).await;
    let wrong = json!({
        "topic": "ffffffff-0000-7000-8000-999999999999",
        "kind": "single",
        "difficulty": 6,
        "content": "",
        "answers": [{ "content": "A" }, { "content": "a" }],
    });
    let refused = mia.post("/v1/questions", wrong).await;
    insta::assert_json_snapshot!(told(&refused), { ".body.request_id" => "[id]" });
    let shapeless = json!({ "topic": "Sums", "kind": "riddle", "answer": "A" });
    let refused = mia.post("/v1/questions", shapeless).await.json();
    let told: Vec<_> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["pointer"])
        .collect();
    for pointer in ["/topic", "/kind", "/answer"] {
        assert!(told.iter().any(|told| **told == pointer), "{refused}");
    }
}

async fn contents(client: &Client<'_>, query: &str) -> Vec<String> {
    let page = client.get(&format!("/v1/questions?{query}")).await.json();
    let items = page["items"]
        .as_array()
        .unwrap_or_else(|| panic!("{page}"))
        .iter();
    items
        .map(|item| item["content"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn filters_narrow_the_list() {
    let world = World::new();
    let mia = world.moderator().await;
    mia.fills("Sums", 6).await;
    let other = mia.fills("Other sums", 1).await;
    let order = json!({
        "topic": other, "kind": "order", "content": "Count",
        "answers": [{ "content": "One" }, { "content": "Two" }],
    });
    assert_eq!(mia.post("/v1/questions", order).await.status, 201);
    assert_eq!(contents(&mia, "").await.len(), 8);
    assert_eq!(
        contents(&mia, &format!("topic={other}")).await,
        ["0 + 0?", "Count"]
    );
    assert_eq!(contents(&mia, "kind=order").await, ["Count"]);
    assert_eq!(
        contents(&mia, "difficulty=1").await,
        ["0 + 0?", "5 + 5?", "0 + 0?"]
    );
    assert_eq!(
        contents(&mia, "difficulty=1&text=5%20%2b").await,
        ["5 + 5?"]
    );
    assert_eq!(contents(&mia, "text=COUNT").await, ["Count"]);
    assert_eq!(
        contents(&mia, "kind=single&text=count").await,
        Vec::<String>::new()
    );

    let first = mia.get("/v1/questions?kind=single&limit=4").await.json();
    let cursor = first["next_cursor"].as_str().unwrap();
    assert_eq!(
        contents(&mia, &format!("kind=single&limit=4&cursor={cursor}"))
            .await
            .len(),
        3
    );
    let other = mia
        .get(&format!("/v1/questions?limit=4&cursor={cursor}"))
        .await;
    assert_eq!(
        other.code(),
        "invalid_cursor",
        "a cursor goes with its filters"
    );
}

#[actix_web::test]
async fn every_filter_that_is_none_is_told() {
    let world = World::new();
    let mia = world.moderator().await;
    let answer = mia
        .get("/v1/questions?topic=Sums&kind=riddle&difficulty=6&text=%00&level=1")
        .await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (400, "invalid_query")
    );
    let errors = answer.json()["errors"].clone();
    let pointers: Vec<&Value> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["pointer"])
        .collect();
    assert_eq!(
        pointers,
        ["/topic", "/kind", "/difficulty", "/text", "/level"]
    );
}

#[actix_web::test]
async fn questions_are_found_by_what_is_around_them() {
    let world = World::new();
    let mia = world.moderator().await;
    let topic = mia.fills("Sums", 5).await;
    let mut body = sum(&topic, 9);
    body["tags"] = json!(["Large Numbers"]);
    body["media"] = json!([{ "url": "https://example.org/9.png", "media_type": "png" }]);
    let nine = mia.post("/v1/questions", body).await.id();
    let star = format!("/v1/questions/{nine}/star");
    let starred = mia.send(TestRequest::put().uri(&star)).await;
    assert_eq!(starred.status, 204);
    for query in [
        "tag=LARGE+numbers",
        "has_media=true",
        "starred=true",
        "difficulty_min=5&has_media=true",
    ] {
        assert_eq!(contents(&mia, query).await, ["9 + 9?"], "{query}");
    }
    let easy = contents(&mia, "difficulty_min=2&difficulty_max=3").await;
    assert_eq!(easy, ["1 + 1?", "2 + 2?"]);
    assert_eq!(contents(&mia, "has_media=false").await.len(), 5);
    let wrong = mia
        .get("/v1/questions?difficulty_min=6&starred=maybe")
        .await;
    assert_eq!(wrong.json()["errors"].as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn a_question_tells_how_it_did() {
    let world = World::new();
    let mia = world.moderator().await;
    let topic = mia.fills("Sums", 1).await;
    let listed = mia
        .get(&format!("/v1/questions?topic={topic}"))
        .await
        .json();
    let question = listed["items"][0]["id"].as_str().unwrap();
    for (is_right, after_ms) in [(true, 1_000), (false, 9_000), (true, 4_000)] {
        let ada = world.player().await;
        let started = ada.post("/v1/sessions", json!({})).await;
        let session = format!("/v1/sessions/{}", started.id());
        ada.plays(&session, is_right, after_ms).await;
    }
    let told_of_it = mia
        .get(&format!("/v1/questions/{question}/statistics"))
        .await;
    insta::assert_json_snapshot!("statistics", told(&told_of_it));
}

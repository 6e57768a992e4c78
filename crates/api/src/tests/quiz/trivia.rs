//! The bank as programs that know the Open Trivia DB meet it.

use super::World;
use serde_json::{Value, json};

#[actix_web::test]
async fn questions_come_in_the_shape_of_the_open_trivia_db() {
    let world = World::new();
    let (mia, ada) = (world.moderator().await, world.player().await);
    let topic = mia.fills("Sums & \"more\"", 0).await;
    let body = json!({
        "topic": topic, "kind": "single", "difficulty": 1, "content": "Is 1 < 2 & 3?",
        "answers": [{ "content": "Yes", "is_correct": true }, { "content": "No" }, { "content": "It's < 4" }],
    });
    mia.post("/v1/questions", body).await;
    let asked = ada
        .get("/api.php?amount=1&type=multiple&difficulty=easy")
        .await;
    insta::assert_json_snapshot!("asked", asked.json());
    let encoded = ada.get("/api.php?amount=1&encode=base64").await.json();
    assert_eq!(encoded["results"][0]["correct_answer"], "WWVz");
    let categories = ada.get("/api_category.php").await.json();
    let category = &categories["trivia_categories"][0];
    assert_eq!(category["name"], "Sums & \"more\"");
    let id = category["id"].as_u64().unwrap();
    let counted = ada.get(&format!("/api_count.php?category={id}")).await;
    let counted = &counted.json()["category_question_count"];
    assert_eq!(counted["total_easy_question_count"], 1);
    let all = ada.get("/api_count_global.php").await.json();
    assert_eq!(all["overall"]["total_num_of_questions"], 1);
    assert_eq!(
        all["categories"][id.to_string()]["total_num_of_verified_questions"],
        1
    );
}

#[actix_web::test]
async fn what_is_wrong_is_told_by_its_codes() {
    let world = World::new();
    let (mia, ada) = (world.moderator().await, world.player().await);
    mia.fills("Sums", 2).await;
    let token = ada.get("/api_token.php?command=request").await.json();
    let token = token["token"].as_str().unwrap().to_owned();
    let table = [
        (String::new(), 2),
        ("?amount=0".to_owned(), 2),
        ("?amount=51".to_owned(), 2),
        ("?amount=1&type=riddle".to_owned(), 2),
        ("?amount=1&difficulty=odd".to_owned(), 2),
        ("?amount=1&encode=rot13".to_owned(), 2),
        ("?amount=3".to_owned(), 1),
        ("?amount=1&category=5".to_owned(), 1),
        ("?amount=1&token=made-up".to_owned(), 3),
        (format!("?amount=2&token={token}&unknown=1"), 0),
        (format!("?amount=1&token={token}"), 4),
    ];
    for (query, code) in table {
        let answer = ada.get(&format!("/api.php{query}")).await;
        let told: Value = answer.json();
        assert_eq!(
            (answer.status, &told["response_code"]),
            (200, &json!(code)),
            "{query}"
        );
    }
    let reset = format!("/api_token.php?command=reset&token={token}");
    assert_eq!(ada.get(&reset).await.json()["response_code"], 0);
    let wrong = ada.get("/api_token.php?command=steal").await.json();
    assert_eq!(wrong["response_code"], 2);
}

//! What cannot be started, and why.

use super::World;
use serde_json::json;

#[actix_web::test]
async fn what_cannot_be_started_says_why() {
    let world = World::new();
    let ada = world.player().await;
    let table = [
        (
            json!({ "mode": "comp", "seats": 1 }),
            "validation_failed",
            Some(("/seats", "out_of_range")),
        ),
        (
            json!({ "mode": "collab", "seats": 9 }),
            "validation_failed",
            Some(("/seats", "out_of_range")),
        ),
        (
            json!({ "seats": 2 }),
            "validation_failed",
            Some(("/seats", "out_of_range")),
        ),
        (
            json!({ "mode": "duel" }),
            "validation_failed",
            Some(("/mode", "unknown_value")),
        ),
        (json!({}), "validation_failed", Some(("", "no_questions"))),
        (
            json!({ "count": 5 }),
            "validation_failed",
            Some(("/count", "too_few_questions")),
        ),
        (
            json!({ "count": 4 }),
            "validation_failed",
            Some(("/count", "out_of_range")),
        ),
        (
            json!({ "count": "5" }),
            "validation_failed",
            Some(("/count", "wrong_type")),
        ),
        (
            json!({ "hearts": 9 }),
            "validation_failed",
            Some(("/hearts", "unknown_field")),
        ),
        (
            json!({ "topics": ["Sums"] }),
            "validation_failed",
            Some(("/topics/0", "invalid_value")),
        ),
        (
            json!({ "topics": ["00000000-0000-7000-8000-999999999999"] }),
            "validation_failed",
            Some(("/topics/0", "unknown_topic")),
        ),
        (
            json!({ "difficulty_min": 3, "difficulty_max": 2 }),
            "validation_failed",
            Some(("/difficulty_min", "empty_range")),
        ),
    ];
    for (body, code, fault) in table {
        let refused = ada.post("/v1/sessions", body.clone()).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (422, code),
            "{body}"
        );
        let first = &refused.json()["errors"][0];
        let told = fault.map(|(pointer, code)| (json!(pointer), json!(code)));
        let first = fault.map(|_| (first["pointer"].clone(), first["code"].clone()));
        assert_eq!(first, told, "{body}");
    }
}

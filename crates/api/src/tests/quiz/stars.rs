use super::{World, told};
use actix_web::test::TestRequest;

#[actix_web::test]
async fn what_was_answered_can_be_starred() {
    let world = World::new();
    let (mia, ada) = (world.moderator().await, world.player().await);
    mia.fills("Sums", 5).await;
    let session = ada.starts().await;
    let question = ada.looks(&session).await.json()["question_id"].clone();
    let path = format!("/v1/questions/{}/star", question.as_str().unwrap());
    let put = |path: &str| ada.send(TestRequest::put().uri(path));
    assert_eq!(put(&path).await.status, 404);
    ada.plays(&session, true, 1_000).await;
    for _ in 0..2 {
        let starred = put(&path).await;
        assert_eq!((starred.status, starred.body.as_str()), (204, ""));
    }
    let stars = ada.get("/v1/me/stars").await;
    let mut body = told(&stars);
    body["body"]["items"][0]["content"] = "[content]".into();
    body["body"]["items"][0]["difficulty"] = 0.into();
    insta::assert_json_snapshot!(body);
    for answer in ["is_correct", "answers", "explanation", "feedback"] {
        assert!(!stars.body.contains(answer), "{answer}");
    }
    for _ in 0..2 {
        assert_eq!(ada.delete(&path).await.status, 204);
    }
    let none = ada.get("/v1/me/stars").await.json();
    assert!(none["items"].as_array().unwrap().is_empty());
}

use super::told;
use super::world::World;
use actix_web::http::Method;
use std::time::Duration;

#[actix_web::test]
async fn one_takes_along_what_is_known_of_one() {
    let world = World::new();
    world.registers("ada").await;
    let (ada, _) = world.signs_in("ada").await;
    let answer = world.get(&ada, "/v1/me/export").await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let disposition = "attachment; filename=\"ludger.json\"";
    assert_eq!(answer.header("content-disposition"), Some(disposition));
    insta::assert_json_snapshot!("an_export", told(&answer));
    assert!(!answer.body.contains(&ada) && !answer.body.contains("plain"));
}

#[actix_web::test]
async fn an_export_takes_somebody_who_has_just_signed_in() {
    let world = World::new();
    world.registers("ada").await;
    let (_, refresh) = world.signs_in("ada").await;
    world.clock.advance(Duration::from_mins(16));
    let body = serde_json::json!({ "refresh_token": refresh });
    let ada = world.post("/v1/auth/refresh", body).await.json();
    let ada = ada["access_token"].as_str().unwrap();
    let late = world.by(ada, Method::GET, "/v1/me/export").await;
    insta::assert_json_snapshot!("an_export_too_late", told(&late));
}

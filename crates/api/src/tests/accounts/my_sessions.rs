use super::told;
use super::world::World;
use actix_web::http::Method;
use serde_json::json;

const SESSIONS: &str = "/v1/me/sessions";

#[actix_web::test]
async fn sessions_are_listed_and_ended() {
    let world = World::new();
    world.registers("ada").await;
    world.registers("bob").await;
    let ((phone, _), (desk, _)) = (world.signs_in("ada").await, world.signs_in("ada").await);
    let (bob, _) = world.signs_in("bob").await;
    let listed = world.get(&phone, SESSIONS).await;
    insta::assert_json_snapshot!(told(&listed));

    let items = listed.json()["items"].clone();
    assert_eq!(
        (&items[0]["current"], &items[1]["current"]),
        (&json!(false), &json!(true))
    );
    let path = format!("{SESSIONS}/{}", items[0]["id"].as_str().unwrap());
    let foreign = world.by(&bob, Method::DELETE, &path).await;
    assert_eq!(
        (foreign.status, foreign.code().as_str()),
        (404, "not_found")
    );
    for _ in 0..2 {
        assert_eq!(world.by(&phone, Method::DELETE, &path).await.status, 204);
    }
    assert_eq!(world.get(&desk, "/v1/me").await.status, 401);
    assert_eq!(world.get(&phone, "/v1/me").await.status, 200);
}

#[actix_web::test]
async fn one_signs_out_everywhere_else() {
    let world = World::new();
    world.registers("ada").await;
    let ((phone, _), (desk, refresh)) = (world.signs_in("ada").await, world.signs_in("ada").await);
    assert_eq!(world.by(&phone, Method::DELETE, SESSIONS).await.status, 204);
    assert_eq!(
        world.get(&desk, "/v1/me").await.json()["reason"],
        "token_revoked"
    );
    let refreshed = world.post("/v1/auth/refresh", json!({ "refresh_token": refresh }));
    assert_eq!(refreshed.await.json()["reason"], "token_revoked");
    let left = world.get(&phone, SESSIONS).await.json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
}

use super::told;
use super::world::{PASSWORD, World, email};
use actix_web::http::Method;
use ludger_domain::accounts::TotpSecret;
use ludger_ports::Clock;
use serde_json::{Value, json};
use std::time::Duration;

const FACTOR: &str = "/v1/me/second-factor";
const CONFIRM: &str = "/v1/me/second-factor/confirm";

#[actix_web::test]
async fn it_is_set_up_asked_for_and_removed() {
    let world = World::new();
    world.registers("ada").await;
    let (token, _) = world.signs_in("ada").await;
    insta::assert_json_snapshot!("none", told(&world.get(&token, FACTOR).await));
    let offered = world.by(&token, Method::POST, FACTOR).await;
    insta::assert_json_snapshot!("offered", told(&offered));
    let secret = offered.json()["secret"].as_str().unwrap().to_owned();
    let secret = TotpSecret::parse(&secret).unwrap();
    let code = || secret.code_at(world.clock.now());
    let confirms = async |code: &str| {
        let body = json!({ "code": code });
        world.sends(&token, Method::POST, CONFIRM, body).await
    };
    insta::assert_json_snapshot!("wrong_code", told(&confirms("000000").await));
    insta::assert_json_snapshot!("confirmed", told(&confirms(&code()).await));
    assert_eq!(confirms(&code()).await.code(), "second_factor_on");

    let signs_in = async |code: Value| {
        let mut body = json!({ "email": email("ada"), "password": PASSWORD });
        if !code.is_null() {
            body["code"] = code;
        }
        world.post("/v1/auth/sign-in", body).await
    };
    insta::assert_json_snapshot!("required", told(&signs_in(Value::Null).await));
    let spent = signs_in(code().into()).await;
    assert_eq!((spent.status, spent.code().as_str()), (401, "invalid_code"));
    world.clock.advance(Duration::from_secs(30));
    assert_eq!(signs_in(code().into()).await.status, 200);

    let renewed = world
        .by(&token, Method::POST, &format!("{FACTOR}/recovery-codes"))
        .await;
    let codes = renewed.json()["recovery_codes"].clone();
    assert_eq!(codes.as_array().unwrap().len(), 10);
    assert_eq!(signs_in(codes[0].clone()).await.status, 200);
    assert_eq!(signs_in(codes[0].clone()).await.status, 401);
    assert_eq!(
        world.get(&token, FACTOR).await.json()["recovery_codes_left"],
        9
    );

    assert_eq!(world.by(&token, Method::DELETE, FACTOR).await.status, 204);
    let gone = world.by(&token, Method::DELETE, FACTOR).await;
    assert_eq!(
        (gone.status, gone.code().as_str()),
        (409, "no_second_factor")
    );
    assert_eq!(signs_in(Value::Null).await.status, 200);
}

#[actix_web::test]
async fn an_admin_removes_it_who_has_just_signed_in() {
    let world = World::new();
    let id = world.registers("ada").await;
    let (ada, _) = world.signs_in("ada").await;
    let root = world.admin().await;
    let path = format!("/v1/admin/users/{id}/second-factor");
    assert_eq!(
        world.by(&ada, Method::DELETE, &path).await.code(),
        "forbidden"
    );
    assert_eq!(world.by(&root, Method::DELETE, &path).await.status, 204);
    let nobody = format!("/v1/admin/users/{}/second-factor", uuid::Uuid::nil());
    assert_eq!(world.by(&root, Method::DELETE, &nobody).await.status, 404);
}

use super::world::World;
use super::{faults, told};
use actix_web::http::Method;
use serde_json::{Value, json};
use std::time::Duration;

const TOKENS: &str = "/v1/me/api-tokens";

/// Makes a token with these scopes; its path and its text.
async fn made(world: &World, token: &str, scopes: Value) -> (String, String) {
    let body = json!({ "name": "nightly statement", "scopes": scopes });
    let made = world.sends(token, Method::POST, TOKENS, body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let text = made.json()["token"].as_str().unwrap().to_owned();
    (made.header("location").unwrap().to_owned(), text)
}

#[actix_web::test]
async fn a_token_is_made_shown_once_used_and_revoked() {
    let world = World::new();
    world.registers("ada").await;
    let (ada, _) = world.signs_in("ada").await;
    let body = json!({
        "name": "nightly statement",
        "scopes": ["play"],
        "expires_at": "2026-02-01T00:00:00Z",
    });
    let made = world.sends(&ada, Method::POST, TOKENS, body).await;
    let text = made.json()["token"].as_str().unwrap().to_owned();
    insta::assert_json_snapshot!(told(&made), { ".body.token" => "[token]" });
    assert!(text.starts_with("ldg_"), "{text}");

    assert_eq!(world.get(&text, "/v1/me/wallets").await.status, 200);
    let listed = world.get(&ada, TOKENS).await;
    assert!(!listed.body.contains(&text), "{}", listed.body);
    insta::assert_json_snapshot!(told(&listed));

    let path = made.header("location").unwrap();
    world.registers("bob").await;
    let (bob, _) = world.signs_in("bob").await;
    let foreign = world.by(&bob, Method::DELETE, path).await;
    assert_eq!(
        (foreign.status, foreign.code().as_str()),
        (404, "not_found")
    );
    let revoked = world.by(&ada, Method::DELETE, path).await;
    assert_eq!((revoked.status, revoked.body.as_str()), (204, ""));
    assert_eq!(world.by(&ada, Method::DELETE, path).await.status, 404);
    let refused = world.get(&text, "/v1/me/wallets").await;
    assert_eq!(
        (refused.status, &refused.json()["reason"]),
        (401, &json!("token_revoked"))
    );
}

#[actix_web::test]
async fn a_token_may_what_its_scopes_say() {
    let world = World::new();
    let root = world.admin().await;
    let (_, reader) = made(&world, &root, json!(["ledger.read"])).await;
    assert_eq!(
        world.get(&reader, "/v1/ledger/trial-balance").await.status,
        200
    );
    let others = world.get(&reader, "/v1/admin/users").await;
    assert_eq!((others.status, others.code().as_str()), (403, "forbidden"));
    assert_eq!(others.json()["permission"], "users.manage");
}

#[actix_web::test]
async fn a_token_ends_at_its_time() {
    let world = World::new();
    world.registers("ada").await;
    let (ada, _) = world.signs_in("ada").await;
    let body = json!({ "name": "bot", "scopes": [], "expires_at": "2026-01-01T13:00:00Z" });
    let made = world.sends(&ada, Method::POST, TOKENS, body).await;
    let text = made.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(world.get(&text, "/v1/me").await.status, 200);
    world.clock.advance(Duration::from_secs(3_600));
    let late = world.get(&text, "/v1/me").await;
    assert_eq!(
        (late.status, &late.json()["reason"]),
        (401, &json!("token_expired"))
    );
}

#[actix_web::test]
async fn what_is_wrong_with_a_token_is_told() {
    let world = World::new();
    world.registers("ada").await;
    let (ada, _) = world.signs_in("ada").await;
    let table = [
        (
            json!({ "name": "", "scopes": ["users.manage", "play", "play"], "expires_at": "2020-01-01T00:00:00Z" }),
            vec![
                "/name required",
                "/scopes/0 scope_not_held",
                "/scopes/2 repeated",
                "/expires_at out_of_range",
            ],
        ),
        (json!({ "name": "bot" }), vec!["/scopes required"]),
        (
            json!({ "name": "bot", "scopes": ["everything"], "hash": "x" }),
            vec!["/hash unknown_field", "/scopes/0 unknown_value"],
        ),
    ];
    for (body, expected) in table {
        let answer = world.sends(&ada, Method::POST, TOKENS, body).await;
        assert_eq!(answer.code(), "validation_failed");
        assert_eq!(faults(&answer), expected);
    }
}

#[actix_web::test]
async fn there_are_fifty_at_most() {
    let world = World::new();
    world.registers("ada").await;
    let (ada, _) = world.signs_in("ada").await;
    for _ in 0..50 {
        made(&world, &ada, json!([])).await;
    }
    let body = json!({ "name": "one more", "scopes": [] });
    let more = world.sends(&ada, Method::POST, TOKENS, body).await;
    assert_eq!(
        (more.status, more.code().as_str()),
        (409, "too_many_api_tokens")
    );
}

/// A token manages no account, whatever its scopes.
#[actix_web::test]
async fn what_is_of_the_account_itself_takes_a_person() {
    let world = World::new();
    let root = world.admin().await;
    let ada = world.registers("ada").await;
    let scopes = json!(["users.manage", "audit.read"]);
    let (path, program) = made(&world, &root, scopes).await;
    let name = json!({ "name": "bot", "scopes": [] });
    let none = Value::Null;
    let table = [
        (Method::GET, TOKENS.to_owned(), none.clone()),
        (Method::POST, TOKENS.to_owned(), name),
        (Method::DELETE, path, none.clone()),
        (Method::GET, "/v1/me/sessions".to_owned(), none.clone()),
        (Method::DELETE, "/v1/me/sessions".to_owned(), none.clone()),
        (
            Method::DELETE,
            format!("/v1/me/sessions/{ada}"),
            none.clone(),
        ),
        (
            Method::PUT,
            "/v1/me/password".to_owned(),
            json!({ "new_password": "five loud herons" }),
        ),
        (
            Method::POST,
            "/v1/me/reauthenticate".to_owned(),
            json!({ "password": "four quiet herons" }),
        ),
        (Method::DELETE, "/v1/me".to_owned(), none.clone()),
        (
            Method::PUT,
            format!("/v1/admin/users/{ada}/roles/admin"),
            none.clone(),
        ),
        (
            Method::DELETE,
            format!("/v1/admin/users/{ada}/roles/player"),
            none,
        ),
    ];
    for (method, path, body) in table {
        let answer = world.sends(&program, method, &path, body).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (403, "session_required"),
            "{path}"
        );
    }
    assert_eq!(world.get(&program, "/v1/admin/users").await.status, 200);
}

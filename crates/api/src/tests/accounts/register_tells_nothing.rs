//! Whoever registers with an address learns nothing of whether it has an account.

use super::world::{World, email, person};
use crate::tests::harness::Answer;
use actix_web::http::Method;
use serde_json::{Value, json};

/// Everything of an answer but what differs from request to request.
fn whole(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let headers = answer.headers.iter();
    let mut headers: Vec<_> = headers
        .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    (answer.status, headers, answer.body.clone())
}

fn with(name: &str, username: &str, password: &str) -> Value {
    json!({ "email": email(name), "username": username, "password": password })
}

/// Addresses of every standing: known and verified or not, locked, deleted, of an admin.
async fn furnished() -> World {
    let world = World::new();
    let root = world.admin().await;
    world.registers("unverified").await;
    let locked = world.registers("locked").await;
    let lock = format!("/v1/admin/users/{locked}/lock");
    assert_eq!(world.by(&root, Method::POST, &lock).await.status, 204);
    world.registers("deleted").await;
    let (deleted, _) = world.signs_in("deleted").await;
    let gone = world.by(&deleted, Method::DELETE, "/v1/me").await;
    assert_eq!(gone.status, 204);
    world
}

#[actix_web::test]
async fn every_address_gets_the_same_answer() {
    let world = furnished().await;
    let free = world.post("/v1/auth/register", person("nobody")).await;
    assert_eq!((free.status, free.body.as_str()), (202, ""));
    for known in ["root", "unverified", "locked", "deleted", "ROOT", "root"] {
        let body = with(
            known,
            &format!("new {known} {}", known.len()),
            "four quiet herons",
        );
        let answer = world.post("/v1/auth/register", body).await;
        assert_eq!(whole(&answer), whole(&free), "{known}");
    }
}

#[actix_web::test]
async fn every_address_gets_the_same_refusal() {
    let world = furnished().await;
    // A name that is taken, a password that is none, both.
    for (username, password) in [
        ("root", "four quiet herons"),
        ("someone", "short"),
        ("root", "short"),
    ] {
        let refusal = async |name: &str| {
            let body = with(name, username, password);
            let answer = world.post("/v1/auth/register", body).await;
            let (status, headers, _) = whole(&answer);
            let mut told = answer.json();
            told["request_id"] = Value::Null;
            (status, headers, told)
        };
        let free = refusal("nobody").await;
        assert_eq!(free.0, 422);
        for known in ["root", "unverified", "locked", "deleted"] {
            assert_eq!(refusal(known).await, free, "{known}");
        }
    }
}

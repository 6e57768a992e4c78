use super::world::{PASSWORD, World};
use actix_web::http::Method;
use ludger_ports::Letter;
use serde_json::json;
use std::time::Duration;

const ASK: &str = "/v1/me/email";
const USE: &str = "/v1/auth/change-email";

#[actix_web::test]
async fn an_address_is_changed_by_a_link() {
    let world = World::new();
    world.registers("ada").await;
    world.mails().await;
    let (ada, _) = world.signs_in("ada").await;
    let body = json!({ "email": "king@example.org" });
    let asked = world.sends(&ada, Method::POST, ASK, body).await;
    assert_eq!((asked.status, asked.body.as_str()), (202, ""));
    let mails = world.mails().await;
    let link = mails.iter().find_map(|(to, letter)| match letter {
        Letter::EmailChange { link } => Some((to.as_str(), link)),
        _ => None,
    });
    let (to, link) = link.unwrap();
    assert_eq!(to, "king@example.org");
    let (_, token) = link.split_once("/links/change-email#token=").unwrap();
    let body = json!({ "token": token });
    assert_eq!(world.post(USE, body.clone()).await.status, 204);
    let again = world.post(USE, body).await;
    assert_eq!((again.status, again.code().as_str()), (403, "invalid_link"));
    // Whoever is signed in stays so.
    let me = world.get(&ada, "/v1/me").await.json();
    assert_eq!(me["email"], "king@example.org");
    assert_eq!(me["is_verified"], true);
    let credentials = json!({ "email": "king@example.org", "password": PASSWORD });
    let signed_in = world.post("/v1/auth/sign-in", credentials).await;
    assert_eq!(signed_in.status, 200);
}

#[actix_web::test]
async fn an_address_of_somebody_else_gets_the_same_answer() {
    let world = World::new();
    for name in ["ada", "cleo", "bob"] {
        world.registers(name).await;
    }
    let ask = async |name: &str, email: &str| {
        let (token, _) = world.signs_in(name).await;
        let body = json!({ "email": email });
        let answer = world.sends(&token, Method::POST, ASK, body).await;
        (answer.status, answer.body)
    };
    let free = ask("ada", "free@example.org").await;
    assert_eq!(ask("cleo", "bob@example.org").await, free);
    assert_eq!(ask("cleo", "free2@example.org").await, free, "too soon");
}

#[actix_web::test]
async fn it_takes_a_fresh_sign_in_and_an_address() {
    let world = World::new();
    world.registers("ada").await;
    let (ada, refresh) = world.signs_in("ada").await;
    let body = json!({ "email": "ada" });
    let refused = world.sends(&ada, Method::POST, ASK, body).await;
    assert_eq!(super::faults(&refused), ["/email invalid_email"]);
    world.clock.advance(Duration::from_mins(14));
    let next = json!({ "refresh_token": refresh });
    let next = world.post("/v1/auth/refresh", next).await.json();
    world.clock.advance(Duration::from_mins(2));
    let stale = next["access_token"].as_str().unwrap();
    let body = json!({ "email": "king@example.org" });
    let refused = world.sends(stale, Method::POST, ASK, body).await;
    assert_eq!(refused.code(), "fresh_sign_in_required");
    let nonsense = world.post(USE, json!({ "token": "x" })).await;
    assert_eq!(nonsense.code(), "invalid_link");
}

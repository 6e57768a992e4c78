//! Browsers.

use super::told;
use super::world::{PASSWORD, World, email};
use crate::tests::harness::Answer;
use crate::tests::origins::STRANGERS;
use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;
use std::cell::RefCell;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);
const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

/// The name and value of the cookie that an answer sets.
fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie").unwrap();
    set.split_once(';').unwrap().0.to_owned()
}

fn entry(name: &str) -> TestRequest {
    let body = json!({ "email": email(name), "password": PASSWORD, "session": "cookie" });
    TestRequest::post().uri("/v1/auth/sign-in").set_json(body)
}

/// A request of a browser.
fn request(cookie: &str, method: Method, path: &str) -> TestRequest {
    let request = TestRequest::default().method(method).uri(path);
    request.insert_header(("cookie", cookie))
}

/// Somebody who is signed in with a browser; their cookie.
async fn browser(world: &World, name: &str) -> String {
    world.registers(name).await;
    cookie(&world.send(entry(name).insert_header(OWN)).await)
}

#[actix_web::test]
async fn a_browser_gets_a_cookie_instead_of_tokens() {
    let world = World::new();
    world.registers("ada").await;
    let answer = world.send(entry("ada").insert_header(OWN)).await;
    insta::assert_json_snapshot!(told(&answer));
    let set = answer.header("set-cookie").unwrap();
    let (name, attributes) = set.split_once("; ").unwrap();
    assert!(name.starts_with("ludger=lct_"), "{set}");
    assert_eq!(
        attributes,
        "Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"
    );

    let me = world
        .send(request(&cookie(&answer), Method::GET, "/v1/me"))
        .await;
    assert_eq!(
        (me.status, me.json()["username"].as_str()),
        (200, Some("ada"))
    );
    let sessions = world
        .send(request(&cookie(&answer), Method::GET, "/v1/me/sessions"))
        .await;
    assert_eq!(sessions.json()["items"][0]["kind"], "cookie");
    assert_eq!(sessions.header("set-cookie"), None);
}

#[actix_web::test]
async fn what_changes_something_comes_from_a_page_of_this_site() {
    let world = World::new();
    let cookie = browser(&world, "ada").await;
    let me = world.send(request(&cookie, Method::GET, "/v1/me")).await;
    let tag = RefCell::new(me.header("etag").unwrap().to_owned());
    let edit = |headers: &[(&str, &str)]| {
        let mut edit = request(&cookie, Method::PATCH, "/v1/me")
            .insert_header(("if-match", tag.borrow().clone()))
            .set_json(json!({ "full_name": "Ada" }));
        for header in headers {
            edit = edit.insert_header(*header);
        }
        edit
    };
    for headers in [
        &[][..],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
    ] {
        let refused = world.send(edit(headers)).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (403, "cross_origin_request")
        );
    }
    for stranger in STRANGERS {
        let refused = world.send(edit(&[("origin", stranger)])).await;
        assert_eq!(refused.status, 403, "{stranger}");
    }
    // A header that a page cannot set means more than what the browser adds by itself.
    let (token, _) = world.signs_in("ada").await;
    let bearer = format!("Bearer {token}");
    let by_token = edit(&[("authorization", &bearer), ("sec-fetch-site", "cross-site")]);
    let done = world.send(by_token).await;
    assert_eq!(done.status, 200, "{}", done.body);
    tag.replace(done.header("etag").unwrap().to_owned());
    for own in [OWN, ("origin", "http://localhost:8080")] {
        let done = world.send(edit(&[own])).await;
        assert_eq!(done.status, 200, "{}", done.body);
        tag.replace(done.header("etag").unwrap().to_owned());
    }
}

#[actix_web::test]
async fn no_page_elsewhere_signs_its_visitor_in() {
    let world = World::new();
    world.registers("ada").await;
    let refused = world.send(entry("ada")).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (403, "cross_origin_request")
    );
    for stranger in STRANGERS {
        let refused = world
            .send(entry("ada").insert_header(("origin", stranger)))
            .await;
        assert_eq!(refused.status, 403, "{stranger}");
        assert_eq!(refused.header("set-cookie"), None);
    }
}

#[actix_web::test]
async fn signing_out_takes_the_cookie_back() {
    let world = World::new();
    let cookie = browser(&world, "ada").await;
    let out = request(&cookie, Method::POST, "/v1/auth/sign-out");
    assert_eq!(world.send(out).await.status, 403);
    let out = request(&cookie, Method::POST, "/v1/auth/sign-out").insert_header(OWN);
    let out = world.send(out).await;
    assert_eq!(out.status, 204);
    let cleared = "ludger=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";
    assert_eq!(out.header("set-cookie"), Some(cleared));
    let me = world.send(request(&cookie, Method::GET, "/v1/me")).await;
    assert_eq!(
        (me.status, &me.json()["reason"]),
        (401, &json!("token_revoked"))
    );
}

#[actix_web::test]
async fn a_browser_has_one_session() {
    let world = World::new();
    let before = browser(&world, "ada").await;
    let again = entry("ada")
        .insert_header(OWN)
        .insert_header(("cookie", before.clone()));
    let after = cookie(&world.send(again).await);
    assert_eq!(
        world
            .send(request(&before, Method::GET, "/v1/me"))
            .await
            .status,
        401
    );
    let sessions = world
        .send(request(&after, Method::GET, "/v1/me/sessions"))
        .await;
    assert_eq!(sessions.json()["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn a_renewed_session_is_told_to_its_browser() {
    let world = World::new();
    let cookie = browser(&world, "ada").await;
    world.clock.advance(24 * DAY);
    let me = world.send(request(&cookie, Method::GET, "/v1/me")).await;
    let set = me.header("set-cookie").unwrap();
    assert_eq!(
        set,
        format!("{cookie}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax")
    );
    world.clock.advance(2 * DAY);
    let me = world.send(request(&cookie, Method::GET, "/v1/me")).await;
    assert_eq!((me.status, me.header("set-cookie")), (200, None));
}

#[actix_web::test]
async fn a_cookie_is_no_token() {
    let world = World::new();
    let cookie = browser(&world, "ada").await;
    let (_, secret) = cookie.split_once('=').unwrap();
    assert_eq!(world.get(secret, "/v1/me").await.status, 401);
    let (access, refresh) = world.signs_in("ada").await;
    for token in [access, refresh, String::new(), "lct_".to_owned()] {
        let other = request(&format!("ludger={token}"), Method::GET, "/v1/me");
        assert_eq!(world.send(other).await.status, 401, "{token}");
    }
}

use super::told;
use super::world::{PASSWORD, World, email, tokens};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use ludger_domain::accounts::{EmailPattern, RegistrationPolicy};
use serde_json::json;
use std::time::Duration;

#[actix_web::test]
async fn unknown_users_and_wrong_passwords_get_the_same_answer() {
    let world = World::new();
    world.registers("ada").await;
    let mut told = Vec::new();
    for (name, password) in [
        ("ada", "wrong"),
        ("bob", PASSWORD),
        ("ada", ""),
        ("", PASSWORD),
    ] {
        let credentials = json!({ "email": email(name), "password": password });
        let answer = world.post("/v1/auth/sign-in", credentials).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (401, "invalid_credentials")
        );
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        let mut body = answer.json();
        body["request_id"].take();
        told.push(body);
    }
    assert!(told.iter().all(|body| *body == told[0]), "{told:?}");
}

#[actix_web::test]
async fn the_right_password_is_not_enough_where_addresses_are_verified() {
    let pattern = EmailPattern::new(".+").unwrap();
    let world = World::under(RegistrationPolicy::Pattern(pattern));
    world.registers("ada").await;
    let enters = async |password: &str| {
        let credentials = json!({ "email": email("ada"), "password": password });
        world.post("/v1/auth/sign-in", credentials).await
    };
    let wrong = enters("wrong").await;
    assert_eq!(
        (wrong.status, wrong.code().as_str()),
        (401, "invalid_credentials")
    );
    insta::assert_json_snapshot!(told(&enters(PASSWORD).await));
}

#[actix_web::test]
async fn tokens_say_how_long_they_live() {
    let world = World::new();
    world.registers("ada").await;
    let credentials = json!({ "email": email("ADA"), "password": PASSWORD });
    let pair = world.post("/v1/auth/sign-in", credentials).await.json()["tokens"].clone();
    assert_eq!(pair["token_type"], "Bearer");
    assert_eq!(pair["access_expires_at"], "2026-01-01T12:15:00Z");
    assert_eq!(pair["access_expires_in_s"], 900);
    assert_eq!(pair["refresh_expires_in_s"], 7 * 24 * 60 * 60);
}

#[actix_web::test]
async fn what_is_no_token_signs_nobody_in() {
    let world = World::new();
    world.registers("ada").await;
    let (access, refresh) = world.signs_in("ada").await;
    let unknown = access.replace(|c: char| c.is_ascii_digit(), "0");
    for (header, reason) in [
        (None, None),
        (Some("Basic YWRhOng=".to_owned()), None),
        (Some("Bearer ".to_owned()), Some("token_unknown")),
        (Some(format!("Bearer {refresh}")), Some("token_unknown")),
        (Some(format!("Bearer {unknown}")), Some("token_unknown")),
    ] {
        let mut request = TestRequest::get().uri("/v1/me");
        if let Some(header) = &header {
            request = request.insert_header(("authorization", header.as_str()));
        }
        let answer = world.send(request).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (401, "not_signed_in"),
            "{header:?}"
        );
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        assert_eq!(answer.json()["reason"].as_str(), reason, "{header:?}");
    }
    world.clock.advance(Duration::from_secs(901));
    let late = world.get(&access, "/v1/me").await;
    assert_eq!(
        (late.status, &late.json()["reason"]),
        (401, &json!("token_expired"))
    );
}

#[actix_web::test]
async fn who_is_not_signed_in_learns_nothing_about_their_request() {
    let world = World::new();
    for path in [
        "/v1/me?x=1",
        "/v1/admin/users/x",
        "/v1/me/transactions?limit=0",
        "/v1/sessions/x",
    ] {
        let answer = world.send(TestRequest::get().uri(path)).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (401, "not_signed_in"),
            "{path}"
        );
    }
    let answer = world
        .send(
            TestRequest::post()
                .uri("/v1/ledger/transfers")
                .set_payload("{"),
        )
        .await;
    assert_eq!(answer.code(), "not_signed_in");
}

#[actix_web::test]
async fn a_pair_is_refreshed_and_a_replay_ends_the_session() {
    let world = World::new();
    world.registers("ada").await;
    let (_, first) = world.signs_in("ada").await;
    let refresh = |token: String| world.post("/v1/auth/refresh", json!({ "refresh_token": token }));
    let (access, second) = tokens(&refresh(first.clone()).await.json());
    assert_eq!(world.get(&access, "/v1/me").await.status, 200);

    let replay = refresh(first).await;
    assert_eq!(
        (replay.status, replay.code().as_str()),
        (401, "not_signed_in")
    );
    assert_eq!(replay.json()["reason"], "token_replayed");
    assert_eq!(
        world.get(&access, "/v1/me").await.json()["reason"],
        "token_revoked"
    );
    assert_eq!(refresh(second).await.json()["reason"], "token_revoked");
    assert_eq!(
        refresh("nonsense".to_owned()).await.json()["reason"],
        "token_unknown"
    );
}

#[actix_web::test]
async fn signing_out_ends_the_session_by_either_token() {
    let world = World::new();
    world.registers("ada").await;
    for refreshing in [false, true] {
        let (access, refresh) = world.signs_in("ada").await;
        let token = if refreshing { &refresh } else { &access };
        for _ in 0..2 {
            let out = world.by(token, Method::POST, "/v1/auth/sign-out").await;
            assert_eq!((out.status, out.body.as_str()), (204, ""));
        }
        assert_eq!(world.get(&access, "/v1/me").await.status, 401);
    }
    let nobody = world
        .send(TestRequest::post().uri("/v1/auth/sign-out"))
        .await;
    assert_eq!(
        (nobody.status, nobody.code().as_str()),
        (401, "not_signed_in")
    );
}

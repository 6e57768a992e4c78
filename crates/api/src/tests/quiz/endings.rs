//! Pauses, and the other ways to the end.

use super::World;
use ludger_ports::read::Wallets;
use serde_json::{Value, json};
use std::time::Duration;

/// A pause or a resumption, or another `POST` without a body.
async fn does(
    client: &super::Client<'_>,
    session: &str,
    what: &str,
) -> crate::tests::harness::Answer {
    client
        .send(actix_web::test::TestRequest::post().uri(&format!("{session}/{what}")))
        .await
}

#[actix_web::test]
async fn a_paused_session_goes_on_where_it_was() {
    let world = World::new();
    world.moderator().await.fills("Sums", 5).await;
    let ada = world.player().await;
    let session = ada.starts().await;
    let shown = ada.looks(&session).await.json();
    let paused = does(&ada, &session, "pause").await;
    assert_eq!(
        (paused.status, &paused.json()["status"]),
        (200, &json!("paused"))
    );
    assert_eq!(paused.header("etag"), Some("\"v3\""));
    for (answer, code) in [
        (ada.looks(&session).await, "session_paused"),
        (does(&ada, &session, "pause").await, "session_paused"),
    ] {
        assert_eq!((answer.status, answer.code().as_str()), (409, code));
    }
    let resumed = does(&ada, &session, "resume").await;
    assert_eq!(
        (resumed.status, &resumed.json()["status"]),
        (200, &json!("active"))
    );
    assert_eq!(ada.looks(&session).await.json(), shown);
    let again = does(&ada, &session, "resume").await;
    assert_eq!(
        (again.status, again.code().as_str()),
        (409, "session_not_paused")
    );
}

#[actix_web::test]
async fn three_wrong_answers_are_a_loss() {
    let world = World::new();
    world.moderator().await.fills("Sums", 5).await;
    let ada = world.player().await;
    let session = ada.starts().await;
    ada.plays(&session, true, 100).await;
    let mut hearts = Vec::new();
    let mut ended = Value::Null;
    for _ in 0..3 {
        let told = ada.plays(&session, false, 100).await.json();
        hearts.push(told["verdict"]["hearts_left"].clone());
        ended = told["ended"].clone();
    }
    assert_eq!(hearts, [2, 1, 0]);
    assert_eq!(
        (&ended["result"], &ended["stars"]),
        (&json!("loss"), &json!(1))
    );
    assert_eq!(
        ended["coins"],
        json!({ "amount": "10", "currency": "WISE" })
    );
    let over = ada.looks(&session).await;
    assert_eq!(
        (over.status, over.code().as_str()),
        (409, "session_finished")
    );
}

#[actix_web::test]
async fn who_leaves_is_paid_nothing() {
    let world = World::new();
    world.moderator().await.fills("Sums", 5).await;
    let ada = world.player().await;
    let session = ada.starts().await;
    ada.plays(&session, true, 100).await;
    ada.looks(&session).await;
    let left = ada.delete(&session).await;
    assert_eq!((left.status, left.header("etag")), (200, Some("\"v5\"")));
    let expected = json!({
        "end": "forfeited", "result": "loss", "score": 100, "stars": 0,
        "coins": { "amount": "0", "currency": "WISE" },
    });
    assert_eq!(left.json()["ended"], expected);
    assert!(
        world
            .store
            .wallet(ada.user, "WISE".parse().unwrap())
            .await
            .unwrap()
            .is_none_or(|w| w.available == 0)
    );
    let again = ada.delete(&session).await;
    assert_eq!(
        (again.status, again.code().as_str()),
        (409, "session_finished")
    );
    let review = ada.get(&format!("{session}/review")).await.json();
    assert_eq!(
        review["items"].as_array().unwrap().len(),
        2,
        "what was never shown stays unknown"
    );
    assert_eq!(
        (
            &review["items"][1]["answer"],
            &review["items"][1]["answer_time_ms"]
        ),
        (&Value::Null, &Value::Null)
    );
}

#[actix_web::test]
async fn a_session_nobody_came_back_to_is_over_after_a_day() {
    let world = World::new();
    world.moderator().await.fills("Sums", 5).await;
    let ada = world.player().await;
    let session = ada.starts().await;
    // Tokens do not last as long as sessions: so it is looked at by a new sign-in of the same user.
    world.advance(Duration::from_secs(24 * 60 * 60));
    let ada = world.signs_in(ada.email).await;
    let over = ada.get(&session).await.json();
    assert_eq!(
        (&over["status"], &over["ended"]["end"]),
        (&json!("finished"), &json!("forfeited"))
    );
    assert_eq!(ada.post("/v1/sessions", json!({})).await.status, 201);
}

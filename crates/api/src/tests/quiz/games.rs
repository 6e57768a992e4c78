//! A game, from its start to the wallet.

use super::client::id_in;
use super::{World, told};
use ludger_ports::read::Wallets;
use serde_json::json;
use std::time::Duration;

#[actix_web::test]
async fn a_solo_game_is_played_to_its_reward() {
    let world = World::new();
    let (mia, ada) = (world.moderator().await, world.player().await);
    let topic = mia.fills("Sums", 8).await;
    let body = json!({ "mode": "solo", "topics": [topic], "count": 5, "difficulty_min": 1, "difficulty_max": 5 });
    let started = ada.post("/v1/sessions", body.clone()).await;
    insta::assert_json_snapshot!("started", told(&started));
    let session = started.header("location").unwrap();
    assert_eq!(session, format!("/v1/sessions/{}", started.id()));
    assert_eq!(started.header("etag"), Some("\"v1\""));

    let again = ada.post("/v1/sessions", body).await;
    assert_eq!(
        (again.status, again.json()),
        (200, started.json()),
        "one goes on with what one began"
    );

    let shown = ada.looks(session).await;
    insta::assert_json_snapshot!("question", told(&shown));
    world.advance(Duration::from_secs(1));
    assert_eq!(
        ada.looks(session).await.json(),
        shown.json(),
        "the clock runs from the first look"
    );

    insta::assert_json_snapshot!("right", told(&ada.plays(session, true, 500).await));
    insta::assert_json_snapshot!("wrong", told(&ada.plays(session, false, 100).await));
    let scores: Vec<_> = [
        ada.plays(session, true, 4_000).await,
        ada.plays(session, true, 7_000).await,
    ]
    .iter()
    .map(|told| told.json()["verdict"]["points_awarded"].clone())
    .collect();
    assert_eq!(scores, [50, 25]);
    insta::assert_json_snapshot!("last", told(&ada.plays(session, true, 100).await));

    insta::assert_json_snapshot!("finished", told(&ada.get(session).await));
    let review = ada.get(&format!("{session}/review")).await;
    insta::assert_json_snapshot!("review", told(&review));
    let wallet = world
        .store
        .wallet(ada.user, "WISE".parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(wallet.available, 27, "a tenth of 275");
    assert_eq!(
        ada.post("/v1/sessions", json!({})).await.status,
        201,
        "and on to the next"
    );
}

#[actix_web::test]
async fn the_same_answer_again_gets_the_same_verdict_and_no_coin_more() {
    let world = World::new();
    world.moderator().await.fills("Sums", 5).await;
    let ada = world.player().await;
    let session = ada.starts().await;
    let mut given = Vec::new();
    for _ in 0..5 {
        ada.looks(&session).await;
        let answer = world.letter(id_in(&session), true).await;
        given.push((answer, ada.answers(&session, answer).await.json()));
    }
    assert_eq!(
        given[4].1["ended"]["coins"],
        json!({ "amount": "50", "currency": "WISE" })
    );
    for (answer, mut first) in given {
        let again = ada.answers(&session, answer).await;
        first["status"] = json!("finished");
        assert_eq!((again.status, again.json()), (200, first));
    }
    let wallet = world
        .store
        .wallet(ada.user, "WISE".parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(wallet.available, 50);
}

#[actix_web::test]
async fn ones_sessions_are_listed() {
    let world = World::new();
    world.moderator().await.fills("Sums", 5).await;
    let (ada, bob) = (world.player().await, world.player().await);
    let mut made = Vec::new();
    for _ in 0..3 {
        let session = ada.starts().await;
        made.insert(0, id_in(&session).to_owned());
        if made.len() < 3 {
            ada.delete(&session).await;
        }
    }
    bob.starts().await;
    let ids = |page: &serde_json::Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let of = async |query: &str| ids(&ada.get(&format!("/v1/sessions?{query}")).await.json());
    assert_eq!(of("").await, made);
    assert_eq!(of("finished=true").await, made[1..]);
    assert_eq!(of("finished=false").await, made[..1]);
    let first = ada.get("/v1/sessions?limit=2").await.json();
    let cursor = first["next_cursor"].as_str().unwrap();
    assert_eq!(of(&format!("limit=2&cursor={cursor}")).await, made[2..]);
    let theirs = bob
        .get(&format!("/v1/sessions?limit=2&cursor={cursor}"))
        .await;
    assert_eq!(theirs.code(), "invalid_cursor");
    let neither = ada.get("/v1/sessions?finished=maybe").await;
    assert_eq!(
        (neither.status, neither.code().as_str()),
        (400, "invalid_query")
    );
}

#[actix_web::test]
async fn a_session_that_did_not_change_is_not_sent_again() {
    let world = World::new();
    world.moderator().await.fills("Sums", 5).await;
    let ada = world.player().await;
    let session = ada.starts().await;
    let known = async |path: &str, tag: &str| {
        let request = actix_web::test::TestRequest::get().uri(path);
        ada.send(request.insert_header(("if-none-match", tag)))
            .await
            .status
    };
    let tag = ada.get(&session).await.header("etag").unwrap().to_owned();
    assert_eq!((tag.as_str(), known(&session, &tag).await), ("\"v1\"", 304));
    ada.looks(&session).await;
    assert_eq!(known(&session, &tag).await, 200);
    ada.delete(&session).await;
    let review = format!("{session}/review");
    let tag = ada.get(&review).await.header("etag").unwrap().to_owned();
    assert_eq!(known(&review, &tag).await, 304);
}

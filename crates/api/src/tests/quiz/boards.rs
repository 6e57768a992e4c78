//! Leaderboards, over HTTP.

use super::{Client, World, redact, told};
use actix_web::http::Method;
use jiff::SignedDuration;
use ludger_application::{Settings, Worker};
use ludger_domain::Timestamp;
use ludger_domain::boards::Scored;
use ludger_domain::quiz::Mode;
use ludger_ports::{Changes, Store};
use serde_json::{Value, json};
use std::time::Duration;

impl Client<'_> {
    /// Finishes a session.
    async fn scores(&self, score: i64, ended_at: Timestamp) {
        let scored = Scored::finished(Mode::Solo, self.user, score, ended_at);
        let changes = Changes::at(self.world.now()).score(scored);
        self.world.store.commit(changes).await.unwrap();
    }

    async fn on_boards(&self, on_boards: bool) -> Value {
        let tag = self.get("/v1/me").await;
        let tag = tag.header("etag").unwrap().to_owned();
        let body = json!({ "on_boards": on_boards });
        let edited = self.edit(Method::PATCH, "/v1/me", &tag, body).await;
        assert_eq!(edited.status, 200, "{}", edited.body);
        edited.json()
    }

    async fn names(&self, path: &str) -> Vec<(String, i64)> {
        let page = self.get(path).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let rows = page.json()["items"].as_array().unwrap().clone();
        let row = |row: &Value| {
            let name = row["username"].as_str().unwrap().to_owned();
            (name, row["rank"].as_i64().unwrap())
        };
        rows.iter().map(row).collect()
    }
}

fn pairs(rows: &[(&str, i64)]) -> Vec<(String, i64)> {
    let rows = rows.iter();
    rows.map(|(name, rank)| ((*name).to_owned(), *rank))
        .collect()
}

#[actix_web::test]
async fn a_board_is_read_from_the_top_and_around_oneself() {
    let world = World::new();
    let (ada, bob) = (world.player().await, world.player().await);
    let (cy, idle) = (world.player().await, world.player().await);
    let now = world.now();
    ada.scores(50, now).await;
    bob.scores(50, now + SignedDuration::from_secs(1)).await;
    cy.scores(0, now).await;
    let path = "/v1/boards/solo/daily";
    insta::assert_json_snapshot!("board", told(&ada.get(path).await));
    let all = pairs(&[("user0", 1), ("user1", 1), ("user2", 3)]);
    assert_eq!(ada.names(path).await, all);
    let page = ada.get(&format!("{path}?limit=2")).await;
    let cursor = page.json()["next_cursor"].as_str().unwrap().to_owned();
    let next = format!("{path}?limit=2&cursor={cursor}");
    assert_eq!(ada.names(&next).await, all[2..]);
    let elsewhere = ada
        .get(&format!("/v1/boards/comp/daily?cursor={cursor}"))
        .await;
    assert_eq!(
        (elsewhere.status, elsewhere.code().as_str()),
        (400, "invalid_cursor")
    );
    let around = format!("{path}/around-me?neighbours=1");
    assert_eq!(cy.names(&around).await, all[1..]);
    assert_eq!(bob.names(&around).await, all);
    assert_eq!(idle.names(&around).await, []);
    insta::assert_json_snapshot!("around", told(&cy.get(&around).await));
    insta::assert_json_snapshot!("place", told(&bob.get(&format!("{path}/me")).await));
    insta::assert_json_snapshot!("no_place", told(&idle.get(&format!("{path}/me")).await));
    let ever = bob.get("/v1/boards/solo/all_time/me").await.json();
    assert_eq!(
        (&ever["window"], &ever["ends_at"]),
        (&json!("1970-01-01"), &Value::Null)
    );
}

#[actix_web::test]
async fn who_opts_out_sees_their_own_score_alone() {
    let world = World::new();
    let (ada, bob) = (world.player().await, world.player().await);
    ada.scores(50, world.now()).await;
    bob.scores(20, world.now()).await;
    let path = "/v1/boards/solo/weekly";
    let user = ada.on_boards(false).await;
    assert_eq!(
        (&user["on_boards"], &user["flags"]),
        (&json!(false), &json!(["hidden_from_boards"]))
    );
    assert_eq!(bob.names(path).await, pairs(&[("user1", 1)]));
    assert_eq!(ada.names(path).await, pairs(&[("user1", 1)]));
    assert_eq!(ada.names(&format!("{path}/around-me")).await, []);
    insta::assert_json_snapshot!("opted_out", told(&ada.get(&format!("{path}/me")).await));
    assert_eq!(ada.on_boards(true).await["on_boards"], true);
    assert_eq!(bob.names(path).await, pairs(&[("user0", 1), ("user1", 2)]));
    let refused = ada
        .edit(
            Method::PATCH,
            "/v1/me",
            "\"v3\"",
            json!({ "on_boards": null }),
        )
        .await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (422, "validation_failed")
    );
}

#[actix_web::test]
async fn what_names_no_board_says_why() {
    let world = World::new();
    let ada = world.player().await;
    for path in [
        "/v1/boards/solo/yearly",
        "/v1/boards/chess/daily",
        "/v1/boards/solo/yearly/me",
    ] {
        assert_eq!(ada.get(path).await.status, 404, "{path}");
    }
    let mut wrong = Vec::new();
    for path in [
        "/v1/boards/solo/weekly?window=2026-11-17",
        "/v1/boards/solo/daily?window=yesterday&limit=0",
        "/v1/boards/solo/daily/around-me?neighbours=26",
        "/v1/leaderboards?mode=chess&period=yearly",
    ] {
        let mut answer = ada.get(path).await.json();
        redact(&mut answer);
        wrong.push(json!({ "path": path, "code": answer["code"], "errors": answer["errors"] }));
    }
    insta::assert_json_snapshot!("no_board", wrong);
}

#[actix_web::test]
async fn a_leaderboard_is_frozen_and_read() {
    let world = World::new();
    let (ada, bob) = (world.player().await, world.player().await);
    let begun = world.now();
    ada.scores(50, begun).await;
    bob.scores(20, begun).await;
    let day = ada.get("/v1/boards/solo/daily/me").await.json()["window"].clone();
    let day = day.as_str().unwrap().to_owned();
    assert_eq!(ada.get("/v1/leaderboards").await.json()["items"], json!([]));
    world.advance(Duration::from_hours(25));
    let worker = Worker::new(&world.ports, &Settings::default(), None);
    worker.schedule().await.unwrap();
    while worker.round().await.unwrap() > 0 {}
    // They signed in a day ago.
    let (ada, bob) = (
        world.signs_in(ada.email.clone()).await,
        world.signs_in(bob.email.clone()).await,
    );
    let listed = ada.get("/v1/leaderboards?mode=solo&period=daily").await;
    insta::assert_json_snapshot!("leaderboards", told(&listed));
    let id = listed.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/leaderboards/{id}");
    assert_eq!(ada.get(&path).await.json(), listed.json()["items"][0]);
    insta::assert_json_snapshot!("entries", told(&ada.get(&format!("{path}/entries")).await));
    let window = format!("/v1/boards/solo/daily?window={day}");
    let both = pairs(&[("user0", 1), ("user1", 2)]);
    assert_eq!(bob.names(&window).await, both);
    assert_eq!(bob.names("/v1/boards/solo/daily").await, []);
    ada.scores(900, begun).await;
    let note = ada.get(&path).await.json()["note"].clone();
    assert!(note.as_str().unwrap().starts_with("1 session "), "{note}");
    ada.on_boards(false).await;
    assert_eq!(bob.names(&format!("{path}/entries")).await, both[1..]);
    let nowhere = "/v1/leaderboards/00000000-0000-7000-8000-999999999999";
    for path in [nowhere.to_owned(), format!("{nowhere}/entries")] {
        assert_eq!(ada.get(&path).await.status, 404);
    }
}

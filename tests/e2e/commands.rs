//! Commands next to a server, or without one.

use crate::harness::{Aim, Deployment, Game, Kind, registration};
use serde_json::Value;

on_both_databases! {
    a_schema_is_brought_up_to_date_once,
    the_document_is_the_same_from_the_shell,
    health_is_an_exit_code,
    an_admin_is_made_from_the_shell,
    every_setup_link_works_until_there_is_an_admin,
}

async fn a_schema_is_brought_up_to_date_once(here: Deployment) {
    let would = here.run(&["migrate", "--dry-run"]).await;
    assert!(
        would.ended(0).starts_with("would apply 0001_ledger\n"),
        "{would:?}"
    );
    assert_eq!(
        here.run(&["migrate", "--dry-run"]).await.out,
        would.out,
        "it changed something"
    );
    let did = here.run(&["migrate"]).await;
    assert_eq!(did.ended(0), would.out.replace("would apply", "applied"));
    assert_eq!(
        here.run(&["migrate"]).await.ended(0),
        "the schema is up to date\n"
    );
    let json = here.run(&["migrate", "--json"]).await.json();
    assert_eq!(
        json,
        serde_json::json!({ "dry_run": false, "migrations": [] })
    );
    here.start().await.stop().await;
    assert_eq!(
        here.run(&["migrate"]).await.ended(0),
        "the schema is up to date\n"
    );
}

async fn the_document_is_the_same_from_the_shell(here: Deployment) {
    let server = here.start().await;
    let document = server.get("/openapi.json").await.gives(200);
    assert_eq!(here.run(&["openapi"]).await.json(), document);
    assert!(
        document["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.1"))
    );
    server.stop().await;
}

async fn health_is_an_exit_code(here: Deployment) {
    let server = here.start().await;
    let address = server.address().to_owned();
    here.run(&["healthcheck", "--address", &address])
        .await
        .ended(0);
    // Whom it would ask by itself.
    let listens = format!("listen={address}");
    here.run(&["healthcheck", "--set", &listens]).await.ended(0);
    server.stop().await;
    let gone = here.run(&["healthcheck", "--address", &address]).await;
    gone.ended(69);
    assert!(gone.err.contains("does not answer"), "{}", gone.err);
}

async fn an_admin_is_made_from_the_shell(here: Deployment) {
    let create = [
        "admin",
        "create",
        "--email",
        "ada@example.org",
        "--username",
        "ada",
    ];
    let weak = here.run_reading(&create, "short\n").await;
    weak.ended(1);
    assert!(!weak.err.contains("short\n"), "{}", weak.err);
    let password = "a password with  two spaces";
    let made = here.run_reading(&create, &format!("{password}\n")).await;
    assert!(made.ended(0).starts_with("made ada an admin"), "{made:?}");
    assert!(!format!("{}{}", made.out, made.err).contains(password));
    here.run_reading(&create, &format!("{password}\n"))
        .await
        .ended(1);
    here.run(&["admin", "setup-link"]).await.ended(1);

    let server = here.start().await;
    assert_eq!(
        server.setup_token(),
        None,
        "there is an admin: {:?}",
        server.greeting
    );
    let ada = server.sign_in("ada", password).await;
    let me = server.get("/v1/me").as_(&ada).await.gives(200);
    assert!(roles(&me).contains(&"admin"), "{me}");
    server.stop().await;
}

async fn every_setup_link_works_until_there_is_an_admin(here: Deployment) {
    let server = here.start().await;
    let old = server.setup_token().unwrap().to_owned();
    let link = here.run(&["admin", "setup-link"]).await;
    let (_, new) = link.ended(0).trim().split_once("/setup#token=").unwrap();
    assert_ne!(old, new);
    let claim = async |token: &str, name: &str| {
        let mut whoever = registration(name);
        whoever["token"] = token.into();
        server.post("/v1/setup").json(whoever).await
    };
    let forged: String = new.chars().rev().collect();
    claim(&forged, "mallory")
        .await
        .refuses(403, "invalid_setup_token");
    claim(&old, "ada").await.gives(201);
    for token in [&old, new] {
        claim(token, "mallory").await.refuses(409, "setup_done");
    }
    server.stop().await;
}

/// Nodes share nothing but the database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_signs_in_on_one_node_is_signed_in_on_the_other() {
    let here = Deployment::on(Kind::Postgres);
    let (one, other) = tokio::join!(here.start(), here.start());
    let ada = one.player("ada").await;
    let me = other.get("/v1/me").as_(&ada).await.gives(200);
    assert_eq!(me["id"], ada.id.as_str());
    let token = serde_json::json!({ "refresh_token": ada.refresh });
    let next = other.post("/v1/auth/refresh").json(token).await.gives(200);
    let access = next["access_token"].as_str().unwrap();
    one.get("/v1/me").token(access).await.gives(200);
    other
        .post("/v1/auth/sign-out")
        .token(access)
        .await
        .gives(204);
    one.get("/v1/me")
        .token(access)
        .await
        .refuses(401, "not_signed_in");
    tokio::join!(one.stop(), other.stop());
}

/// Each question is asked by one node and answered at the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_game_is_played_on_two_nodes() {
    let here = Deployment::on(Kind::Postgres);
    let (one, other) = tokio::join!(here.start(), here.start());
    let (grace, ada) = (one.admin().await, other.player("ada").await);
    let mut game = Game::start(&one, &ada, serde_json::json!({ "count": 5 })).await;
    let mut there = Game::resume(&other, &ada, &game.id);
    for number in 1..=5 {
        let question = game.question().await;
        assert_eq!(there.question().await, question);
        let letter = other.letter(&grace, &question, Aim::Right).await;
        let told = there.answer(&question, &letter).await;
        assert_eq!(
            game.answer(&question, &letter).await,
            told,
            "the same again, elsewhere"
        );
        assert_eq!(game.session().await["answered"], number);
    }
    let coins = game.session().await["ended"]["coins"]["amount"].clone();
    for node in [&one, &other] {
        assert_eq!(coins, node.balance(&ada, "WISE").await);
    }
    tokio::join!(one.stop(), other.stop());
    here.books_fit().await;
}

fn roles(me: &Value) -> Vec<&str> {
    me["roles"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|grant| grant["role"].as_str())
        .collect()
}

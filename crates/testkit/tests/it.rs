//! What needs both a real request and a moved clock, on every store.
#![expect(clippy::unwrap_used, reason = "tests: what panics has failed")]

use ludger_domain::accounts::Role;
use ludger_testkit::app::{On, Player, TestApp, Wise};
use serde_json::{Value, json};
use std::time::Duration;

macro_rules! on_every_store {
    ($($scenario:ident,)*) => {
        on_every_store! { memory Memory: $($scenario,)* }
        on_every_store! { sqlite Sqlite: $($scenario,)* }
        on_every_store! { postgres Postgres: $($scenario,)* }
    };
    ($store:ident $on:ident: $($scenario:ident,)*) => {
        mod $store {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $scenario() {
                super::$scenario(super::TestApp::on(super::On::$on).await).await;
            })*
        }
    };
}

on_every_store! {
    points_fall_with_the_time_taken,
    a_session_left_alone_for_a_day_is_forfeited,
    an_access_token_dies_after_a_quarter_of_an_hour,
    a_refresh_token_dies_after_a_week,
    a_statement_has_what_was_posted_between_two_instants,
}

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

async fn points_fall_with_the_time_taken(app: TestApp) {
    let mia = app.player("mia").who_is(Role::Moderator).await;
    let ada = app.player("ada").with(100.wise()).await;
    fill_the_bank(&mia, 5).await;
    let session = start(&ada).await;
    let mut score = 0;
    for (answer_time_ms, points) in [
        (3_000, 100),
        (3_001, 50),
        (6_000, 50),
        (6_001, 25),
        (60_000, 25),
    ] {
        let question = ada.get(&format!("{session}/question")).await.gives(200);
        app.advance(Duration::from_millis(answer_time_ms));
        let told = answer_right(&mia, &ada, &session, &question).await;
        score += points;
        assert_eq!(
            (&told["points_awarded"], &told["score"]),
            (&points.into(), &score.into()),
            "after {answer_time_ms} ms"
        );
    }
    let ended = &ada.get(&session).await.gives(200)["ended"];
    assert_eq!(
        (&ended["result"], &ended["coins"]["amount"]),
        (&"win".into(), &"25".into())
    );
    assert_eq!(ada.balance("WISE").await, "125");
    app.books_fit().await;
}

async fn a_session_left_alone_for_a_day_is_forfeited(app: TestApp) {
    let mia = app.player("mia").who_is(Role::Moderator).await;
    let mut ada = app.player("ada").await;
    fill_the_bank(&mia, 5).await;
    let session = start(&ada).await;
    let question = ada.get(&format!("{session}/question")).await.gives(200);
    answer_right(&mia, &ada, &session, &question).await;

    app.advance(just_under(24 * HOUR));
    ada.signs_in().await;
    assert_eq!(ada.get(&session).await.gives(200)["status"], "active");
    app.advance(SECOND);
    let left = ada.get(&session).await.gives(200);
    assert_eq!(
        (&left["status"], &left["ended"]["end"]),
        (&"finished".into(), &"forfeited".into())
    );
    assert_eq!(
        (&left["score"], &left["ended"]["coins"]["amount"]),
        (&100.into(), &"0".into())
    );
    ada.get(&format!("{session}/question"))
        .await
        .refuses(409, "session_finished");
    assert_eq!(ada.balance("WISE").await, "0");
    assert_ne!(start(&ada).await, session, "the next one is a new one");
}

async fn an_access_token_dies_after_a_quarter_of_an_hour(app: TestApp) {
    let mut ada = app.player("ada").await;
    app.advance(just_under(15 * MINUTE));
    assert_eq!(ada.get("/v1/me").await.gives(200)["username"], "ada");
    app.advance(SECOND);
    let problem = ada.get("/v1/me").await.refuses(401, "not_signed_in");
    assert_eq!(problem["reason"], "token_expired");
    assert_eq!(ada.refreshes().await.gives(200)["access_expires_in_s"], 900);
    ada.get("/v1/me").await.gives(200);
}

async fn a_refresh_token_dies_after_a_week(app: TestApp) {
    let mut ada = app.player("ada").await;
    app.advance(just_under(7 * 24 * HOUR));
    ada.refreshes().await.gives(200);
    app.advance(7 * 24 * HOUR);
    let problem = ada.refreshes().await.refuses(401, "not_signed_in");
    assert_eq!(problem["reason"], "token_expired");
    ada.signs_in().await;
    ada.get("/v1/me").await.gives(200);
}

async fn a_statement_has_what_was_posted_between_two_instants(app: TestApp) {
    let mut ada = app.player("ada").await;
    let mut instants = Vec::new();
    for amount in [1, 2, 3] {
        instants.push(app.now());
        app.give(ada.id, amount.wise()).await;
        app.advance(HOUR);
    }
    ada.signs_in().await;
    let (second, third) = (instants[1], instants[2]);
    for (filter, expected) in [
        (String::new(), &["3", "2", "1"][..]),
        (format!("&from={second}"), &["3", "2"]),
        (format!("&to={third}"), &["2", "1"]),
        (format!("&from={second}&to={third}"), &["2"]),
        (format!("&from={third}&to={third}"), &[]),
        (format!("&from={}", app.now()), &[]),
    ] {
        let path = format!("/v1/me/transactions?limit=10{filter}");
        let page = ada.get(&path).await.gives(200);
        let amounts: Vec<_> = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["amount"]["amount"].as_str().unwrap())
            .collect();
        assert_eq!(amounts, expected, "{path}");
    }
    app.books_fit().await;
}

/// A second less.
fn just_under(time: Duration) -> Duration {
    time.saturating_sub(SECOND)
}

/// A topic of so many questions.
async fn fill_the_bank(mia: &Player<'_>, questions: usize) {
    let topic = json!({ "title": "Sums" });
    let topic = mia.post("/v1/topics", &topic).await.gives(201);
    for n in 0..questions {
        let question = json!({
            "topic": topic["id"],
            "kind": "single",
            "content": format!("{n} + {n}?"),
            "answers": [
                { "content": (n + n).to_string(), "is_correct": true },
                { "content": "-1" },
                { "content": "-2" },
            ],
        });
        mia.post("/v1/questions", &question).await.gives(201);
    }
}

/// The path of a new session of five questions.
async fn start(player: &Player<'_>) -> String {
    let session = player.post("/v1/sessions", &json!({ "count": 5 })).await;
    let session = session.gives(201);
    format!("/v1/sessions/{}", session["id"].as_str().unwrap())
}

/// The verdict on the right choice, which somebody looked up who may.
async fn answer_right(
    keeper: &Player<'_>,
    player: &Player<'_>,
    session: &str,
    question: &Value,
) -> Value {
    let id = question["question_id"].as_str().unwrap();
    let whole = keeper.get(&format!("/v1/questions/{id}")).await.gives(200);
    let [answers, choices] =
        [&whole["answers"], &question["choices"]].map(|list| list.as_array().unwrap());
    let right = answers.iter().find(|answer| answer["is_correct"] == true);
    let chosen = choices
        .iter()
        .find(|choice| choice["content"] == right.unwrap()["content"]);
    let given = json!({ "choice": chosen.unwrap()["choice"] });
    let answer = json!({ "question": id, "answer": given });
    let told = player.post(&format!("{session}/answers"), &answer).await;
    told.gives(200)["verdict"].clone()
}

//! Games of several players, each of whom may be on another node.

use crate::harness::{Aim, Deployment, Game, Server, User, assert_tells_nothing};
use futures::future::join_all;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, sleep};

on_both_databases! {
    a_game_goes_on_when_a_node_is_killed,
    nobody_who_answers_twice_or_late_is_counted,
}

/// Longer than a countdown, a question that nobody answers, and the time to the next one.
const SOON: Duration = Duration::from_secs(30);

/// The next question, as soon as it is open.
async fn next_question(server: &Server, player: &User, session: &str, number: i64) -> Value {
    let begun = Instant::now();
    loop {
        let path = format!("/v1/sessions/{session}/question");
        let answer = server.get(&path).as_(player).await;
        assert_tells_nothing(&answer.json());
        if answer.status == 200 && answer.json()["number"] == number {
            return answer.json();
        }
        assert!(begun.elapsed() < SOON, "{}", answer.told());
        sleep(Duration::from_millis(50)).await;
    }
}

/// A session of five questions, with a seat for each of them and all ready.
async fn seated(places: &[(&Server, &User)]) -> String {
    let (server, host) = places[0];
    let wish = json!({ "mode": "comp", "count": 5, "seats": places.len() });
    let made = server
        .post("/v1/sessions")
        .as_(host)
        .json(wish)
        .await
        .gives(201);
    let (id, code) = (made["id"].as_str().unwrap(), &made["join_code"]);
    for (server, user) in &places[1..] {
        let joined = server
            .post("/v1/sessions/join")
            .as_(user)
            .json(json!({ "code": code }))
            .await;
        assert_eq!(joined.gives(200)["id"], id);
    }
    for (server, user) in places {
        let path = format!("/v1/sessions/{id}/ready");
        server
            .put(&path)
            .as_(user)
            .json(json!({ "ready": true }))
            .await
            .gives(200);
    }
    id.to_owned()
}

async fn a_game_goes_on_when_a_node_is_killed(here: Deployment) {
    let (one, other) = (here.start().await, here.start().await);
    let (grace, ada, ben) = (
        one.admin().await,
        one.player("ada").await,
        one.player("ben").await,
    );
    let id = seated(&[(&one, &ada), (&other, &ben)]).await;
    let mut at_one = Some(one);
    let mut last = Vec::new();
    for number in 1..=5 {
        if number == 3 {
            at_one.take().unwrap().kill().await;
        }
        let of_ada = at_one.as_ref().unwrap_or(&other);
        let question = next_question(of_ada, &ada, &id, number).await;
        next_question(&other, &ben, &id, number).await;
        let right = other.letter(&grace, &question, Aim::Right).await;
        let first = Game::resume(of_ada, &ada, &id)
            .try_answer(&question, &right)
            .await;
        assert_eq!(first.gives(200)["verdict"], Value::Null);
        assert_tells_nothing(&first.json());
        let session = other.get(&format!("/v1/sessions/{id}")).as_(&ben).await;
        assert_tells_nothing(&session.json());
        assert_eq!(session.json()["answered"], number - 1);
        // The other one is wrong once, and keeps a heart less for it.
        let aim = if number == 2 { Aim::Wrong } else { Aim::Right };
        let letter = other.letter(&grace, &question, aim).await;
        let second = Game::resume(&other, &ben, &id)
            .try_answer(&question, &letter)
            .await;
        assert_eq!(
            second.gives(200)["verdict"]["is_correct"],
            aim == Aim::Right
        );
        last.push(second.json());
    }
    assert_eq!(last[4]["ended"]["result"], "loss");
    assert_ended(&other, &ada, &id, (3, "win", 1)).await;
    assert_ended(&other, &ben, &id, (2, "loss", 2)).await;
    other.stop().await;
    here.books_fit().await;
}

/// The hearts, result and rank of a player; and points that fit one another wherever they are told.
async fn assert_ended(
    server: &Server,
    user: &User,
    id: &str,
    (hearts, result, rank): (i64, &str, i64),
) {
    let session = server
        .get(&format!("/v1/sessions/{id}"))
        .as_(user)
        .await
        .gives(200);
    let ended = &session["ended"];
    assert_eq!(
        (&session["hearts_left"], &ended["result"]),
        (&hearts.into(), &result.into())
    );
    let review = server
        .get(&format!("/v1/sessions/{id}/review"))
        .as_(user)
        .await
        .gives(200);
    let points: i64 = review["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["points_awarded"].as_i64().unwrap())
        .sum();
    assert_eq!(session["score"], points);
    let coins = (points / 10).to_string();
    assert_eq!(ended["coins"]["amount"], coins);
    assert_eq!(server.balance(user, "WISE").await, coins);
    let place = server
        .get("/v1/boards/comp/all_time/me")
        .as_(user)
        .await
        .gives(200);
    assert_eq!(
        (&place["score"], &place["rank"], &place["players"]),
        (&points.into(), &rank.into(), &2.into())
    );
}

async fn nobody_who_answers_twice_or_late_is_counted(here: Deployment) {
    let server = here.start().await;
    let (grace, ada, ben) = (
        server.admin().await,
        server.player("ada").await,
        server.player("ben").await,
    );
    let id = seated(&[(&server, &ada), (&server, &ben)]).await;
    let question = next_question(&server, &ada, &id, 1).await;
    let right = server.letter(&grace, &question, Aim::Right).await;
    let wrong = server.letter(&grace, &question, Aim::Wrong).await;
    let game = Game::resume(&server, &ada, &id);
    let letters = [&right, &wrong];
    let answers = join_all((0..50).map(|n| game.try_answer(&question, letters[n % 2]))).await;
    let taken: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status == 200)
        .collect();
    assert_eq!(taken.len(), 25, "the first one, and whoever says the same");
    for answer in &answers {
        assert_tells_nothing(&answer.json());
        match answer.status {
            200 => assert_eq!(answer.json(), taken[0].json()),
            _ => drop(answer.refuses(409, "already_answered")),
        }
    }
    // Ben says nothing. The clock closes the question, and he is a heart short.
    next_question(&server, &ben, &id, 2).await;
    let late = Game::resume(&server, &ben, &id)
        .try_answer(&question, &right)
        .await;
    late.refuses(409, "not_current_question");
    let session = server
        .get(&format!("/v1/sessions/{id}"))
        .as_(&ben)
        .await
        .gives(200);
    assert_eq!(
        (&session["hearts_left"], &session["score"]),
        (&2.into(), &0.into())
    );
    server.stop().await;
    here.books_fit().await;
}

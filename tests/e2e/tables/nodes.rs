//! A game whose players are on several nodes.

use super::{next_question, seated};
use crate::harness::{Aim, Deployment, Game, Server, User, assert_tells_nothing};
use serde_json::Value;

on_both_databases! {
    a_game_goes_on_when_a_node_is_killed,
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

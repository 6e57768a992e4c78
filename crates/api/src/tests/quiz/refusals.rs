//! What a session does not allow, and under which code.

use super::World;
use super::client::{id_in, sum};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;

#[actix_web::test]
async fn every_answer_that_does_not_count_says_why() {
    let world = World::new();
    let mia = world.moderator().await;
    let topic = mia.fills("Sums", 5).await;
    let ada = world.player().await;
    let session = ada.starts().await;
    let answers = format!("{session}/answers");
    let right = world.letter(id_in(&session), true).await;
    let early = ada.answers(&session, right).await;
    assert_eq!(
        (early.status, early.code().as_str()),
        (409, "question_not_served")
    );

    ada.looks(&session).await;
    let strange =
        json!({ "question": "00000000-0000-7000-8000-999999999999", "answer": { "choice": "A" } });
    let elsewhere = ada.post(&answers, strange).await;
    assert_eq!(
        (elsewhere.status, elsewhere.code().as_str()),
        (409, "not_current_question")
    );
    let next = world.stored(id_in(&session)).await.questions[1];
    let ahead = ada.answers(&session, (next, right.1)).await;
    assert_eq!(
        (ahead.status, ahead.code().as_str()),
        (409, "not_current_question")
    );
    for (given, pointer, fault) in [
        (json!({ "choice": "F" }), "/answer", "unknown_choice"),
        (json!({ "choice": "b" }), "/answer/choice", "unknown_value"),
        (json!({ "choice": "" }), "/answer/choice", "unknown_value"),
        (json!({ "text": "2" }), "/answer", "wrong_form"),
        (json!({ "choices": ["A"] }), "/answer", "wrong_form"),
        (json!({}), "/answer", "one_answer"),
        (
            json!({ "choice": "A", "text": "2" }),
            "/answer",
            "one_answer",
        ),
    ] {
        let none = ada
            .post(&answers, json!({ "question": right.0, "answer": given }))
            .await;
        assert_eq!(
            (none.status, none.code().as_str()),
            (422, "validation_failed")
        );
        let told = &none.json()["errors"][0];
        assert_eq!(
            (&told["pointer"], &told["code"]),
            (&json!(pointer), &json!(fault)),
            "{given}"
        );
    }
    let shapeless = ada
        .post(&answers, json!({ "question_id": right.0, "answer": "A" }))
        .await;
    assert_eq!(
        (shapeless.status, shapeless.code().as_str()),
        (422, "validation_failed")
    );

    let edited = format!("/v1/questions/{}", right.0);
    mia.edit(Method::PUT, &edited, "\"v1\"", sum(&topic, 77))
        .await;
    let stale = ada.answers(&session, right).await;
    assert_eq!(
        (stale.status, stale.code().as_str()),
        (409, "question_changed")
    );
    ada.looks(&session).await;

    let right = world.letter(id_in(&session), true).await;
    let wrong = world.letter(id_in(&session), false).await;
    assert_eq!(ada.answers(&session, right).await.status, 200);
    let other = ada.answers(&session, wrong).await;
    assert_eq!(
        (other.status, other.code().as_str()),
        (409, "already_answered")
    );
    let unfinished = ada.get(&format!("{session}/review")).await;
    assert_eq!(
        (unfinished.status, unfinished.code().as_str()),
        (409, "session_not_finished")
    );
}

/// What each thing that one can do with a session is answered with.
async fn codes(ada: &super::Client<'_>, world: &World, session: &str) -> Vec<(u16, String)> {
    let asked = world.stored(id_in(session)).await;
    let question = asked.current().unwrap_or(asked.questions[0]);
    let post = |what: &str| TestRequest::post().uri(&format!("{session}/{what}"));
    let answers = [
        ada.looks(session).await,
        ada.answers(session, (question, ludger_domain::quiz::Letter::A))
            .await,
        ada.send(post("pause")).await,
        ada.send(post("resume")).await,
        ada.delete(session).await,
    ];
    answers
        .iter()
        .map(|answer| (answer.status, answer.code()))
        .collect()
}

#[actix_web::test]
async fn a_finished_session_stays_as_it_is() {
    let world = World::new();
    world.moderator().await.fills("Sums", 5).await;
    let ada = world.player().await;
    let session = ada.starts().await;
    ada.delete(&session).await;
    let expected = vec![(409, "session_finished".to_owned()); 5];
    assert_eq!(codes(&ada, &world, &session).await, expected);
}

#[actix_web::test]
async fn a_session_that_waits_for_players_cannot_be_played() {
    let world = World::new();
    world.moderator().await.fills("Sums", 5).await;
    let ada = world.player().await;
    let waiting = ada.post("/v1/sessions", json!({ "mode": "comp" })).await;
    let session = waiting.header("location").unwrap().to_owned();
    let post = |what: &str| TestRequest::post().uri(&format!("{session}/{what}"));
    for answer in [
        ada.looks(&session).await,
        ada.send(post("pause")).await,
        ada.send(post("resume")).await,
    ] {
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (409, "session_not_started")
        );
    }
}

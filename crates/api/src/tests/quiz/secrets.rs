//! Nothing that is sent before an answer gives it away.

use super::World;
use super::client::id_in;
use crate::tests::harness::Answer;
use actix_web::test::TestRequest;
use ludger_domain::quiz::Question;
use serde_json::Value;

const GIVEAWAYS: [&str; 12] = [
    "is_correct",
    "right",
    "explanation",
    "feedback",
    "weight",
    "answer",
    "answers",
    "correct",
    "selected",
    "chosen",
    "seed",
    "counterpart",
];

/// Every key and every text of a value, however deep.
fn words(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            found.push(key.clone());
            words(value, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| words(item, found)),
        other => found.push(
            other
                .as_str()
                .map_or_else(|| other.to_string(), str::to_owned),
        ),
    }
}

/// What must not be sent of questions that are not answered yet: ids of answers, and the texts for later.
fn secrets_of(question: &Question) -> Vec<String> {
    let answers = question.answers.iter();
    let later = answers.flat_map(|answer| [Some(answer.id.to_string()), answer.feedback.clone()]);
    later
        .flatten()
        .chain([question.explanation.clone()])
        .collect()
}

fn check(answer: &Answer, secrets: &[String]) {
    let mut found = Vec::new();
    words(&answer.json(), &mut found);
    let headers: Vec<_> = answer
        .headers
        .iter()
        .map(|(_, value)| value.to_str().unwrap())
        .collect();
    for word in found {
        assert!(
            !GIVEAWAYS.contains(&word.as_str()),
            "{word} in {}",
            answer.body
        );
    }
    for secret in secrets {
        assert!(!answer.body.contains(secret), "{secret} in {}", answer.body);
        assert!(
            !headers.iter().any(|header| header.contains(secret)),
            "{secret} in a header"
        );
    }
}

#[actix_web::test]
async fn nothing_before_an_answer_gives_it_away() {
    let world = World::new();
    world.moderator().await.fills("Sums", 8).await;
    let ada = world.player().await;
    let started = ada.post("/v1/sessions", serde_json::json!({})).await;
    let session = started.header("location").unwrap();
    let mut open = Vec::new();
    for question in world.stored(id_in(session)).await.questions {
        open.push(secrets_of(&world.question(question).await));
    }
    check(&started, &open.concat());
    while world.stored(id_in(session)).await.current().is_some() {
        let unseen = open.concat();
        let post = |what: &str| TestRequest::post().uri(&format!("{session}/{what}"));
        let wrong_letter = serde_json::json!({
            "question": world.stored(id_in(session)).await.current(), "answer": { "choice": "F" },
        });
        for answer in [
            ada.looks(session).await,
            ada.get(session).await,
            ada.get("/v1/sessions").await,
            ada.get("/v1/topics").await,
            ada.get("/v1/questions").await,
            ada.get("/v1/questions/export?format=json").await,
            ada.get(&format!("{session}/review")).await,
            ada.post(&format!("{session}/answers"), wrong_letter).await,
            ada.post("/v1/sessions", serde_json::json!({})).await,
            ada.send(post("pause")).await,
            ada.looks(session).await,
            ada.send(post("resume")).await,
        ] {
            check(&answer, &unseen);
        }
        let told = ada.plays(session, true, 100).await;
        open.remove(0);
        assert!(
            !open
                .concat()
                .iter()
                .any(|secret| told.body.contains(secret)),
            "{}",
            told.body
        );
    }
}

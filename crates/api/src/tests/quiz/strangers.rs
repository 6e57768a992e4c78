//! Who asks for what is not theirs.

use super::client::sum;
use super::{Client, World};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use ludger_domain::accounts::Role;
use serde_json::{Value, json};

/// Every route of the bank and of sessions, with a body that could be taken.
fn requests(topic: &str, question: &str, session: &str) -> Vec<(Method, String, Option<Value>)> {
    let (topic_path, question_path) = (
        format!("/v1/topics/{topic}"),
        format!("/v1/questions/{question}"),
    );
    let answer = json!({ "question": question, "answer": { "choice": "A" } });
    vec![
        (Method::GET, "/v1/topics".to_owned(), None),
        (Method::GET, topic_path.clone(), None),
        (
            Method::POST,
            "/v1/topics".to_owned(),
            Some(json!({ "title": "Mine" })),
        ),
        (
            Method::PATCH,
            topic_path.clone(),
            Some(json!({ "title": "Mine" })),
        ),
        (Method::DELETE, topic_path, None),
        (Method::GET, "/v1/questions".to_owned(), None),
        (
            Method::POST,
            "/v1/questions".to_owned(),
            Some(sum(topic, 1)),
        ),
        (Method::GET, question_path.clone(), None),
        (Method::PUT, question_path.clone(), Some(sum(topic, 1))),
        (Method::DELETE, question_path, None),
        (
            Method::POST,
            "/v1/questions/import?format=json".to_owned(),
            Some(json!({})),
        ),
        (
            Method::GET,
            "/v1/questions/export?format=gift".to_owned(),
            None,
        ),
        (Method::GET, "/v1/sessions".to_owned(), None),
        (Method::POST, "/v1/sessions".to_owned(), Some(json!({}))),
        (Method::GET, session.to_owned(), None),
        (Method::DELETE, session.to_owned(), None),
        (Method::GET, format!("{session}/question"), None),
        (Method::POST, format!("{session}/answers"), Some(answer)),
        (
            Method::PUT,
            format!("{session}/ready"),
            Some(json!({ "ready": true })),
        ),
        (
            Method::DELETE,
            format!("{session}/players/{question}"),
            None,
        ),
        (Method::POST, format!("{session}/pause"), None),
        (Method::POST, format!("{session}/resume"), None),
        (Method::GET, format!("{session}/review"), None),
    ]
}

/// The status of every one of them for this client, with its code where it was refused.
async fn asks(client: &Client<'_>, requests: &[(Method, String, Option<Value>)]) -> Vec<String> {
    let mut told = Vec::new();
    for (method, path, body) in requests {
        let request = TestRequest::with_uri(path).method(method.clone());
        let request = request.insert_header(("if-match", "\"v1\""));
        let answer = client.send(match body {
            Some(body) => request.set_json(body),
            None => request,
        });
        let answer = answer.await;
        let code = if answer.status < 400 {
            String::new()
        } else {
            answer.code()
        };
        let path = path
            .split('/')
            .map(|part| if part.len() == 36 { "{id}" } else { part });
        let path: Vec<_> = path.collect();
        told.push(format!(
            "{method} {}: {} {code}",
            path.join("/"),
            answer.status
        ));
    }
    told
}

#[actix_web::test]
async fn each_role_may_what_it_may() {
    let world = World::new();
    let mia = world.moderator().await;
    let topic = mia.fills("Sums", 5).await;
    let question = mia.get("/v1/questions").await.json()["items"][0]["id"].clone();
    let ada = world.player().await;
    let session = ada.starts().await;
    let requests = requests(&topic, question.as_str().unwrap(), &session);

    let nobody = Client::new(&world, "lat_none", ada.user);
    for told in asks(&nobody, &requests).await {
        assert!(told.ends_with("401 not_signed_in"), "{told}");
    }
    let bob = world.player().await;
    insta::assert_json_snapshot!("another_player", asks(&bob, &requests).await);
    let machine = world.somebody(Role::Ledger).await;
    insta::assert_json_snapshot!("a_service", asks(&machine, &requests).await);
    assert_eq!(
        world.stored(super::client::id_in(&session)).await.version,
        1,
        "nothing has happened"
    );

    let refused = bob.get("/v1/questions").await;
    assert_eq!(refused.json()["permission"], "questions.manage");
}

#[actix_web::test]
async fn what_is_not_there_is_not_found() {
    let world = World::new();
    let admin = world.somebody(Role::Admin).await;
    let nowhere = "00000000-0000-7000-8000-999999999999";
    let topic = admin.fills("Sums", 0).await;
    let requests = requests(nowhere, nowhere, &format!("/v1/sessions/{nowhere}"));
    let with_id = requests
        .into_iter()
        .filter(|(_, path, _)| path.contains(nowhere));
    let mut with_id: Vec<_> = with_id.collect();
    for (_, path, body) in &mut with_id {
        if path.contains("questions") && body.is_some() {
            *body = Some(sum(&topic, 1));
        }
    }
    assert_eq!(with_id.len(), 15);
    for told in asks(&admin, &with_id).await {
        assert!(told.ends_with("404 not_found"), "{told}");
    }
}

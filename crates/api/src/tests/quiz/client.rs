//! Somebody who is signed in, with what they do.

use super::World;
use crate::app::build_app;
use crate::tests::harness::{Answer, read};
use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use ludger_domain::ids::{QuestionId, UserId};
use ludger_domain::quiz::Letter;
use serde_json::{Value, json};
use std::time::Duration;

pub(super) struct Client<'w> {
    pub(super) world: &'w World,
    pub(super) token: String,
    pub(super) user: UserId,
    pub(super) email: String,
}

impl<'w> Client<'w> {
    pub(super) fn new(world: &'w World, token: &str, user: UserId) -> Self {
        Self {
            world,
            token: token.to_owned(),
            user,
            email: String::new(),
        }
    }

    pub(super) async fn send(&self, request: TestRequest) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let request = request.insert_header(("authorization", bearer));
        let app = test::init_service(build_app(self.world.shared.clone(), |_| {})).await;
        read(test::call_service(&app, request.to_request()).await).await
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(TestRequest::post().uri(path).set_json(body))
            .await
    }

    pub(super) async fn delete(&self, path: &str) -> Answer {
        self.send(TestRequest::delete().uri(path)).await
    }

    /// An edit of what had this tag.
    pub(super) async fn edit(&self, method: Method, path: &str, tag: &str, body: Value) -> Answer {
        let request = TestRequest::with_uri(path).method(method).set_json(body);
        self.send(request.insert_header(("if-match", tag))).await
    }

    pub(super) async fn upload(&self, path: &str, kind: &str, body: impl Into<Vec<u8>>) -> Answer {
        let request = TestRequest::post()
            .uri(path)
            .insert_header(("content-type", kind));
        self.send(request.set_payload(body.into())).await
    }

    /// A topic with so many questions; its id.
    pub(super) async fn fills(&self, title: &str, questions: usize) -> String {
        let topic = self
            .post("/v1/topics", json!({ "title": title }))
            .await
            .id();
        for n in 0..questions {
            let answer = self.post("/v1/questions", sum(&topic, n)).await;
            assert_eq!(answer.status, 201, "{}", answer.body);
        }
        topic
    }

    /// A new session of five questions; its path.
    pub(super) async fn starts(&self) -> String {
        let answer = self.post("/v1/sessions", json!({ "count": 5 })).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.header("location").unwrap().to_owned()
    }

    pub(super) async fn looks(&self, session: &str) -> Answer {
        self.get(&format!("{session}/question")).await
    }

    pub(super) async fn answers(
        &self,
        session: &str,
        (question, letter): (QuestionId, Letter),
    ) -> Answer {
        let body = json!({ "question": question, "answer": { "choice": letter } });
        self.post(&format!("{session}/answers"), body).await
    }

    /// Looks at the current question, and answers it so many milliseconds later.
    pub(super) async fn plays(&self, session: &str, is_right: bool, after_ms: u64) -> Answer {
        let shown = self.looks(session).await;
        assert_eq!(shown.status, 200, "{}", shown.body);
        self.world.advance(Duration::from_millis(after_ms));
        let answer = self.world.letter(id_in(session), is_right).await;
        let told = self.answers(session, answer).await;
        assert_eq!(told.status, 200, "{}", told.body);
        told
    }
}

impl Answer {
    /// The id of what was made or shown.
    pub(super) fn id(&self) -> String {
        self.json()["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{}", self.body))
            .to_owned()
    }
}

/// The id at the end of a path.
pub(super) fn id_in(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// A question with everything that an author can write.
pub(super) fn sum(topic: &str, n: usize) -> Value {
    json!({
        "topic": topic,
        "kind": "single",
        "difficulty": 1 + n % 5,
        "content": format!("{n} + {n}?"),
        "explanation": format!("{n} and {n} make {}", n + n),
        "tags": ["sums"],
        "answers": [
            { "content": format!("{}", n + n), "is_correct": true, "feedback": format!("Yes, {n} + {n}!") },
            { "content": "-1", "feedback": format!("No, {n} + {n}!") },
            { "content": "-2" },
        ],
    })
}

//! A request for each route that could be taken: what stands in its path, its query and its body.

use super::objects::Named;
use super::world::{PASSWORD, World};
use actix_web::test::TestRequest;
use ludger_domain::accounts::Purpose;
use serde_json::{Value, json};

enum Body {
    None,
    Json(Value),
    Text(&'static str, &'static str),
}

impl World {
    /// A valid request about what is named.
    pub(super) async fn request(&self, route: &str, named: &Named) -> TestRequest {
        let (method, path) = route.split_once(' ').unwrap();
        let uri = path
            .replace("{id}", &named.id)
            .replace("{email}", &named.id)
            .replace("{user}", &named.other)
            .replace("{role}", "moderator")
            .replace("{currency}", "INR")
            .replace("{mode}", "solo")
            .replace("{period}", "weekly")
            .replace("{sequence}", &named.id)
            .replace("{file:.*}", "swagger-ui.css")
            .replace("{file}", &named.id);
        let request = TestRequest::with_uri(&format!("{uri}{}", query(route)))
            .method(method.parse().unwrap())
            .insert_header(("if-match", "\"v1\""))
            .insert_header(("idempotency-key", self.word("key")));
        match self.body(route, named).await {
            Body::None => request,
            Body::Json(body) => request.set_json(body),
            Body::Text(kind, text) => request
                .insert_header(("content-type", kind))
                .set_payload(text),
        }
    }

    async fn body(&self, route: &str, named: &Named) -> Body {
        Body::Json(match route {
            "POST /v1/auth/register" | "POST /v1/setup" => self.newcomer(route).await,
            "POST /v1/auth/sign-in"
            | "POST /v1/auth/magic-link"
            | "POST /v1/auth/forgot-password" => self.by_email(route).await,
            "POST /v1/auth/magic-link/redeem"
            | "POST /v1/auth/reset-password"
            | "POST /v1/auth/verify-email"
            | "POST /v1/auth/change-email"
            | "POST /v1/auth/refresh" => self.with_a_secret(route).await,
            "PATCH /v1/me" => json!({ "locale": "de-AT" }),
            "PUT /v1/me/password" => {
                json!({ "current_password": PASSWORD, "new_password": "five loud herons" })
            }
            "POST /v1/me/reauthenticate" => json!({ "password": PASSWORD }),
            "POST /v1/me/api-tokens" => json!({ "name": "nightly", "scopes": [] }),
            "POST /v1/topics" | "PATCH /v1/topics/{id}" => json!({ "title": self.word("topic") }),
            "POST /v1/questions" | "PUT /v1/questions/{id}" => self.question().await,
            "POST /v1/quizzes" | "PUT /v1/quizzes/{id}" => {
                json!({ "title": self.word("quiz"), "topic": self.topic().await })
            }
            "POST /v1/questions/import" => {
                return Body::Text("text/plain", "::a:: 1 + 1? {=2 ~3}");
            }
            "POST /v1/media" => return Body::Text("image/png", "png: a picture"),
            "POST /v1/admin/allow-list" => {
                return Body::Text("text/csv", "name,email,level\nAda,ada@example.org,power\n");
            }
            "POST /v1/me/email" | "POST /v1/admin/invitations" => {
                json!({ "email": format!("{}@example.org", self.word("new")) })
            }
            "POST /v1/me/second-factor/confirm" => json!({ "code": self.code() }),
            "POST /v1/sessions" => json!({}),
            "POST /v1/sessions/join" => json!({ "code": "000000" }),
            "PUT /v1/sessions/{id}/ready" => json!({ "ready": true }),
            "POST /v1/sessions/{id}/answers" => {
                json!({ "question": named.other, "answer": { "choice": "A" } })
            }
            "PATCH /v1/admin/users/{id}" => json!({ "tier": "curious" }),
            "POST /v1/ledger/transfers" => deposit(&named.id),
            "POST /v1/ledger/transfers/batch" => {
                json!({ "transfers": [deposit(&named.id)], "all_together": true })
            }
            "POST /v1/admin/adjustments" => json!({
                "user": named.id, "type": "credit", "amount": "1.00", "currency": "INR", "reason": "a prize",
            }),
            "POST /v1/admin/transfers/{id}/reversal" => json!({ "reason": "posted twice" }),
            _ => return Body::None,
        })
    }

    async fn newcomer(&self, route: &str) -> Value {
        let name = self.word("new");
        let mut body = json!({
            "email": format!("{name}@example.org"), "username": name, "password": PASSWORD,
        });
        if route == "POST /v1/setup" {
            body["token"] = self.setup_token().await.into();
        }
        body
    }

    async fn by_email(&self, route: &str) -> Value {
        let email = self.somebody(None).await.email.unwrap();
        let mut body = json!({ "email": email.as_str() });
        if route == "POST /v1/auth/sign-in" {
            body["password"] = PASSWORD.into();
        }
        body
    }

    async fn with_a_secret(&self, route: &str) -> Value {
        let link = |purpose| async move { json!({ "token": self.link(purpose).await }) };
        match route {
            "POST /v1/auth/magic-link/redeem" => link(Purpose::MagicLink).await,
            "POST /v1/auth/verify-email" => link(Purpose::Verification).await,
            "POST /v1/auth/change-email" => link(Purpose::EmailChange).await,
            "POST /v1/auth/reset-password" => {
                let mut body = link(Purpose::PasswordReset).await;
                body["password"] = "five loud herons".into();
                body
            }
            _ => {
                let user = self.somebody(None).await.id;
                json!({ "refresh_token": self.signs_in(user, true).await.refresh })
            }
        }
    }

    async fn question(&self) -> Value {
        json!({
            "topic": self.topic().await, "kind": "single", "content": format!("{}?", self.word("what")),
            "answers": [{ "content": "this", "is_correct": true }, { "content": "that" }],
        })
    }
}

fn query(route: &str) -> &'static str {
    match route {
        "GET /v1/me/transactions/export" => "?format=csv",
        "GET /v1/me/wallets/{currency}/balance" => "?at=2026-01-01T00:00:00Z",
        "GET /v1/questions/export" => "?format=json",
        "POST /v1/questions/import" => "?format=gift&topic=Sums",
        "GET /v1/ledger/transfers" => "?reference=none",
        _ => "",
    }
}

fn deposit(user: &str) -> Value {
    json!({
        "category": "deposit",
        "entries": [
            { "account": { "system": "clearing/card" }, "amount": "-12.50", "currency": "INR" },
            { "account": { "user": user }, "amount": "12.50", "currency": "INR" },
        ],
    })
}

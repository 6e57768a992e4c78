//! A deployment in memory, and whoever talks to it.

use crate::app::{Shared, build_app};
use crate::health::{Check, Readiness};
use crate::rates::RateLimits;
use crate::settings::ApiSettings;
use crate::state::{ApiParts, ApiState};
use crate::tests::harness::{Answer, read};
use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use async_trait::async_trait;
use ludger_application::{Ports, Settings, UseCases, Worker};
use ludger_domain::accounts::{Email, RegistrationPolicy};
use ludger_domain::money::Currencies;
use ludger_ports::{Ids, Letter, MockMailer};
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::{FakeClock, plain_hasher, plain_vault, seeded_entropy, sequential_ids};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

pub(in crate::tests) const PASSWORD: &str = "four quiet herons";

pub(in crate::tests) struct World {
    pub(in crate::tests) clock: Arc<FakeClock>,
    pub(in crate::tests) store: MemoryStore,
    pub(in crate::tests) ids: Arc<dyn Ids>,
    ports: Ports,
    use_cases: Arc<UseCases>,
    shared: Shared,
}

struct Ready;

#[async_trait]
impl Readiness for Ready {
    async fn check(&self) -> Vec<Check> {
        Vec::new()
    }
}

impl World {
    pub(in crate::tests) fn new() -> Self {
        Self::deciding(RegistrationPolicy::Open, RateLimits::default())
    }

    /// Where not everybody may register.
    pub(in crate::tests) fn under(registration: RegistrationPolicy) -> Self {
        Self::deciding(registration, RateLimits::default())
    }

    /// Where one may send so many requests.
    pub(in crate::tests) fn with_rates(rates: RateLimits) -> Self {
        Self::deciding(RegistrationPolicy::Open, rates)
    }

    fn deciding(registration: RegistrationPolicy, rates: RateLimits) -> Self {
        let (clock, store, ids) = (FakeClock::new(), MemoryStore::new(), sequential_ids());
        let outside = (clock.clone() as _, ids.clone(), seeded_entropy());
        let ports = Ports::new(
            Arc::new(store.clone()),
            plain_hasher(),
            plain_vault(),
            outside,
        );
        let settings = Settings {
            registration,
            ..Settings::default()
        };
        let use_cases = Arc::new(UseCases::new(&ports, &settings));
        let shared = Shared::new(Arc::new(ApiState::new(ApiParts {
            use_cases: use_cases.clone(),
            currencies: Currencies::built_in(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            readiness: Arc::new(Ready),
            settings: ApiSettings {
                rates,
                ..ApiSettings::new("http://localhost:8080", [7; 32])
            },
        })));
        Self {
            clock,
            store,
            ids,
            ports,
            use_cases,
            shared,
        }
    }

    pub(in crate::tests) async fn send(&self, request: TestRequest) -> Answer {
        let app = test::init_service(build_app(self.shared.clone(), |_| {})).await;
        read(test::call_service(&app, request.to_request()).await).await
    }

    pub(in crate::tests) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(TestRequest::post().uri(path).set_json(body))
            .await
    }

    /// A request of whoever has this token.
    pub(in crate::tests) async fn by(&self, token: &str, method: Method, path: &str) -> Answer {
        let bearer = ("authorization", format!("Bearer {token}"));
        self.send(
            TestRequest::default()
                .method(method)
                .uri(path)
                .insert_header(bearer),
        )
        .await
    }

    /// The same with a body, unless that is `null`.
    pub(in crate::tests) async fn sends(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Value,
    ) -> Answer {
        self.edits(token, (method, path), None, body).await
    }

    /// The same, of this version.
    pub(in crate::tests) async fn edits(
        &self,
        token: &str,
        (method, path): (Method, &str),
        tag: Option<&str>,
        body: Value,
    ) -> Answer {
        let mut request = TestRequest::default()
            .method(method)
            .uri(path)
            .insert_header(("authorization", format!("Bearer {token}")));
        if let Some(tag) = tag {
            request = request.insert_header(("if-match", tag));
        }
        if !body.is_null() {
            request = request.set_json(body);
        }
        self.send(request).await
    }

    pub(in crate::tests) async fn get(&self, token: &str, path: &str) -> Answer {
        self.by(token, Method::GET, path).await
    }

    /// Registers somebody; their id, which takes no session of theirs to find out.
    pub(in crate::tests) async fn registers(&self, name: &str) -> String {
        let answer = self.post("/v1/auth/register", person(name)).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        let found = self
            .ports
            .users
            .by_email(&Email::key_of(&email(name)))
            .await;
        found.unwrap().unwrap().id.to_string()
    }

    /// What is sent now, as its readers get it: to whom, and what.
    pub(in crate::tests) async fn mails(&self) -> Vec<(String, Letter)> {
        let (sent, mut mailer) = (Arc::new(Mutex::new(Vec::new())), MockMailer::new());
        let kept = sent.clone();
        mailer.expect_send().returning(move |mail| {
            let (to, letter) = (mail.to.as_str().to_owned(), mail.letter.clone());
            kept.lock().unwrap().push((to, letter));
            Ok(())
        });
        let worker = Worker::new(&self.ports, &Settings::default(), Some(Arc::new(mailer)));
        while worker.round().await.unwrap() > 0 {}
        let mut sent = sent.lock().unwrap();
        std::mem::take(&mut *sent)
    }

    /// Signs somebody in; both tokens.
    pub(in crate::tests) async fn signs_in(&self, name: &str) -> (String, String) {
        let credentials = json!({ "email": email(name), "password": PASSWORD });
        let answer = self.post("/v1/auth/sign-in", credentials).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        tokens(&answer.json()["tokens"])
    }

    /// What stands in the setup link.
    pub(in crate::tests) async fn setup_token(&self) -> Option<String> {
        let link = self
            .use_cases
            .accounts
            .issue_setup_link
            .run()
            .await
            .unwrap();
        link.map(|secret| secret.expose().to_owned())
    }

    /// The first admin, signed in; their token.
    pub(in crate::tests) async fn admin(&self) -> String {
        let mut body = person("root");
        body["token"] = self.setup_token().await.unwrap().into();
        assert_eq!(self.post("/v1/setup", body).await.status, 201);
        self.signs_in("root").await.0
    }
}

pub(in crate::tests) fn email(name: &str) -> String {
    format!("{name}@example.org")
}

/// A registration.
pub(in crate::tests) fn person(name: &str) -> Value {
    json!({ "email": email(name), "username": name, "password": PASSWORD })
}

/// The access token and the refresh token of an answer.
pub(in crate::tests) fn tokens(pair: &Value) -> (String, String) {
    let text = |name: &str| pair[name].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}

//! An app for tests: mocked ports, small limits, and routes that do what no real route should.

use super::fits;
use crate::app::{Shared, build_app};
use crate::cursor::List;
use crate::endpoint::Endpoint;
use crate::extract::{FromQuery, IfMatch, Json, Key, Params, Path, Query, TextBody, tagged};
use crate::health::{Check, Readiness};
use crate::page::{self, PageParams};
use crate::problem::Problem;
use crate::settings::ApiSettings;
use crate::state::{ApiParts, ApiState};
use actix_web::body::to_bytes;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::HeaderMap;
use actix_web::test::{self, TestRequest};
use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse};
use async_trait::async_trait;
use ludger_application::{Ports, Settings, UseCases};
use ludger_domain::ids::UserId;
use ludger_domain::money::Currencies;
use ludger_ports::read::{
    MockAudit, MockAuthSessions, MockBoards, MockGuesses, MockIdempotency, MockJobs, MockLedger,
    MockMediaFiles, MockQuestions, MockQuizSessions, MockQuizzes, MockStars, MockStreams,
    MockTopics, MockTraces, MockUsers, MockWallets,
};
use ludger_ports::{
    MockClock, MockEntropy, MockIds, MockPasswordHasher, MockStore, MockVault, NoMedia, Page,
    PageRequest,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// An answer, read.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    pub(super) fn code(&self) -> String {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{}",
            self.body
        );
        self.json()["code"].as_str().unwrap().to_owned()
    }
}

/// Sends one request to an app with these settings.
pub(super) async fn send_to(settings: ApiSettings, request: TestRequest) -> Answer {
    let app = test::init_service(build_app(shared(settings), routes)).await;
    read(test::call_service(&app, request.to_request()).await).await
}

/// Sends one request to an app as it is set up for tests.
pub(super) async fn send(request: TestRequest) -> Answer {
    send_to(settings(), request).await
}

pub(super) async fn read(answer: ServiceResponse) -> Answer {
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let method = answer.request().method().clone();
    let route = answer.request().match_pattern().unwrap_or_default();
    let body = to_bytes(answer.into_body()).await.unwrap();
    let body = String::from_utf8_lossy(&body).into_owned();
    let answer = Answer {
        status,
        headers,
        body,
    };
    fits::check(&method, &route, &answer);
    answer
}

pub(super) fn settings() -> ApiSettings {
    let mut settings = ApiSettings::new("http://localhost:8080", [7; 32]);
    settings.limits.json_bytes_max = 1000;
    settings.limits.body_time_max = Duration::from_secs(1);
    settings.limits.body_grace = Duration::from_millis(300);
    settings
}

pub(super) fn shared(settings: ApiSettings) -> Shared {
    let ports = ports();
    Shared::new(Arc::new(ApiState::new(ApiParts {
        use_cases: Arc::new(UseCases::new(&ports, &Settings::default())),
        currencies: Currencies::built_in(),
        clock: ports.clock.clone(),
        ids: ports.ids,
        readiness: Arc::new(Sick),
        settings,
    })))
}

fn ports() -> Ports {
    let mut ids = MockIds::new();
    ids.expect_next().returning(|| Uuid::from_u128(0xfeed));
    Ports {
        store: Arc::new(MockStore::new()),
        users: Arc::new(MockUsers::new()),
        auth_sessions: Arc::new(MockAuthSessions::new()),
        guesses: Arc::new(MockGuesses::new()),
        audit: Arc::new(MockAudit::new()),
        jobs: Arc::new(MockJobs::new()),
        topics: Arc::new(MockTopics::new()),
        questions: Arc::new(MockQuestions::new()),
        quizzes: Arc::new(MockQuizzes::new()),
        media_files: Arc::new(MockMediaFiles::new()),
        media_store: Arc::new(NoMedia),
        media_inspector: Arc::new(NoMedia),
        stars: Arc::new(MockStars::new()),
        quiz_sessions: Arc::new(MockQuizSessions::new()),
        streams: Arc::new(MockStreams::new()),
        boards: Arc::new(MockBoards::new()),
        wallets: Arc::new(MockWallets::new()),
        ledger: Arc::new(MockLedger::new()),
        idempotency: Arc::new(MockIdempotency::new()),
        traces: Arc::new(MockTraces::new()),
        hasher: Arc::new(MockPasswordHasher::new()),
        vault: Arc::new(MockVault::new()),
        clock: Arc::new(MockClock::new()),
        ids: Arc::new(ids),
        entropy: Arc::new(MockEntropy::new()),
    }
}

struct Sick;

#[async_trait]
impl Readiness for Sick {
    async fn check(&self) -> Vec<Check> {
        let detail = Some("3 migrations are missing".to_owned());
        vec![Check {
            name: "migrations".to_owned(),
            ok: false,
            detail,
        }]
    }
}

/// Routes of the tests' own.
pub(super) fn routes(config: &mut ServiceConfig) {
    let endpoints = [
        Endpoint::at("/t/echo").post(echo, &[]),
        Endpoint::at("/t/text").post(text, &[]),
        Endpoint::at("/t/panic").get(panics, &[]),
        Endpoint::at("/t/slow").get(slow, &[]),
        Endpoint::at("/t/soon").get(soon, &[]),
        Endpoint::at("/t/broken").get(broken, &[]),
        Endpoint::at("/t/users/{id}").get(user, &[]).put(edit, &[]),
        Endpoint::at("/t/pay").post(pay, &[]),
        Endpoint::at("/t/list").get(list, &[]),
    ];
    for endpoint in endpoints {
        config.service(endpoint);
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Echo {
    name: String,
    count: u32,
}

async fn echo(Json(body): Json<Echo>) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

async fn text(TextBody(text): TextBody) -> String {
    text
}

/// Not at once.
async fn soon() -> &'static str {
    tokio::time::sleep(Duration::from_millis(200)).await;
    "soon"
}

async fn panics() -> HttpResponse {
    panic!("the secret of the house");
}

async fn slow() -> HttpResponse {
    tokio::time::sleep(Duration::from_mins(1)).await;
    HttpResponse::Ok().finish()
}

async fn broken() -> Result<HttpResponse, Problem> {
    Err(Problem::broken("the secret of the house"))
}

async fn user(request: HttpRequest, Path(id): Path<UserId>) -> Result<HttpResponse, Problem> {
    tagged(&request, Some(3), &id)
}

async fn edit(Path(id): Path<UserId>, IfMatch(version): IfMatch) -> HttpResponse {
    HttpResponse::Ok().json((id, version))
}

async fn pay(key: Key, Json(body): Json<Echo>) -> Result<HttpResponse, Problem> {
    let key = key.of("POST /t/pay", &body)?;
    Ok(HttpResponse::Ok().body(key.key.to_string()))
}

struct Numbers {
    kind: Option<String>,
    page: PageParams,
}

impl FromQuery for Numbers {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self {
            kind: params.optional("kind"),
            page: PageParams::read(params),
        })
    }
}

async fn list(request: HttpRequest, Query(asked): Query<Numbers>) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "numbers",
        filter: &asked.kind,
    };
    let PageRequest { after, limit } = asked.page.of::<_, i64>(&request, &list)?;
    let first = after.map_or(1, |last| last + 1);
    let items: Vec<i64> = (first..=50).take(limit + 1).collect();
    page::answer(&request, &list, Page::cut(items, limit, |number| *number))
}

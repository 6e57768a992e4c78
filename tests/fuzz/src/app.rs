//! The whole app in this thread, in a world that stands still: the nearest way to what only requests can reach.

use actix_web::body::to_bytes;
use actix_web::rt::{System, SystemRunner};
use actix_web::test::{self, TestRequest};
use async_trait::async_trait;
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use ludger_api::{ApiParts, ApiSettings, ApiState, Check, Readiness, Shared, build_app};
use ludger_application::{Ports, Settings, UseCases};
use ludger_domain::accounts::{Role, RoleGrant};
use ludger_domain::ledger::{AccountKey, Category, Transfer};
use ludger_domain::money::Currencies;
use ludger_ports::Changes;
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::{FakeClock, plain_hasher, plain_vault, seeded_entropy, sequential_ids};
use serde_json::{Value, json};
use std::rc::Rc;
use std::sync::Arc;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    /// The code of a problem.
    pub(crate) fn code(&self) -> Option<&str> {
        self.body.get("code")?.as_str()
    }
}

/// The app, and somebody in it who may do anything.
struct App {
    runner: SystemRunner,
    ask: Ask,
    token: String,
}

type Ask = Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Answer>>;

thread_local! {
    static APP: App = App::new();
}

/// Asks as somebody who may do anything.
pub(crate) fn ask(request: TestRequest) -> Answer {
    APP.with(|app| {
        let bearer = ("Authorization", format!("Bearer {}", app.token));
        let answer = app
            .runner
            .block_on((app.ask)(request.insert_header(bearer)));
        // Whatever is asked, it is no fault of the server's.
        assert!(answer.status < 500, "{}: {}", answer.status, answer.body);
        answer
    })
}

impl App {
    fn new() -> Self {
        let runner = System::new();
        let (ask, token) = runner.block_on(furnished());
        Self { runner, ask, token }
    }
}

/// An app in which each list has several pages, and a token of somebody who may do anything.
async fn furnished() -> (Ask, String) {
    let clock = FakeClock::new();
    let around = (clock as _, sequential_ids(), seeded_entropy());
    let ports = Ports::new(
        Arc::new(MemoryStore::new()),
        plain_hasher(),
        plain_vault(),
        around,
    );
    let app = Rc::new(test::init_service(build_app(shared(&ports), |_| {})).await);
    let ask: Ask = Box::new(move |request| {
        let app = app.clone();
        async move {
            let answer = test::call_service(&*app, request.to_request()).await;
            let status = answer.status().as_u16();
            let body = to_bytes(answer.into_body()).await.unwrap_or_default();
            let body = serde_json::from_slice(&body).unwrap_or_default();
            Answer { status, body }
        }
        .boxed_local()
    });
    for name in ["ada", "bob", "cleo"] {
        register(&ports, &ask, name).await;
    }
    let token = sign_in(&ask, "ada").await;
    import(&ask, &token).await;
    (ask, token)
}

fn shared(ports: &Ports) -> Shared {
    Shared::new(Arc::new(ApiState::new(ApiParts {
        use_cases: Arc::new(UseCases::new(ports, &Settings::default())),
        currencies: Currencies::built_in(),
        clock: ports.clock.clone(),
        ids: ports.ids.clone(),
        readiness: Arc::new(Fine),
        settings: ApiSettings::new("http://localhost:8080", [7; 32]),
    })))
}

struct Fine;

#[async_trait]
impl Readiness for Fine {
    async fn check(&self) -> Vec<Check> {
        Vec::new()
    }
}

const PASSWORD: &str = "seven teal herons at noon";

/// Registers somebody, with every role and some coins.
async fn register(ports: &Ports, ask: &Ask, name: &str) {
    let email = format!("{name}@example.org");
    let whoever = json!({ "email": email, "username": name, "password": PASSWORD });
    post(ask, "/v1/auth/register", &whoever).await;
    let found = ports.users.by_email(&email).await.expect("an answer");
    let id = found.expect("a user").id;
    let now = ports.clock.now();
    let wise = "WISE".parse().expect("a code");
    let mut changes = Changes::at(now);
    for role in [Role::Admin, Role::Ledger] {
        changes = changes.grant(RoleGrant {
            user: id,
            role,
            granted_at: now,
            granted_by: None,
        });
    }
    for amount in 1..=3 {
        let sides = (AccountKey::mint(wise), AccountKey::available(id, wise));
        let gift = Transfer::between(ports.ids.next().into(), Category::Bonus, now, sides, amount);
        changes = changes.post(gift.expect("a transfer"));
    }
    ports
        .store
        .commit(changes)
        .await
        .expect("nothing is in its way");
}

async fn sign_in(ask: &Ask, name: &str) -> String {
    let credentials = json!({ "email": format!("{name}@example.org"), "password": PASSWORD });
    let signed_in = post(ask, "/v1/auth/sign-in", &credentials).await;
    let token = &signed_in["tokens"]["access_token"];
    token.as_str().expect("a token").to_owned()
}

async fn post(ask: &Ask, path: &str, body: &Value) -> Value {
    let answer = ask(TestRequest::post().uri(path).set_json(body)).await;
    assert!(answer.status < 300, "{path}: {}", answer.body);
    answer.body
}

/// Three topics with a question each.
async fn import(ask: &Ask, token: &str) {
    let questions: String = ["Mercury", "Venus", "Mars"]
        .map(|planet| format!("$CATEGORY: {planet}\n\nIs {planet} a planet? {{TRUE}}\n\n"))
        .concat();
    let request = TestRequest::post()
        .uri("/v1/questions/import?format=gift")
        .insert_header(("Authorization", format!("Bearer {token}")))
        .insert_header(("Content-Type", "text/plain"))
        .set_payload(questions);
    let answer = ask(request).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

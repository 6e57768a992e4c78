//! The whole app over HTTP, in the test's process, so that a test can move its clock.
//!
//! ```no_run
//! use ludger_testkit::app::{On, TestApp, Wise};
//! use std::time::Duration;
//!
//! # async fn a_test() {
//! let app = TestApp::on(On::Memory).await;
//! let ada = app.player("ada").with(100.wise()).await;
//! assert_eq!(ada.balance("WISE").await, "100");
//! app.advance(Duration::from_mins(15));
//! ada.get("/v1/me").await.refuses(401, "not_signed_in");
//! # }
//! ```

mod amounts;
mod answer;
mod newcomer;
mod player;
mod request;
mod server;
mod stores;

pub use amounts::Wise;
pub use answer::Answer;
pub use newcomer::Newcomer;
pub use player::Player;
pub use stores::On;

use crate::databases::Guard;
use crate::world::{FakeClock, seeded_entropy, sequential_ids};
use ludger_api::{ApiParts, ApiSettings, ApiState, Shared};
use ludger_application::{Ports, Settings, UseCases};
use ludger_domain::Timestamp;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{AccountKey, Category, Transfer};
use ludger_domain::money::{Amount, Currencies};
use ludger_ports::{Changes, Clock};
use request::Request;
use serde_json::Value;
use server::Server;
use std::sync::Arc;
use std::time::Duration;
use stores::Fine;

/// The app, listening, and what stands behind it. It ends with the test.
pub struct TestApp {
    // Dropped in this order: who uses the database goes before it.
    server: Server,
    ports: Ports,
    use_cases: Arc<UseCases>,
    clock: Arc<FakeClock>,
    client: reqwest::Client,
    _database: Option<Guard>,
}

impl TestApp {
    /// A new deployment on such a store.
    pub async fn on(on: On) -> Self {
        let clock = FakeClock::new();
        let around = (clock.clone() as _, sequential_ids(), seeded_entropy());
        let (ports, guard) = stores::open(on, around).await;
        let use_cases = Arc::new(UseCases::new(&ports, &Settings::default()));
        let state = ApiState::new(ApiParts {
            use_cases: use_cases.clone(),
            currencies: Currencies::built_in(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            readiness: Arc::new(Fine),
            settings: ApiSettings::new("http://localhost:8080", [7; 32]),
        });
        Self {
            server: Server::start(Shared::new(Arc::new(state))),
            ports,
            use_cases,
            clock,
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            _database: guard,
        }
    }

    /// Lets so much time pass.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// What its clock says.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Where it listens, such as `http://127.0.0.1:40123`.
    pub fn url(&self) -> &str {
        &self.server.url
    }

    /// Somebody who has yet to register; awaiting it does that.
    pub fn player(&self, name: &str) -> Newcomer<'_> {
        Newcomer::new(self, name)
    }

    /// Asks as nobody.
    pub async fn get(&self, path: &str) -> Answer {
        Request::get(path).send(self).await
    }

    /// Sends JSON as nobody.
    pub async fn post(&self, path: &str, json: &Value) -> Answer {
        Request::post(path, json).send(self).await
    }

    /// Gives a user something out of the mint, past the API.
    pub async fn give(&self, user: UserId, amount: Amount) {
        let sides = (
            AccountKey::mint(amount.currency),
            AccountKey::available(user, amount.currency),
        );
        let (id, now) = (self.ports.ids.next().into(), self.now());
        let gift = Transfer::between(id, Category::Bonus, now, sides, amount.minor).unwrap();
        let changes = Changes::at(now).post(gift);
        self.ports.store.commit(changes).await.unwrap();
    }

    /// Every hash, sequence and balance fits.
    pub async fn books_fit(&self) {
        let found = self.use_cases.ledger.verify.verify(10).await.unwrap();
        assert_eq!(found.discrepancies, []);
    }
}

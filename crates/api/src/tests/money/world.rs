//! The whole app over a store in memory: time stands still until it is moved, ids count.

use crate::app::{Shared, build_app};
use crate::health::{Check, Readiness};
use crate::state::{ApiParts, ApiState};
use crate::tests::harness::{self, Answer};
use actix_web::http::header;
use actix_web::test::{self, TestRequest};
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_application::accounts::{Credentials, Entry};
use ludger_application::{Origin, Ports, Settings, UseCases};
use ludger_domain::accounts::{PasswordHash, Registration, Role, RoleGrant};
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{AccountKey, Category, Transfer};
use ludger_domain::money::{Currencies, CurrencyCode};
use ludger_ports::{
    Changes, Clock, Entropy, Ids, MockEntropy, MockIds, MockPasswordHasher, PasswordHasher,
    PasswordVerdict, Store,
};
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::plain_vault;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// The app, and what stands behind it.
#[derive(Clone)]
pub(super) struct World {
    pub(super) store: MemoryStore,
    pub(super) clock: Arc<TestClock>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) shared: Shared,
    use_cases: Arc<UseCases>,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) id: UserId,
    token: String,
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(|_| {})
    }

    /// With other ports than those of the store.
    pub(super) fn with(change: impl FnOnce(&mut Ports)) -> Self {
        let (store, clock, ids) = (MemoryStore::new(), TestClock::new(), sequential_ids());
        let around = (
            clock.clone() as Arc<dyn Clock>,
            ids.clone(),
            seeded_entropy(),
        );
        let mut ports = Ports::new(
            Arc::new(store.clone()),
            plain_hasher(),
            plain_vault(),
            around,
        );
        change(&mut ports);
        let use_cases = Arc::new(UseCases::new(&ports, &Settings::default()));
        let shared = Shared::new(Arc::new(ApiState::new(ApiParts {
            use_cases: use_cases.clone(),
            currencies: Currencies::built_in(),
            clock: ports.clock.clone(),
            ids: ports.ids,
            readiness: Arc::new(Fine),
            settings: crate::settings::ApiSettings::new("http://localhost:8080", [7; 32]),
        })));
        Self {
            store,
            clock,
            ids,
            shared,
            use_cases,
        }
    }

    pub(super) async fn player(&self, name: &str) -> Person {
        let registration = Registration {
            email: format!("{name}@example.org"),
            username: name.to_owned(),
            password: "a long night of stars".to_owned(),
        };
        let accounts = &self.use_cases.accounts;
        accounts
            .register
            .run(registration, &Origin::default())
            .await
            .unwrap();
        let credentials = Credentials {
            email: format!("{name}@example.org"),
            password: "a long night of stars".to_owned(),
            entry: Entry::default(),
        };
        let signed_in = accounts
            .sign_in
            .run(&credentials, &Origin::default())
            .await
            .unwrap();
        Person {
            id: signed_in.user.id,
            token: signed_in.kept.tokens().unwrap().access.expose().to_owned(),
        }
    }

    /// A player who is more than that.
    pub(super) async fn with_role(&self, name: &str, role: Role) -> Person {
        let person = self.player(name).await;
        let granted_at = self.clock.now();
        let grant = RoleGrant {
            user: person.id,
            role,
            granted_at,
            granted_by: None,
        };
        self.store
            .commit(Changes::at(granted_at).grant(grant))
            .await
            .unwrap();
        person
    }

    pub(super) async fn service(&self) -> Person {
        self.with_role("game-server", Role::Ledger).await
    }

    pub(super) async fn admin(&self) -> Person {
        self.with_role("root-admin", Role::Admin).await
    }

    /// A player who has this much.
    pub(super) async fn rich(&self, name: &str, amount: &str, currency: &str) -> Person {
        let person = self.player(name).await;
        self.gift(&person, amount, currency).await;
        person
    }

    pub(super) async fn gift(&self, person: &Person, amount: &str, currency: &str) {
        let currency = Currencies::built_in().get(currency).unwrap();
        let to = AccountKey::available(person.id, currency.code);
        let (minor, now) = (currency.parse(amount).unwrap().minor, self.clock.now());
        let between = (AccountKey::mint(currency.code), to);
        let gift = Transfer::between(self.ids.next().into(), Category::Bonus, now, between, minor);
        self.store
            .commit(Changes::at(now).post(gift.unwrap()))
            .await
            .unwrap();
    }

    pub(super) async fn send(&self, person: &Person, request: TestRequest) -> Answer {
        let authorization = (header::AUTHORIZATION, format!("Bearer {}", person.token));
        self.send_unsigned(request.insert_header(authorization))
            .await
    }

    pub(super) async fn send_unsigned(&self, request: TestRequest) -> Answer {
        let app = test::init_service(build_app(self.shared.clone(), |_| {})).await;
        harness::read(test::call_service(&app, request.to_request()).await).await
    }

    pub(super) async fn get(&self, person: &Person, path: &str) -> Answer {
        self.send(person, TestRequest::get().uri(path)).await
    }

    /// What a person can spend.
    pub(super) async fn available(&self, person: &Person, currency: &str) -> String {
        let wallet = self
            .get(person, &format!("/v1/me/wallets/{currency}"))
            .await
            .json();
        wallet["available"]["amount"].as_str().unwrap().to_owned()
    }

    /// Every hash, sequence and balance fits.
    pub(super) async fn assert_sound(&self) {
        let found = self.use_cases.ledger.verify.verify(10).await.unwrap();
        assert_eq!(found.discrepancies, []);
    }
}

impl Person {
    /// What a raw request says of who asks.
    pub(super) fn authorization(&self) -> String {
        format!("Authorization: Bearer {}", self.token)
    }
}

/// The code of a currency there is.
pub(super) fn code(currency: &str) -> CurrencyCode {
    currency.parse().unwrap()
}

/// A clock that a test moves.
pub(super) struct TestClock(Mutex<Timestamp>);

impl TestClock {
    fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new("2026-01-01T12:00:00Z".parse().unwrap())))
    }

    pub(super) fn advance(&self, seconds: u64) {
        *self.0.lock().unwrap() += Duration::from_secs(seconds);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

struct Fine;

#[async_trait]
impl Readiness for Fine {
    async fn check(&self) -> Vec<Check> {
        Vec::new()
    }
}

fn sequential_ids() -> Arc<dyn Ids> {
    let (mut ids, mut last) = (MockIds::new(), 0x7000_8000_0000_0000_0000_u128);
    ids.expect_next().returning(move || {
        last += 1;
        Uuid::from_u128(last)
    });
    Arc::new(ids)
}

fn seeded_entropy() -> Arc<dyn Entropy> {
    let (mut entropy, mut last) = (MockEntropy::new(), 0_u8);
    entropy.expect_bytes32().returning(move || {
        last += 1;
        [last; 32]
    });
    Arc::new(entropy)
}

fn plain_hasher() -> Arc<dyn PasswordHasher> {
    let mut hasher = MockPasswordHasher::new();
    hasher
        .expect_hash()
        .returning(|_| Ok(PasswordHash::from("hash".to_owned())));
    hasher.expect_verify().returning(|_, hash| {
        Ok(match hash {
            Some(_) => PasswordVerdict::Right,
            None => PasswordVerdict::Wrong,
        })
    });
    Arc::new(hasher)
}

//! A deployment in memory with an admin and five questions, and everybody who comes to it.

use super::callers::Caller;
use super::table::{Object, Row};
use crate::app::{Shared, build_app};
use crate::health::{Check, Readiness};
use crate::settings::ApiSettings;
use crate::state::{ApiParts, ApiState};
use actix_http::Request;
use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::{Error, test};
use async_trait::async_trait;
use ludger_application::{OpenTriviaDb, Ports, Settings, UseCases};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Role, RoleGrant, User};
use ludger_domain::ids::UserId;
use ludger_domain::money::Currencies;
use ludger_ports::{Changes, Clock, Entropy, Ids};
use ludger_store_memory::{MemoryMedia, MemoryStore};
use ludger_testkit::world::{
    FakeClock, plain_hash, plain_hasher, plain_inspector, plain_vault, seeded_entropy,
    sequential_ids,
};
use serde_json::Value;
use std::sync::Arc;

pub(super) const PASSWORD: &str = "four quiet herons";

pub(super) struct World {
    pub(super) store: MemoryStore,
    pub(super) use_cases: Arc<UseCases>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) root: UserId,
    clock: Arc<FakeClock>,
    shared: Shared,
}

/// An answer, as far as the matrix looks at it.
pub(super) struct Told {
    pub(super) status: u16,
    pub(super) code: Option<String>,
    /// Without the id of the request, and without that of the object.
    pub(super) body: String,
}

struct Ready;

#[async_trait]
impl Readiness for Ready {
    async fn check(&self) -> Vec<Check> {
        Vec::new()
    }
}

impl World {
    pub(super) async fn new() -> Self {
        let (store, clock) = (MemoryStore::new(), FakeClock::new());
        let (ids, entropy) = (sequential_ids(), seeded_entropy());
        let outside = (clock.clone() as _, ids.clone(), entropy.clone());
        let ports = Ports::new(
            Arc::new(store.clone()),
            plain_hasher(),
            plain_vault(),
            outside,
        )
        .with_media(Arc::new(MemoryMedia::default()), plain_inspector());
        let settings = Settings {
            opentdb: Some(OpenTriviaDb::default()),
            ..Settings::default()
        };
        let use_cases = Arc::new(UseCases::new(&ports, &settings));
        let shared = Shared::new(Arc::new(ApiState::new(ApiParts {
            use_cases: use_cases.clone(),
            currencies: Currencies::built_in(),
            clock: ports.clock,
            ids: ports.ids,
            readiness: Arc::new(Ready),
            settings: ApiSettings::new("http://localhost:8080", [7; 32]),
        })));
        let mut world = Self {
            store,
            use_cases,
            ids,
            entropy,
            root: UserId::from(uuid::Uuid::nil()),
            clock,
            shared,
        };
        world.root = world.somebody(Some(Role::Admin)).await.id;
        for _ in 0..5 {
            world.bank_question().await;
        }
        world
    }

    /// The app, to be asked many times.
    pub(super) async fn app(
        &self,
    ) -> impl Service<Request, Response = ServiceResponse<BoxBody>, Error = Error> + use<> {
        test::init_service(build_app(self.shared.clone(), |_| {})).await
    }

    /// Somebody new of this kind asks the route about such an object.
    pub(super) async fn asks<S>(&self, app: &S, row: &Row, caller: &Caller, object: Object) -> Told
    where
        S: Service<Request, Response = ServiceResponse<BoxBody>, Error = Error>,
    {
        let (user, headers) = self.comes(caller).await;
        self.has_second_factor(row, user).await;
        let named = self.object(row, object, user).await;
        let mut request = self.request(&row.to_string(), &named).await;
        for header in headers {
            request = request.insert_header(header);
        }
        let answer = test::call_service(app, request.to_request()).await;
        let status = answer.status().as_u16();
        let body = to_bytes(answer.into_body()).await.unwrap();
        let mut body = String::from_utf8_lossy(&body).into_owned();
        if named.id.len() == 36 {
            body = body.replace(&named.id, "{id}");
        }
        if status < 400 {
            return Told {
                status,
                code: None,
                body,
            };
        }
        let mut problem: Value = serde_json::from_str(&body).unwrap();
        problem["request_id"] = Value::Null;
        Told {
            status,
            code: problem["code"].as_str().map(str::to_owned),
            body: problem.to_string(),
        }
    }

    /// A new user with this role alone.
    pub(super) async fn somebody(&self, role: Option<Role>) -> User {
        let (name, now) = (self.word("user"), self.now());
        let email = format!("{name}@example.org").parse().unwrap();
        let (id, hash) = (self.ids.next().into(), plain_hash(PASSWORD));
        let user = User::person(id, email, name.parse().unwrap(), hash, now);
        let mut changes = Changes::at(now).add_user(user.clone());
        if let Some(role) = role {
            changes = changes.grant(RoleGrant {
                user: id,
                role,
                granted_at: now,
                granted_by: None,
            });
        }
        self.commit(changes).await;
        user
    }

    /// A word that was not said before.
    pub(super) fn word(&self, kind: &str) -> String {
        let id = self.ids.next().simple().to_string();
        format!("{kind}{}", id.trim_start_matches('0'))
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

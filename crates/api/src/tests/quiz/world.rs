//! A deployment whose time stands still until it is moved, whose ids count, and whose randomness repeats.

use super::Client;
use super::outside::{Counted, Crowded, Moved, Ready, no_hasher};
use crate::app::Shared;
use crate::settings::ApiSettings;
use crate::state::{ApiParts, ApiState};
use ludger_application::accounts::{Credentials, Entry};
use ludger_application::{OpenTriviaDb, Origin, Ports, Settings, UseCases};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Registration, Role, RoleGrant};
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::money::Currencies;
use ludger_domain::quiz::{Deal, Letter, Question, QuizSession};
use ludger_ports::read::{Questions, QuizSessions, Users};
use ludger_ports::{Changes, Clock, Store};
use ludger_store_memory::{MemoryMedia, MemoryStore};
use ludger_testkit::world::{plain_inspector, plain_vault};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

const PASSWORD: &str = "four quiet herons on a roof";

pub(super) struct World {
    pub(super) store: MemoryStore,
    pub(super) shared: Shared,
    pub(super) ports: Ports,
    use_cases: Arc<UseCases>,
    clock: Arc<Moved>,
    counted: AtomicU64,
}

impl World {
    pub(super) fn new() -> Self {
        let (store, clock) = (MemoryStore::new(), Arc::new(Moved::default()));
        let outside = (
            clock.clone() as _,
            Arc::new(Counted::default()) as _,
            Arc::new(Counted::default()) as _,
        );
        let ports = Ports::new(
            Arc::new(store.clone()),
            Arc::new(no_hasher()),
            plain_vault(),
            outside,
        )
        .with_media(Arc::new(MemoryMedia::default()), plain_inspector());
        let ports = Ports {
            store: Arc::new(Crowded(store.clone())),
            ..ports
        };
        let settings = Settings {
            opentdb: Some(OpenTriviaDb::default()),
            ..Settings::default()
        };
        let use_cases = Arc::new(UseCases::new(&ports, &settings));
        let shared = Shared::new(Arc::new(ApiState::new(ApiParts {
            use_cases: use_cases.clone(),
            currencies: Currencies::built_in(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            readiness: Arc::new(Ready),
            settings: ApiSettings::new("http://localhost:8080", [7; 32]),
        })));
        Self {
            store,
            shared,
            ports,
            use_cases,
            clock,
            counted: AtomicU64::new(0),
        }
    }

    pub(super) fn advance(&self, by: Duration) {
        self.clock.by(by);
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Somebody new, signed in.
    pub(super) async fn somebody(&self, role: Role) -> Client<'_> {
        let number = self.counted.fetch_add(1, Relaxed);
        let (email, accounts) = (
            format!("user{number}@example.org"),
            &self.use_cases.accounts,
        );
        let registration = Registration {
            email: email.clone(),
            username: format!("user{number}"),
            password: PASSWORD.to_owned(),
        };
        accounts
            .register
            .run(registration, &Origin::default())
            .await
            .unwrap();
        if role != Role::Player {
            let found = self.store.by_email(&email).await.unwrap();
            let (user, granted_at) = (found.unwrap().id, self.now());
            let grant = RoleGrant {
                user,
                role,
                granted_at,
                granted_by: None,
            };
            let changes = Changes::at(self.now())
                .revoke(user, Role::Player)
                .grant(grant);
            self.store.commit(changes).await.unwrap();
        }
        self.signs_in(email).await
    }

    /// The same user, with fresh tokens.
    pub(super) async fn signs_in(&self, email: String) -> Client<'_> {
        let credentials = Credentials {
            email: email.clone(),
            password: PASSWORD.to_owned(),
            entry: Entry::default(),
        };
        let sign_in = &self.use_cases.accounts.sign_in;
        let signed_in = sign_in.run(&credentials, &Origin::default()).await.unwrap();
        let tokens = signed_in.kept.tokens().unwrap();
        let token = tokens.access.expose();
        let client = Client {
            email,
            ..Client::new(self, token, signed_in.user.id)
        };
        // The first use of a token is written down; what is tested comes after it.
        assert_eq!(client.get("/v1/topics").await.status, 200);
        client
    }

    pub(super) async fn player(&self) -> Client<'_> {
        self.somebody(Role::Player).await
    }

    pub(super) async fn moderator(&self) -> Client<'_> {
        self.somebody(Role::Moderator).await
    }

    pub(super) async fn stored(&self, id: &str) -> QuizSession {
        let id: GameSessionId = id.parse().unwrap();
        QuizSessions::find(&self.store, id).await.unwrap().unwrap()
    }

    pub(super) async fn question(&self, id: QuestionId) -> Question {
        Questions::find(&self.store, id).await.unwrap().unwrap()
    }

    /// The current question, and a letter for it that is right, or wrong.
    pub(super) async fn letter(&self, session: &str, is_right: bool) -> (QuestionId, Letter) {
        let session = self.stored(session).await;
        let question = self.question(session.current().unwrap()).await;
        let deal = Deal::new(session.seed, &question);
        let meant = question
            .answers
            .iter()
            .find(|answer| answer.is_correct == is_right)
            .unwrap();
        (question.id, deal.letter_of(meant.id).unwrap())
    }
}

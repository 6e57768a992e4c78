use crate::accounts::{Accounts, Credentials, Entry, SignedIn, Tokens};
use crate::testing::{self, at_once};
use crate::{Caller, Origin, Ports, Settings, outbox};
use ludger_domain::accounts::{
    AuditAction, AuditRecord, Email, Registration, RegistrationPolicy, Role, User,
};
use ludger_ports::{Changes, Clock, Letter, MockStore, Parts, Store};
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::FakeClock;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(super) const PASSWORD: &str = "a long night of stars";

/// Accounts over a store in memory, whose door notes what went through.
pub(super) struct App {
    pub(super) accounts: Accounts,
    pub(super) ports: Ports,
    pub(super) store: MemoryStore,
    pub(super) clock: Arc<FakeClock>,
    commits: Arc<Mutex<Vec<Parts>>>,
}

impl App {
    pub(super) fn new() -> Self {
        let (store, clock) = (MemoryStore::new(), FakeClock::new());
        let mut ports = testing::ports(Arc::new(store.clone()), clock.clone());
        let commits = Arc::default();
        ports.store = noting(store.clone(), Arc::clone(&commits));
        Self {
            accounts: Accounts::new(&ports, &Settings::default()),
            ports,
            store,
            clock,
            commits,
        }
    }

    /// The same accounts with some other ports.
    pub(super) fn but(&self, change: impl FnOnce(&mut Ports)) -> Accounts {
        let mut ports = self.ports.clone();
        change(&mut ports);
        Accounts::new(&ports, &Settings::default())
    }

    /// The same in a deployment that decides otherwise.
    pub(super) fn deciding(self, settings: &Settings) -> Self {
        Self {
            accounts: Accounts::new(&self.ports, settings),
            ..self
        }
    }

    /// The same accounts where not everybody may register.
    pub(super) fn under(&self, registration: RegistrationPolicy) -> Accounts {
        let settings = Settings {
            registration,
            ..Settings::default()
        };
        Accounts::new(&self.ports, &settings)
    }

    /// Whoever has this address.
    pub(super) async fn user(&self, email: &str) -> Option<User> {
        let key = Email::key_of(email);
        self.ports.users.by_email(&key).await.unwrap()
    }

    pub(super) fn later(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    pub(super) async fn player(&self, name: &str) -> User {
        let register = &self.accounts.register;
        register.run(registration(name), &here()).await.unwrap();
        self.user(&format!("{name}@example.org")).await.unwrap()
    }

    /// A player who has shown that they read their mail.
    pub(super) async fn verified(&self, name: &str) -> User {
        let user = self.player(name).await;
        let (email, now) = (user.email.clone().unwrap(), self.clock.now());
        let verified = user.clone().with_verified_email(email, now);
        let changes = Changes::at(now).save_user(verified.clone(), &user);
        self.store.commit(changes).await.unwrap();
        verified
    }

    pub(super) async fn admin(&self, name: &str) -> User {
        self.accounts
            .create_admin
            .run(registration(name))
            .await
            .unwrap()
    }

    pub(super) async fn sign_in(&self, name: &str) -> Tokens {
        let typed = credentials(name, PASSWORD);
        let SignedIn { kept, .. } = self.accounts.sign_in.run(&typed, &here()).await.unwrap();
        kept.tokens().unwrap()
    }

    pub(super) async fn caller(&self, name: &str) -> Caller {
        let tokens = self.sign_in(name).await;
        let principal = self
            .accounts
            .authenticate
            .run(tokens.access.expose())
            .await
            .unwrap();
        Caller {
            principal,
            origin: here(),
        }
    }

    pub(super) async fn roles(&self, user: &User) -> Vec<Role> {
        let grants = self.ports.users.roles(user.id).await.unwrap();
        grants.iter().map(|grant| grant.role).collect()
    }

    /// The audit records of this kind, oldest first.
    pub(super) fn audited(&self, action: AuditAction) -> Vec<AuditRecord> {
        self.store
            .audit_log()
            .into_iter()
            .filter(|record| record.action == action)
            .collect()
    }

    /// What the mails to a user say that are to be sent, oldest first.
    pub(super) async fn mails_to(&self, user: &User) -> Vec<Letter> {
        let now = self.clock.now();
        let due = self.ports.jobs.due(now, 1_000).await.unwrap();
        let mails = due
            .iter()
            .filter_map(|job| outbox::mail(&*self.ports.vault, job));
        mails
            .filter(|mail| Some(&mail.to) == user.email.as_ref())
            .map(|mail| mail.letter)
            .collect()
    }

    /// The commits since the last time that this was asked.
    pub(super) fn commits(&self) -> Vec<Parts> {
        std::mem::take(&mut self.commits.lock().unwrap())
    }
}

pub(super) fn registration(name: &str) -> Registration {
    Registration {
        email: format!("{name}@example.org"),
        username: name.to_owned(),
        password: PASSWORD.to_owned(),
    }
}

pub(super) fn credentials(name: &str, password: &str) -> Credentials {
    Credentials {
        email: format!("{name}@example.org"),
        password: password.to_owned(),
        entry: Entry::default(),
    }
}

pub(super) fn here() -> Origin {
    Origin {
        address: Some("192.0.2.7".to_owned()),
        request_id: Some("r-1".to_owned()),
        user_agent: None,
    }
}

/// Everything of a record that a reader of the log sees.
pub(super) fn told(record: &AuditRecord) -> String {
    format!("{record:?}")
}

fn noting(store: MemoryStore, commits: Arc<Mutex<Vec<Parts>>>) -> Arc<dyn Store> {
    let mut door = MockStore::new();
    door.expect_commit().returning(move |changes| {
        let committed = at_once(store.commit(changes.clone()))?;
        commits.lock().unwrap().push(changes.into_parts());
        Ok(committed)
    });
    Arc::new(door)
}

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    AuditAction, AuditRecord, AuthSession, Client, PairSecrets, TokenLifetimes, TokenSecret, User,
};
use ludger_domain::ids::UserId;
use ludger_ports::read::{Audit, AuditFilter, AuthSessions, Users};
use ludger_ports::{Changes, PageRequest, Store};
use ludger_store_diesel::{DieselStore, OpenError, Settings, migrate, pending};
use ludger_testkit::databases::databases;
use std::thread;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// Both directions of one migration, on SQLite and on Postgres.
macro_rules! scripts {
    ($name:literal) => {
        [
            [
                include_str!(concat!(
                    "../../../../migrations/sqlite/",
                    $name,
                    "/down.sql"
                )),
                include_str!(concat!("../../../../migrations/sqlite/", $name, "/up.sql")),
            ],
            [
                include_str!(concat!(
                    "../../../../migrations/postgres/",
                    $name,
                    "/down.sql"
                )),
                include_str!(concat!(
                    "../../../../migrations/postgres/",
                    $name,
                    "/up.sql"
                )),
            ],
        ]
    };
}

/// Down to nothing, and up again.
const ALL: [[[&str; 2]; 2]; 9] = [
    scripts!("0001_ledger"),
    scripts!("0002_accounts"),
    scripts!("0003_quiz"),
    scripts!("0004_access"),
    scripts!("0005_traces"),
    scripts!("0006_play"),
    scripts!("0007_boards"),
    scripts!("0008_tickets"),
    scripts!("0009_content"),
];

fn run(url: &str, script: &str) {
    let done = match url.strip_prefix("sqlite:") {
        Some(path) => SqliteConnection::establish(path)
            .unwrap()
            .batch_execute(script),
        None => PgConnection::establish(url).unwrap().batch_execute(script),
    };
    done.unwrap_or_else(|error| panic!("{error}: {script}"));
}

#[test]
fn every_migration_can_be_taken_back() {
    for (database, (url, _guard)) in databases().into_iter().enumerate() {
        migrate(&url).unwrap();
        for migration in ALL.iter().rev() {
            run(&url, migration[database][0]);
        }
        for migration in ALL {
            run(&url, migration[database][1]);
        }
        DieselStore::open(Settings::new(&url)).unwrap();
    }
}

/// Users, sessions and the audit log of a database from before there were profiles, kinds of sessions and a chain.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_there_before_is_carried_along() {
    let ada = UserId::from(Uuid::from_u128(7));
    let secrets = PairSecrets {
        access: TokenSecret::new([1; 32]),
        refresh: TokenSecret::new([2; 32]),
    };
    let (id, lifetimes) = (Uuid::from_u128(8).into(), TokenLifetimes::default());
    let opened = AuthSession::open(id, ada, Client::default(), &secrets, &lifetimes, NOW);
    let told = |n| AuditRecord::new(Uuid::from_u128(n).into(), AuditAction::UserSignIn, NOW);
    let user = User::service(ada, "ada".parse().unwrap(), NOW);
    let before = Changes::at(NOW)
        .add_user(user.clone())
        .save_auth_session(opened.session.clone())
        .add_tokens(opened.pair.clone())
        .audit(told(1))
        .audit(told(2));
    for (database, (url, _guard)) in databases().into_iter().enumerate() {
        migrate(&url).unwrap();
        let store = DieselStore::open(Settings::new(&url)).unwrap();
        store.commit(before.clone()).await.unwrap();
        drop(store);
        let later = [scripts!("0004_access"), scripts!("0005_traces")];
        for migration in later.iter().rev() {
            run(&url, migration[database][0]);
        }
        for migration in later {
            run(&url, migration[database][1]);
        }
        let store = DieselStore::open(Settings::new(&url)).unwrap();
        assert_eq!(Users::find(&store, ada).await.unwrap(), Some(user.clone()));
        let found = store.by_token(opened.pair.access.hash).await.unwrap();
        assert_eq!(found.unwrap().session, opened.session);
        store.commit(Changes::at(NOW).audit(told(3))).await.unwrap();
        let verified = Audit::verify(&store).await.unwrap();
        assert_eq!((verified.records, verified.unsealed), (1, 2));
        assert_eq!(verified.broken, [""; 0]);
        let page = PageRequest {
            after: None,
            limit: 10,
        };
        let log = Audit::list(&store, &AuditFilter::default(), page).await;
        assert_eq!(log.unwrap().items, [told(3), told(2), told(1)]);
    }
}

#[test]
fn several_processes_may_start_at_once() {
    for (url, _guard) in databases() {
        let start = || {
            thread::scope(|scope| {
                let migrate = || migrate(&url).unwrap().applied.len();
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(migrate)).collect();
                threads
                    .into_iter()
                    .map(|thread| thread.join().unwrap())
                    .collect::<Vec<_>>()
            })
        };
        let applied = start();
        assert_eq!(
            applied.iter().filter(|count| **count > 0).count(),
            1,
            "{applied:?}"
        );
        assert_eq!(start(), [0; 4]);
        assert_eq!(pending(&url).unwrap(), [""; 0]);
    }
}

#[test]
fn a_store_is_not_opened_on_an_old_schema() {
    for (url, _guard) in databases() {
        let lacking = pending(&url).unwrap();
        assert_eq!(lacking.first().map(String::as_str), Some("0001_ledger"));
        match DieselStore::open(Settings::new(&url)) {
            Err(OpenError::Pending(pending)) => assert_eq!(pending, lacking),
            other => panic!("{:?}", other.err()),
        }
        migrate(&url).unwrap();
        DieselStore::open(Settings::new(&url)).unwrap();
    }
}

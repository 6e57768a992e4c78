//! Two nodes on one database: what one commits about a user counts there at once, and at the other within a second.

use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    AuthSession, Client, Opened, PairSecrets, Role, RoleGrant, TokenLifetimes, TokenSecret, User,
};
use ludger_domain::ids::UserId;
use ludger_ports::read::{AuthSessions, PresentedToken};
use ludger_ports::{Changes, Store};
use ludger_store_diesel::{DieselStore, Settings};
use ludger_testkit::databases::{migrated_postgres, migrated_sqlite};
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const PROMISED: Duration = Duration::from_secs(1);

fn ada() -> UserId {
    Uuid::from_u128(7).into()
}

fn opened() -> Opened {
    let secrets = PairSecrets {
        access: TokenSecret::new([1; 32]),
        refresh: TokenSecret::new([2; 32]),
    };
    let id = Uuid::from_u128(8).into();
    AuthSession::open(
        id,
        ada(),
        Client::default(),
        &secrets,
        &TokenLifetimes::default(),
        NOW,
    )
}

fn now() -> Changes {
    Changes::at(NOW)
}

/// Somebody who is signed in.
fn beginning() -> Changes {
    let Opened { session, pair } = opened();
    now()
        .add_user(User::service(ada(), "ada".parse().unwrap(), NOW))
        .save_auth_session(session)
        .add_tokens(pair)
}

async fn presented(node: &DieselStore) -> PresentedToken {
    let found = node.by_token(opened().pair.access.hash).await.unwrap();
    found.unwrap()
}

/// Commits at one node, which both have known the token at, and sees what becomes of it.
async fn counts_here_and_there(
    [here, there]: &[DieselStore; 2],
    changes: Changes,
    is_seen: impl Fn(&PresentedToken) -> bool,
) {
    for node in [here, there] {
        assert!(!is_seen(&presented(node).await));
    }
    here.commit(changes).await.unwrap();
    let committed = Instant::now();
    assert!(is_seen(&presented(here).await), "at once");
    loop {
        let asked = committed.elapsed();
        if is_seen(&presented(there).await) {
            return;
        }
        assert!(asked < PROMISED, "not seen after {asked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_counts_here_at_once_and_elsewhere_soon() {
    for (url, _guard) in [migrated_sqlite(), migrated_postgres()] {
        let node = || DieselStore::open(Settings::new(&url)).unwrap();
        let nodes = [node(), node()];
        nodes[0].commit(beginning()).await.unwrap();

        let grant = RoleGrant {
            user: ada(),
            role: Role::Moderator,
            granted_at: NOW,
            granted_by: None,
        };
        let is_moderator = |found: &PresentedToken| found.roles.contains(&Role::Moderator);
        counts_here_and_there(&nodes, now().grant(grant), is_moderator).await;
        let revoke = now().revoke(ada(), Role::Moderator);
        counts_here_and_there(&nodes, revoke, |found| !is_moderator(found)).await;
        let end = now().save_auth_session(opened().session.sign_out(NOW).unwrap());
        let has_ended = |found: &PresentedToken| found.session.revoked_at.is_some();
        counts_here_and_there(&nodes, end, has_ended).await;
    }
}

use super::app::{App, here};
use super::doors::{Fate, Polite, closed, door};
use crate::Outage;
use crate::accounts::{Accounts, AuthenticateError};
use crate::testing::together;
use ludger_domain::accounts::{AccessRefusal, Principal, Role, TokenKind, TokenSecret, User};
use ludger_ports::read::{MockAuthSessions, PresentedToken};
use ludger_ports::{CommitError, Expectation, Row, Unavailable};
use std::sync::Arc;

async fn refusal(accounts: &Accounts, token: &str) -> AccessRefusal {
    match accounts.authenticate.run(token).await {
        Err(AuthenticateError::NotSignedIn(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_token_tells_who_asks_and_what_they_may() {
    let app = App::new();
    let ada = app.admin("ada").await;
    let tokens = app.sign_in("ada").await;
    let principal = app
        .accounts
        .authenticate
        .run(tokens.access.expose())
        .await
        .unwrap();
    let Principal {
        user,
        username,
        roles,
        ..
    } = principal;
    assert_eq!((user, username.as_str()), (ada.id, "ada"));
    assert_eq!(roles, [Role::Player, Role::Admin].into());
}

#[tokio::test]
async fn a_first_use_is_stored_and_later_ones_write_nothing() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    app.commits();
    app.accounts
        .authenticate
        .run(tokens.access.expose())
        .await
        .unwrap();
    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    assert!(matches!(&commit.rows[..], [Row::AuthSession(session)] if session.used_at.is_some()));
    for _ in 0..3 {
        app.later(60);
        app.accounts
            .authenticate
            .run(tokens.access.expose())
            .await
            .unwrap();
    }
    assert_eq!(app.commits(), []);
}

#[tokio::test]
async fn what_is_no_access_token_is_unknown() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let access = tokens.access.expose();
    let disguised = tokens.refresh.expose().replace("lrt_", "lat_");
    let never_issued = TokenSecret::new([7; 32]).text(TokenKind::Access);
    let texts = [
        "",
        "lat_",
        "Bearer",
        tokens.refresh.expose(),
        &disguised,
        &never_issued,
    ];
    for text in texts
        .into_iter()
        .chain([&*access.to_uppercase(), &access[1..]])
    {
        assert_eq!(
            refusal(&app.accounts, text).await,
            AccessRefusal::Unknown,
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_token_ends_after_a_quarter_of_an_hour() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    app.later(15 * 60 - 1);
    app.accounts
        .authenticate
        .run(tokens.access.expose())
        .await
        .unwrap();
    app.later(1);
    assert_eq!(
        refusal(&app.accounts, tokens.access.expose()).await,
        AccessRefusal::Expired
    );
}

#[tokio::test]
async fn a_token_ends_with_its_session_and_with_its_user() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let secret = TokenSecret::parse(TokenKind::Access, tokens.access.expose()).unwrap();
    let presented = app
        .ports
        .auth_sessions
        .by_token(secret.hash())
        .await
        .unwrap()
        .unwrap();
    let deleted: User = presented
        .user
        .clone()
        .delete(app.ports.clock.now())
        .unwrap();
    let presented = PresentedToken {
        user: deleted,
        ..presented
    };
    let mut sessions = MockAuthSessions::new();
    sessions
        .expect_by_token()
        .returning(move |_| Ok(Some(presented.clone())));
    let accounts =
        app.but(|ports| (ports.auth_sessions, ports.store) = (Arc::new(sessions), closed()));
    assert_eq!(
        refusal(&accounts, tokens.access.expose()).await,
        AccessRefusal::Revoked
    );

    app.accounts
        .sign_out
        .run(tokens.access.expose(), &here())
        .await
        .unwrap();
    assert_eq!(
        refusal(&app.accounts, tokens.access.expose()).await,
        AccessRefusal::Revoked
    );
}

#[tokio::test]
async fn first_uses_that_meet_are_all_served() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let accounts = Arc::new(app.but(|ports| {
        ports.store = Arc::new(Polite(ports.store.clone()));
        ports.auth_sessions = Arc::new(Polite(ports.auth_sessions.clone()));
    }));
    app.commits();
    let request = |_| {
        let (accounts, tokens) = (accounts.clone(), tokens.clone());
        async move {
            accounts
                .authenticate
                .run(tokens.access.expose())
                .await
                .unwrap()
        }
    };
    together((0..20).map(request)).await;
    assert_eq!(app.commits().len(), 1);
}

#[tokio::test]
async fn contention_does_not_fail_a_request() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let (store, session) = (
        app.ports.store.clone(),
        app.caller("ada").await.principal.session().unwrap(),
    );
    let stale = || Fate::Rejected(CommitError::Stale(Expectation::AuthSessionAt(session, 1)));
    let accounts = app.but(|ports| ports.store = door(store, [stale(), stale(), stale()]));
    accounts
        .authenticate
        .run(tokens.access.expose())
        .await
        .unwrap();
}

#[tokio::test]
async fn contention_without_end_does() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let (store, session) = (
        app.ports.store.clone(),
        app.caller("ada").await.principal.session().unwrap(),
    );
    let stale = |_| Fate::Rejected(CommitError::Stale(Expectation::AuthSessionAt(session, 1)));
    let accounts = app.but(|ports| ports.store = door(store, (0..100).map(stale)));
    let answer = accounts.authenticate.run(tokens.access.expose()).await;
    assert!(matches!(
        answer,
        Err(AuthenticateError::Outage(Outage::Contended))
    ));
}

#[tokio::test]
async fn a_first_use_in_doubt_is_looked_at_again_once() {
    let app = App::new();
    app.player("ada").await;
    for fate in [Fate::InDoubt, Fate::lost()] {
        let (store, tokens) = (app.ports.store.clone(), app.sign_in("ada").await);
        let accounts = app.but(|ports| ports.store = door(store, [fate]));
        accounts
            .authenticate
            .run(tokens.access.expose())
            .await
            .unwrap();
    }
    let (store, tokens) = (app.ports.store.clone(), app.sign_in("ada").await);
    let accounts = app.but(|ports| ports.store = door(store, [Fate::lost(), Fate::lost()]));
    let answer = accounts.authenticate.run(tokens.access.expose()).await;
    assert!(matches!(
        answer,
        Err(AuthenticateError::Outage(Outage::Unavailable(_)))
    ));
}

#[tokio::test]
async fn nothing_is_served_before_a_first_use_is_stored() {
    let app = App::new();
    app.player("ada").await;
    let (store, tokens) = (app.ports.store.clone(), app.sign_in("ada").await);
    let accounts = app.but(|ports| ports.store = door(store, [Fate::down()]));
    let answer = accounts.authenticate.run(tokens.access.expose()).await;
    assert!(matches!(
        answer,
        Err(AuthenticateError::Outage(Outage::Unavailable(_)))
    ));

    let mut sessions = MockAuthSessions::new();
    sessions
        .expect_by_token()
        .returning(|_| Err(Unavailable::broken("no disk")));
    let accounts = app.but(|ports| ports.auth_sessions = Arc::new(sessions));
    let answer = accounts.authenticate.run(tokens.access.expose()).await;
    assert!(matches!(
        answer,
        Err(AuthenticateError::Outage(Outage::Unavailable(_)))
    ));
}

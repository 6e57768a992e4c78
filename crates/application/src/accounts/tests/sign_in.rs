use super::app::{App, PASSWORD, credentials, here, told};
use super::doors::{Fate, closed, door};
use crate::Outage;
use crate::accounts::{Credentials, SignInError};
use ludger_domain::accounts::{AuditAction, User};
use ludger_ports::read::MockUsers;
use ludger_ports::{HasherBusy, MockPasswordHasher, Row};
use std::sync::Arc;

#[tokio::test]
async fn session_tokens_and_record_are_one_commit() {
    let app = App::new();
    let ada = app.player("ada").await;
    app.commits();
    let typed = Credentials {
        email: "ADA@Example.ORG".to_owned(),
        password: PASSWORD.to_owned(),
    };
    let signed_in = app.accounts.sign_in.run(&typed, &here()).await.unwrap();
    assert_eq!(signed_in.user, ada);

    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    let [
        Row::AuthSession(session),
        Row::Token(access),
        Row::Token(refresh),
    ] = &commit.rows[..]
    else {
        panic!("three rows")
    };
    assert_eq!(signed_in.tokens.access_expires_at, access.expires_at);
    assert_eq!(signed_in.tokens.refresh_expires_at, refresh.expires_at);
    let [record] = &commit.audit[..] else {
        panic!("one record")
    };
    assert_eq!(
        (record.action, record.actor),
        (AuditAction::UserSignIn, Some(ada.id))
    );
    assert_eq!(record.meta["session"], session.id.to_string());
    assert_eq!(record.address, here().address);
}

#[tokio::test]
async fn every_failure_is_the_same_to_whoever_asks_and_told_apart_in_the_log() {
    let app = App::new();
    let ada = app.player("ada").await;
    for (typed, target) in [
        (credentials("ada", "not this one"), Some(ada.id)),
        (credentials("ada", ""), Some(ada.id)),
        (credentials("nobody", PASSWORD), None),
        (
            Credentials {
                email: String::new(),
                password: PASSWORD.to_owned(),
            },
            None,
        ),
    ] {
        let failed = app.accounts.sign_in.run(&typed, &here()).await.unwrap_err();
        assert_eq!(failed.to_string(), "email or password is wrong");
        let record = app.audited(AuditAction::UserSignInFailed).pop().unwrap();
        assert_eq!(record.target.as_ref().map(|t| t.id), target.map(Into::into));
        assert_eq!((record.actor, &record.address), (None, &here().address));
        assert!(!told(&record).contains(PASSWORD) && !told(&record).contains("nobody"));
    }
    assert_eq!(app.audited(AuditAction::UserSignInFailed).len(), 4);
    assert_eq!(app.audited(AuditAction::UserSignIn), []);
}

/// Without a hash the hasher takes its time and says no; were it to say yes, there is still nobody to sign in.
#[tokio::test]
async fn unknown_and_deleted_users_cost_a_comparison_too() {
    let app = App::new();
    let ada = app.player("ada").await;
    for found in [None, ada.delete(app.ports.clock.now())] {
        let mut users = MockUsers::new();
        users
            .expect_by_email()
            .returning(move |_| Ok(found.clone()));
        let mut hasher = MockPasswordHasher::new();
        hasher
            .expect_verify()
            .withf(|_, hash| hash.is_none())
            .times(1)
            .returning(|_, _| Ok(true));
        let accounts =
            app.but(|ports| (ports.users, ports.hasher) = (Arc::new(users), Arc::new(hasher)));
        let answer = accounts
            .sign_in
            .run(&credentials("ada", PASSWORD), &here())
            .await;
        assert!(matches!(answer, Err(SignInError::InvalidCredentials)));
    }
}

#[tokio::test]
async fn a_user_without_a_password_cannot_type_one() {
    let app = App::new();
    let ada = app.player("ada").await;
    let mut users = MockUsers::new();
    let bare = User {
        password_hash: None,
        ..ada.clone()
    };
    users
        .expect_by_email()
        .returning(move |_| Ok(Some(bare.clone())));
    let accounts = app.but(|ports| ports.users = Arc::new(users));
    let answer = accounts
        .sign_in
        .run(&credentials("ada", PASSWORD), &here())
        .await;
    assert!(matches!(answer, Err(SignInError::InvalidCredentials)));
    let record = app.audited(AuditAction::UserSignInFailed).pop().unwrap();
    assert_eq!(record.target.unwrap().id, ada.id.uuid());
}

/// Else somebody could guess in silence while the store is down.
#[tokio::test]
async fn a_failure_that_cannot_be_recorded_is_not_told() {
    let app = App::new();
    app.player("ada").await;
    for password in [PASSWORD, "not this one"] {
        let store = app.ports.store.clone();
        let accounts = app.but(|ports| ports.store = door(store, [Fate::down(), Fate::lost()]));
        let typed = credentials("ada", password);
        let answer = accounts.sign_in.run(&typed, &here()).await;
        assert!(matches!(
            answer,
            Err(SignInError::Outage(Outage::Unavailable(_)))
        ));
        let answer = accounts.sign_in.run(&typed, &here()).await;
        assert!(matches!(
            answer,
            Err(SignInError::Outage(Outage::Unknown(_)))
        ));
    }
}

#[tokio::test]
async fn a_busy_hasher_says_nothing_about_the_password() {
    let app = App::new();
    app.player("ada").await;
    let mut hasher = MockPasswordHasher::new();
    hasher.expect_verify().returning(|_, _| Err(HasherBusy));
    let accounts = app.but(|ports| (ports.hasher, ports.store) = (Arc::new(hasher), closed()));
    let answer = accounts
        .sign_in
        .run(&credentials("ada", PASSWORD), &here())
        .await;
    assert!(matches!(
        answer,
        Err(SignInError::Outage(Outage::HasherBusy(_)))
    ));
}

use super::app::{App, PASSWORD, credentials, here, told};
use super::doors::{Fate, door};
use crate::accounts::{Credentials, Entry, SignInError, SignedIn};
use crate::{Origin, Outage};
use ludger_domain::accounts::{AuditAction, User};
use ludger_ports::read::MockUsers;
use ludger_ports::{
    Changes, Clock, HasherBusy, Letter, MockPasswordHasher, PasswordVerdict, Row, Store,
};
use ludger_testkit::world::{outdated_hash, plain_hash};
use std::sync::Arc;

#[tokio::test]
async fn session_tokens_and_record_are_one_commit() {
    let app = App::new();
    let ada = app.player("ada").await;
    app.commits();
    let typed = Credentials {
        email: "ADA@Example.ORG".to_owned(),
        password: PASSWORD.to_owned(),
        entry: Entry::default(),
    };
    let signed_in = app.accounts.sign_in.run(&typed, &here()).await.unwrap();
    assert_eq!(signed_in.user, ada);

    // The first one counts the attempt.
    let [_, commit] = &app.commits()[..] else {
        panic!("two commits")
    };
    let [
        Row::AuthSession(session),
        Row::Token(access),
        Row::Token(refresh),
        Row::AttemptsForgotten(_),
        Row::AttemptForgiven(_),
    ] = &commit.rows[..]
    else {
        panic!("five rows")
    };
    let tokens = signed_in.kept.tokens().unwrap();
    assert_eq!(tokens.access_expires_at, access.expires_at);
    assert_eq!(tokens.refresh_expires_at, refresh.expires_at);
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
                entry: Entry::default(),
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
            .returning(|_, _| Ok(PasswordVerdict::Right));
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
    let accounts = app.but(|ports| ports.hasher = Arc::new(hasher));
    // Nor does it count as a failure.
    for _ in 0..20 {
        let answer = accounts
            .sign_in
            .run(&credentials("ada", PASSWORD), &here())
            .await;
        assert!(matches!(
            answer,
            Err(SignInError::Outage(Outage::HasherBusy(_)))
        ));
    }
    app.sign_in("ada").await;
}

fn seconds(answer: Result<SignedIn, SignInError>) -> Option<i64> {
    match answer.unwrap_err() {
        SignInError::InvalidCredentials => None,
        SignInError::TooMany(too_many) => Some(too_many.retry_after.as_secs()),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn failures_slow_down_and_then_only_a_link_is_left() {
    let app = App::new();
    let ada = app.player("ada").await;
    let wrong = credentials("ada", "not this one");
    let guess = async || seconds(app.accounts.sign_in.run(&wrong, &here()).await);
    for _ in 0..5 {
        assert_eq!(guess().await, None);
    }
    // From here on the right password is no better than a wrong one.
    let right = credentials("ada", PASSWORD);
    let answer = app.accounts.sign_in.run(&right, &here()).await;
    assert!(matches!(answer, Err(SignInError::TooMany(_))));
    for wait in [1, 2, 4, 8, 16] {
        assert_eq!(guess().await, Some(wait));
        app.later(wait.unsigned_abs());
        assert_eq!(guess().await, None, "after {wait} s");
    }
    assert_eq!(guess().await, Some(15 * 60 - 31));
    // Somebody else is not held back by it.
    app.player("bob").await;
    app.sign_in("bob").await;
    // The owner is told, once.
    let told = app.mails_to(&ada).await;
    let blocked = |letter: &&Letter| matches!(letter, Letter::SignInsBlocked { .. });
    assert_eq!(told.iter().filter(blocked).count(), 1);
    app.later(15 * 60);
    app.sign_in("ada").await;
    // A success forgets the failures before it.
    for _ in 0..5 {
        assert_eq!(guess().await, None);
    }
}

#[tokio::test]
async fn an_address_is_held_back_whichever_account_it_tries() {
    let app = App::new();
    let there = Origin {
        address: Some("198.51.100.1".to_owned()),
        ..here()
    };
    for n in 0..50 {
        let typed = credentials(&format!("user{n}"), PASSWORD);
        assert_eq!(
            seconds(app.accounts.sign_in.run(&typed, &there).await),
            None
        );
    }
    let typed = credentials("another", PASSWORD);
    assert!(seconds(app.accounts.sign_in.run(&typed, &there).await).is_some());
    assert_eq!(
        seconds(app.accounts.sign_in.run(&typed, &here()).await),
        None
    );
}

#[tokio::test]
async fn another_device_is_told_of_and_the_same_one_is_not() {
    let app = App::new();
    let ada = app.player("ada").await;
    let phone = Origin {
        user_agent: Some("a phone".to_owned()),
        ..here()
    };
    app.sign_in("ada").await;
    app.sign_in("ada").await;
    for _ in 0..2 {
        let right = credentials("ada", PASSWORD);
        app.accounts.sign_in.run(&right, &phone).await.unwrap();
    }
    let told = app.mails_to(&ada).await;
    let devices: Vec<_> = told
        .iter()
        .filter_map(|letter| match letter {
            Letter::NewDevice { device, .. } => Some(device.as_deref()),
            _ => None,
        })
        .collect();
    assert_eq!(devices, [Some("a phone")]);
}

/// A user whose hash came from elsewhere.
async fn imported(app: &App, name: &str) -> User {
    let user = app.player(name).await;
    let imported = user.clone().with_password(outdated_hash(PASSWORD));
    let changes = Changes::at(app.clock.now()).save_user(imported.clone(), &user);
    app.store.commit(changes).await.unwrap();
    imported
}

#[tokio::test]
async fn an_outdated_hash_is_made_anew_by_whoever_has_the_password() {
    let app = App::new();
    let ada = imported(&app, "ada").await;
    let hash = async || app.user("ada@example.org").await.unwrap().password_hash;
    let wrong = credentials("ada", "not this one");
    app.accounts.sign_in.run(&wrong, &here()).await.unwrap_err();
    assert_eq!(hash().await, ada.password_hash);

    let elsewhere = app.sign_in("ada").await;
    assert_eq!(hash().await, Some(plain_hash(PASSWORD)));
    app.commits();
    // From now on nothing is saved, the session of the first time lives on, and nobody is told of a new password.
    app.sign_in("ada").await;
    let commits = app.commits();
    let mut rows = commits.iter().flat_map(|commit| &commit.rows);
    assert!(!rows.any(|row| matches!(row, Row::User(_))));
    let authenticate = &app.accounts.authenticate;
    authenticate.run(elsewhere.access.expose()).await.unwrap();
    assert!(!app.mails_to(&ada).await.contains(&Letter::PasswordChanged));
}

#[tokio::test]
async fn the_new_hash_is_saved_with_the_session() {
    let app = App::new();
    let ada = imported(&app, "ada").await;
    app.commits();
    let typed = credentials("ada", PASSWORD);
    let signed_in = app.accounts.sign_in.run(&typed, &here()).await.unwrap();
    assert_eq!(signed_in.user.version, ada.version + 1);
    let [_, commit] = &app.commits()[..] else {
        panic!("two commits")
    };
    let saved = commit.rows.contains(&Row::User(signed_in.user));
    let opened = commit.rows.iter();
    let opened = opened.filter(|row| matches!(row, Row::AuthSession(_)));
    assert_eq!((saved, opened.count()), (true, 1));
}

#[tokio::test]
async fn a_hasher_that_is_busy_for_a_new_hash_keeps_nobody_out() {
    let app = App::new();
    let ada = imported(&app, "ada").await;
    let mut hasher = MockPasswordHasher::new();
    let verdict = PasswordVerdict::Outdated;
    hasher.expect_verify().returning(move |_, _| Ok(verdict));
    hasher.expect_hash().returning(|_| Err(HasherBusy));
    let accounts = app.but(|ports| ports.hasher = Arc::new(hasher));
    let typed = credentials("ada", PASSWORD);
    let signed_in = accounts.sign_in.run(&typed, &here()).await.unwrap();
    assert_eq!(signed_in.user, ada);
}

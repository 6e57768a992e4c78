use super::app::{App, PASSWORD, credentials, here};
use super::doors::{Fate, door};
use crate::Caller;
use crate::accounts::{ChangePasswordError, ReauthenticateError, SignInError};
use crate::testing::at_once;
use ludger_domain::accounts::{AuditAction, OneTimeToken, Purpose, TokenSecret, User};
use ludger_domain::fault::Faults;
use ludger_ports::{Changes, Store};

const OTHER: &str = "a short day of clouds";

async fn signs_in(app: &App, password: &str) -> bool {
    let typed = credentials("ada", password);
    match app.accounts.sign_in.run(&typed, &here()).await {
        Ok(_) => true,
        Err(SignInError::InvalidCredentials) => false,
        Err(error) => panic!("{error}"),
    }
}

/// A user who signed in, and never had a password.
async fn without_password(app: &App) -> Caller {
    let user = app.player("ada").await;
    let ada = app.caller("ada").await;
    let bare = User {
        password_hash: None,
        ..user.clone().touched()
    };
    let changes = Changes::at(app.ports.clock.now()).save_user(bare, &user);
    app.store.commit(changes).await.unwrap();
    ada
}

#[tokio::test]
async fn another_password_ends_every_other_session_and_every_reset_link() {
    let app = App::new();
    let user = app.player("ada").await;
    let (ada, elsewhere) = (app.caller("ada").await, app.sign_in("ada").await);
    let (secret, now) = (TokenSecret::new([5; 32]), app.ports.clock.now());
    let email = user.email.clone().unwrap();
    let link = OneTimeToken::issue(Purpose::PasswordReset, Some(user.id), email, &secret, now);
    let changes = Changes::at(now).save_one_time_token(link);
    app.store.commit(changes).await.unwrap();

    let change = &app.accounts.change_password;
    change.run(&ada, Some(PASSWORD), OTHER).await.unwrap();
    assert!(!signs_in(&app, PASSWORD).await && signs_in(&app, OTHER).await);
    let authenticate = &app.accounts.authenticate;
    assert!(authenticate.run(elsewhere.access.expose()).await.is_err());
    let found = app.ports.auth_sessions.one_time_token(secret.hash()).await;
    assert!(found.unwrap().unwrap().used_at.is_some());
    let listed = app.accounts.list_sessions.run(&ada).await.unwrap();
    assert!(listed.iter().any(|one| one.is_current));
    let [record] = &app.audited(AuditAction::UserPasswordChange)[..] else {
        panic!("one record")
    };
    assert_eq!(record.actor, Some(user.id));
}

#[tokio::test]
async fn a_wrong_password_changes_nothing_and_is_recorded() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let answer = app
        .accounts
        .change_password
        .run(&ada, Some("not this one"), OTHER)
        .await;
    assert!(matches!(
        answer,
        Err(ChangePasswordError::InvalidCredentials)
    ));
    let answer = app
        .accounts
        .reauthenticate
        .run(&ada, "nor this", None)
        .await;
    assert!(matches!(
        answer,
        Err(ReauthenticateError::InvalidCredentials)
    ));
    assert_eq!(app.audited(AuditAction::UserSignInFailed).len(), 2);
    assert!(signs_in(&app, PASSWORD).await);
}

#[tokio::test]
async fn everything_wrong_with_a_password_is_told_at_once() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let change = &app.accounts.change_password;
    let mut told = Vec::new();
    for (current, new) in [(None, "ada@example.org"), (Some(PASSWORD), "short")] {
        let Err(ChangePasswordError::Invalid(Faults(faults))) =
            change.run(&ada, current, new).await
        else {
            panic!("it was taken")
        };
        let faults = faults.into_iter();
        told.extend(faults.map(|fault| format!("{} {}", fault.pointer, fault.code)));
    }
    assert_eq!(
        told,
        [
            "/current_password required",
            "/new_password password_is_name",
            "/new_password too_short",
        ]
    );
}

#[tokio::test]
async fn a_first_password_takes_a_fresh_sign_in() {
    let app = App::new();
    let ada = without_password(&app).await;
    let change = &app.accounts.change_password;
    let answer = change.run(&ada, Some(""), OTHER).await;
    assert!(matches!(answer, Err(ChangePasswordError::Invalid(_))));
    app.later(15 * 60 + 1);
    let answer = change.run(&ada, None, OTHER).await;
    assert!(matches!(
        answer,
        Err(ChangePasswordError::FreshSignInRequired(_))
    ));
    let answer = app.accounts.reauthenticate.run(&ada, "", None).await;
    assert!(matches!(
        answer,
        Err(ReauthenticateError::InvalidCredentials)
    ));

    let app = App::new();
    let ada = without_password(&app).await;
    let change = &app.accounts.change_password;
    change.run(&ada, None, OTHER).await.unwrap();
    assert!(signs_in(&app, OTHER).await);
}

/// Of two changes at once the later one shows a password that is no longer the one.
#[tokio::test]
async fn a_password_that_changes_meanwhile_is_wrong() {
    let app = App::new();
    let user = app.player("ada").await;
    let (ada, inner, now) = (
        app.caller("ada").await,
        app.store.clone(),
        app.ports.clock.now(),
    );
    let hash = ludger_testkit::world::plain_hash("of somebody else");
    let overtaken = Fate::Overtaken(Box::new(move || {
        let changed = user.clone().with_password(hash);
        at_once(inner.commit(Changes::at(now).save_user(changed, &user))).unwrap();
    }));
    let store = app.ports.store.clone();
    let accounts = app.but(|ports| ports.store = door(store, [overtaken]));
    let change = &accounts.change_password;
    let answer = change.run(&ada, Some(PASSWORD), OTHER).await;
    assert!(matches!(
        answer,
        Err(ChangePasswordError::InvalidCredentials)
    ));
}

#[tokio::test]
async fn who_shows_their_password_is_as_good_as_signed_in_anew() {
    let app = App::new();
    let user = app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let caller = async || {
        let principal = app.accounts.authenticate.run(tokens.access.expose()).await;
        Caller {
            principal: principal.unwrap(),
            origin: here(),
        }
    };
    app.later(14 * 60);
    let ada = caller().await;
    let shown = app.accounts.reauthenticate.run(&ada, PASSWORD, None).await;
    shown.unwrap();
    let now = app.ports.clock.now();
    let person = caller().await.principal.person().unwrap();
    assert_eq!(person.authenticated_at, now);
    let [record] = &app.audited(AuditAction::UserReauthenticate)[..] else {
        panic!("one record")
    };
    assert_eq!(record.actor, Some(user.id));

    app.accounts
        .sign_out
        .run(tokens.access.expose(), &here())
        .await
        .unwrap();
    let answer = app.accounts.reauthenticate.run(&ada, PASSWORD, None).await;
    assert!(matches!(answer, Err(ReauthenticateError::Ended)));
}

/// Whoever sits down at somebody's desk has no more tries than whoever signs in.
#[tokio::test]
async fn a_password_is_not_guessed_from_within() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let mut refused = 0;
    for _ in 0..8 {
        let answer = app
            .accounts
            .reauthenticate
            .run(&ada, "not this one", None)
            .await;
        refused += usize::from(matches!(answer, Err(ReauthenticateError::TooMany(_))));
    }
    assert_eq!(refused, 3);
    let answer = app
        .accounts
        .change_password
        .run(&ada, Some(PASSWORD), OTHER)
        .await;
    assert!(matches!(answer, Err(ChangePasswordError::TooMany(_))));
    app.later(15 * 60);
    let ada = app.caller("ada").await;
    for _ in 0..8 {
        app.accounts
            .reauthenticate
            .run(&ada, PASSWORD, None)
            .await
            .unwrap();
    }
}

//! Another address: asked for by who is signed in, used from the moment at which its reader says so.

use super::app::{App, PASSWORD, credentials, here};
use crate::accounts::{AskForEmailChangeError, ChangeEmailError, UseLinkError};
use crate::outbox;
use crate::testing::together;
use ludger_domain::accounts::AuditAction;
use ludger_ports::{Clock, Letter};
use std::sync::Arc;

/// What was sent to an address, oldest first.
async fn letters(app: &App, to: &str) -> Vec<Letter> {
    let due = app.ports.jobs.due(app.clock.now(), 100).await.unwrap();
    let mails = due
        .iter()
        .filter_map(|job| outbox::mail(&*app.ports.vault, job));
    mails
        .filter(|mail| mail.to.as_str() == to)
        .map(|mail| mail.letter)
        .collect()
}

/// The token of the last link to change to this address.
async fn token(app: &App, to: &str) -> Option<String> {
    let letters = letters(app, to).await;
    letters.iter().rev().find_map(|letter| match letter {
        Letter::EmailChange { link } => {
            Some(link.split_once("/links/change-email#token=")?.1.to_owned())
        }
        _ => None,
    })
}

async fn asks(app: &App, name: &str, email: &str) -> Result<(), AskForEmailChangeError> {
    let caller = app.caller(name).await;
    app.accounts.ask_for_email_change.run(&caller, email).await
}

#[tokio::test]
async fn an_address_is_changed_by_a_link_to_the_new_one() {
    let app = App::new();
    let ada = app.player("ada").await;
    let session = app.caller("ada").await;
    asks(&app, "ada", "King@example.org").await.unwrap();
    let token = token(&app, "King@example.org").await.unwrap();
    // Nothing is changed yet, and the old address knows.
    assert_eq!(app.user("ada@example.org").await.unwrap().id, ada.id);
    assert!(
        letters(&app, "ada@example.org")
            .await
            .contains(&Letter::EmailChangeAsked)
    );

    let change = &app.accounts.change_email;
    change.run(&token, &here()).await.unwrap();
    let changed = app.user("king@example.org").await.unwrap();
    assert_eq!(changed.id, ada.id);
    assert_eq!(changed.email.unwrap().as_str(), "King@example.org");
    assert!(changed.verified_at.is_some());
    assert_eq!(app.user("ada@example.org").await, None);
    assert!(
        letters(&app, "ada@example.org")
            .await
            .contains(&Letter::EmailChanged)
    );
    // Sessions go on, and the new address signs in.
    let me = app.accounts.me.run(&session.principal).await.unwrap();
    assert_eq!(me.user.id, ada.id);
    let typed = credentials("king", PASSWORD);
    app.accounts.sign_in.run(&typed, &here()).await.unwrap();
    for action in [
        AuditAction::UserEmailChangeAsk,
        AuditAction::UserEmailChange,
    ] {
        let [record] = &app.audited(action)[..] else {
            panic!("one record")
        };
        assert_eq!(record.actor, Some(ada.id));
    }
    let again = change.run(&token, &here()).await;
    assert!(matches!(again, Err(ChangeEmailError::InvalidLink)));
}

#[tokio::test]
async fn links_to_the_old_address_and_older_ones_are_good_for_nothing() {
    let app = App::new();
    let ada = app.player("ada").await;
    let send = &app.accounts.send_link;
    send.to_reset_password("ada@example.org", &here())
        .await
        .unwrap();
    let letters = app.mails_to(&ada).await;
    let reset = letters.iter().find_map(|letter| match letter {
        Letter::PasswordReset { link } => Some(link.split_once("#token=")?.1.to_owned()),
        _ => None,
    });
    asks(&app, "ada", "first@example.org").await.unwrap();
    app.later(30);
    asks(&app, "ada", "second@example.org").await.unwrap();
    let (first, second) = (
        token(&app, "first@example.org").await.unwrap(),
        token(&app, "second@example.org").await.unwrap(),
    );
    let change = &app.accounts.change_email;
    let late = change.run(&first, &here()).await;
    assert!(matches!(late, Err(ChangeEmailError::InvalidLink)));
    change.run(&second, &here()).await.unwrap();
    let links = &app.accounts.use_link;
    let late = links
        .to_reset_password(&reset.unwrap(), "another night of stars", &here())
        .await;
    assert!(matches!(late, Err(UseLinkError::InvalidLink)));
}

#[tokio::test]
async fn an_address_of_somebody_else_shows_in_nothing_but_their_mail() {
    let app = App::new();
    let (_, bob) = (app.player("ada").await, app.player("bob").await);
    asks(&app, "ada", "BOB@example.org").await.unwrap();
    assert_eq!(token(&app, "BOB@example.org").await, None);
    let told = app.mails_to(&bob).await;
    assert!(told.contains(&Letter::AlreadyRegistered));
    // The old address gets what it gets else.
    assert!(
        letters(&app, "ada@example.org")
            .await
            .contains(&Letter::EmailChangeAsked)
    );
    assert_eq!(app.audited(AuditAction::UserEmailChangeAsk).len(), 1);
}

#[tokio::test]
async fn an_address_that_goes_meanwhile_stays_with_who_was_first() {
    let app = App::new();
    app.player("ada").await;
    asks(&app, "ada", "king@example.org").await.unwrap();
    let token = token(&app, "king@example.org").await.unwrap();
    let king = app.player("king").await;
    let late = app.accounts.change_email.run(&token, &here()).await;
    assert!(matches!(late, Err(ChangeEmailError::InvalidLink)));
    assert_eq!(app.user("king@example.org").await.unwrap().id, king.id);
}

#[tokio::test]
async fn a_link_changes_once_however_many_come_with_it() {
    let app = App::new();
    app.player("ada").await;
    asks(&app, "ada", "king@example.org").await.unwrap();
    let token = token(&app, "king@example.org").await.unwrap();
    let app = Arc::new(app);
    let answers = together((0..6).map(|_| {
        let (app, token) = (app.clone(), token.clone());
        async move { app.accounts.change_email.run(&token, &here()).await }
    }))
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(app.audited(AuditAction::UserEmailChange).len(), 1);
}

#[tokio::test]
async fn nobody_is_sent_two_in_a_moment() {
    let app = App::new();
    app.player("ada").await;
    let caller = app.caller("ada").await;
    let ask = &app.accounts.ask_for_email_change;
    for email in ["one@example.org", "two@example.org", "one@example.org"] {
        ask.run(&caller, email).await.unwrap();
    }
    assert_eq!(token(&app, "two@example.org").await, None);
    assert_eq!(letters(&app, "one@example.org").await.len(), 1);
    app.later(30);
    ask.run(&caller, "two@example.org").await.unwrap();
    assert!(token(&app, "two@example.org").await.is_some());
}

#[tokio::test]
async fn it_takes_somebody_who_has_just_signed_in_and_an_address() {
    let app = App::new();
    app.player("ada").await;
    let caller = app.caller("ada").await;
    let ask = &app.accounts.ask_for_email_change;
    let answer = ask.run(&caller, "king").await;
    assert!(matches!(answer, Err(AskForEmailChangeError::Invalid(_))));
    app.later(16 * 60);
    let answer = ask.run(&caller, "king@example.org").await;
    assert!(matches!(
        answer,
        Err(AskForEmailChangeError::FreshSignInRequired(_))
    ));
}

#[tokio::test]
async fn a_link_of_who_is_locked_changes_nothing() {
    let app = App::new();
    let ada = app.player("ada").await;
    app.admin("root").await;
    let root = app.caller("root").await;
    asks(&app, "ada", "king@example.org").await.unwrap();
    let token = token(&app, "king@example.org").await.unwrap();
    app.accounts.lock_user.run(&root, ada.id).await.unwrap();
    let late = app.accounts.change_email.run(&token, &here()).await;
    assert!(matches!(late, Err(ChangeEmailError::InvalidLink)));
}

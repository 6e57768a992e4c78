//! A code besides what one signs in with.

use super::app::{App, PASSWORD, credentials, here};
use crate::accounts::{
    Credentials, Entry, ReauthenticateError, SecondFactorError, SecretText, SignInByLinkError,
    SignInError, SignedIn,
};
use crate::testing::together;
use crate::{Caller, Settings};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission, TotpSecret, User};
use ludger_ports::{Clock, Letter};
use std::sync::Arc;

/// Somebody with an application on their phone.
struct Phone(TotpSecret);

impl Phone {
    fn shows(&self, app: &App) -> String {
        self.0.code_at(app.clock.now())
    }
}

/// What the application of somebody who just asked for a second factor was told.
async fn offered(app: &App, caller: &Caller) -> Phone {
    let offer = app.accounts.offer_second_factor.run(caller).await.unwrap();
    let secret = TotpSecret::parse(offer.secret.expose()).unwrap();
    assert!(offer.address.expose().contains(&secret.text()));
    Phone(secret)
}

/// Somebody who has a second factor from now on, and their recovery codes. The code of this moment is used up.
async fn with_factor(app: &App, name: &str) -> (User, Caller, Phone, Vec<SecretText>) {
    let user = app.verified(name).await;
    let caller = app.caller(name).await;
    let phone = offered(app, &caller).await;
    let confirm = &app.accounts.confirm_second_factor;
    let codes = confirm.run(&caller, &phone.shows(app)).await.unwrap();
    (user, caller, phone, codes)
}

async fn signs_in(app: &App, name: &str, code: Option<&str>) -> Result<SignedIn, SignInError> {
    let typed = Credentials {
        entry: Entry {
            code: code.map(str::to_owned),
            ..Entry::default()
        },
        ..credentials(name, PASSWORD)
    };
    app.accounts.sign_in.run(&typed, &here()).await
}

#[tokio::test]
async fn it_counts_once_it_was_shown() {
    let app = App::new();
    let ada = app.player("ada").await;
    let caller = app.caller("ada").await;
    let confirm = &app.accounts.confirm_second_factor;
    let nothing = confirm.run(&caller, "000000").await;
    assert!(matches!(nothing, Err(SecondFactorError::NotOn)));

    let first = offered(&app, &caller).await;
    let phone = offered(&app, &caller).await;
    // Nobody is asked for what they have not confirmed.
    app.sign_in("ada").await;
    let outdated = confirm.run(&caller, &first.shows(&app)).await;
    assert!(matches!(outdated, Err(SecondFactorError::InvalidCode)));
    let standing = async || app.accounts.show_second_factor.run(&caller).await.unwrap();
    assert_eq!(standing().await.on_since, None);

    let codes = confirm.run(&caller, &phone.shows(&app)).await.unwrap();
    assert_eq!(codes.len(), 10);
    assert_eq!(standing().await.on_since, Some(app.clock.now()));
    assert_eq!(standing().await.recovery_codes_left, 10);
    assert_eq!(app.audited(AuditAction::SecondFactorOn).len(), 1);
    let letters = app.mails_to(&ada).await;
    assert!(
        letters
            .iter()
            .any(|letter| matches!(letter, Letter::SecondFactorOn { .. }))
    );

    for again in [
        confirm.run(&caller, &phone.shows(&app)).await.map(|_| ()),
        app.accounts
            .offer_second_factor
            .run(&caller)
            .await
            .map(|_| ()),
    ] {
        assert!(matches!(again, Err(SecondFactorError::AlreadyOn)));
    }
}

#[tokio::test]
async fn signing_in_asks_for_a_code_each_of_which_counts_once() {
    let app = App::new();
    let (_, _, phone, codes) = with_factor(&app, "ada").await;
    assert!(matches!(
        signs_in(&app, "ada", None).await,
        Err(SignInError::SecondFactorRequired)
    ));
    let used = phone.shows(&app);
    assert!(matches!(
        signs_in(&app, "ada", Some(&used)).await,
        Err(SignInError::InvalidCode)
    ));
    app.later(30);
    let code = phone.shows(&app);
    signs_in(&app, "ada", Some(&code)).await.unwrap();
    assert!(signs_in(&app, "ada", Some(&code)).await.is_err());
    let recovery = codes[3].expose();
    signs_in(&app, "ada", Some(recovery)).await.unwrap();
    assert!(signs_in(&app, "ada", Some(recovery)).await.is_err());
}

#[tokio::test]
async fn of_many_who_come_with_one_code_one_gets_in() {
    let app = Arc::new(App::new());
    let (_, _, phone, _) = with_factor(&app, "ada").await;
    app.later(30);
    let code = phone.shows(&app);
    let answers = together((0..5).map(|_| {
        let (app, code) = (app.clone(), code.clone());
        async move { signs_in(&app, "ada", Some(&code)).await.is_ok() }
    }))
    .await;
    assert_eq!(answers.iter().filter(|is_in| **is_in).count(), 1);
}

#[tokio::test]
async fn codes_are_not_guessed_whatever_one_signs_in_with() {
    let app = App::new();
    let (ada, caller, _, _) = with_factor(&app, "ada").await;
    let send = &app.accounts.send_link;
    send.to_sign_in("ada@example.org", "/", &here())
        .await
        .unwrap();
    let letters = app.mails_to(&ada).await;
    let link = letters.iter().find_map(|letter| match letter {
        Letter::MagicLink { link } => link.split_once("#token=").map(|(_, token)| token),
        _ => None,
    });
    let by_link = async |code: &str| {
        let entry = Entry {
            code: Some(code.to_owned()),
            ..Entry::default()
        };
        let by_link = &app.accounts.sign_in_by_link;
        by_link
            .run(link.unwrap(), &entry, &here())
            .await
            .unwrap_err()
    };
    for _ in 0..5 {
        assert!(matches!(
            by_link("000000").await,
            SignInByLinkError::InvalidCode
        ));
    }
    assert!(matches!(
        by_link("000000").await,
        SignInByLinkError::TooMany(_)
    ));
    let told = async || {
        let letters = app.mails_to(&ada).await;
        let blocked = |letter: &&Letter| matches!(letter, Letter::CodesBlocked { .. });
        letters.iter().filter(blocked).count()
    };
    assert_eq!(told().await, 1);
    assert!(matches!(
        signs_in(&app, "ada", Some("000000")).await,
        Err(SignInError::TooMany(_))
    ));
    let again = app
        .accounts
        .reauthenticate
        .run(&caller, PASSWORD, Some("000000"));
    assert!(matches!(again.await, Err(ReauthenticateError::TooMany(_))));
    assert_eq!(app.audited(AuditAction::UserSignInFailed).len(), 5);
}

#[tokio::test]
async fn a_link_without_a_code_stays_good() {
    let app = App::new();
    let (ada, _, phone, _) = with_factor(&app, "ada").await;
    let send = &app.accounts.send_link;
    send.to_sign_in("ada@example.org", "/games", &here())
        .await
        .unwrap();
    let letters = app.mails_to(&ada).await;
    let link = letters.iter().find_map(|letter| match letter {
        Letter::MagicLink { link } => link.split_once("#token=").map(|(_, token)| token),
        _ => None,
    });
    let by_link = &app.accounts.sign_in_by_link;
    let missing = by_link.run(link.unwrap(), &Entry::default(), &here()).await;
    assert!(matches!(
        missing,
        Err(SignInByLinkError::SecondFactorRequired)
    ));
    app.later(30);
    let entry = Entry {
        code: Some(phone.shows(&app)),
        ..Entry::default()
    };
    let (_, return_to) = by_link.run(link.unwrap(), &entry, &here()).await.unwrap();
    assert_eq!(return_to.as_str(), "/games");
}

#[tokio::test]
async fn showing_again_who_one_is_takes_a_code_too() {
    let app = App::new();
    let (_, caller, phone, _) = with_factor(&app, "ada").await;
    let again = &app.accounts.reauthenticate;
    assert!(matches!(
        again.run(&caller, PASSWORD, None).await,
        Err(ReauthenticateError::SecondFactorRequired)
    ));
    app.later(30);
    let code = phone.shows(&app);
    again.run(&caller, PASSWORD, Some(&code)).await.unwrap();
    assert!(matches!(
        again.run(&caller, PASSWORD, Some(&code)).await,
        Err(ReauthenticateError::InvalidCode)
    ));
    let [failed] = &app.audited(AuditAction::UserSignInFailed)[..] else {
        panic!("one record")
    };
    assert_eq!(failed.meta["by"], "second_factor");
}

#[tokio::test]
async fn changing_it_takes_a_fresh_sign_in() {
    let app = App::new();
    let (ada, caller, _, old) = with_factor(&app, "ada").await;
    let accounts = &app.accounts;
    let new = accounts.renew_recovery_codes.run(&caller).await.unwrap();
    assert!(signs_in(&app, "ada", Some(old[0].expose())).await.is_err());
    signs_in(&app, "ada", Some(new[0].expose())).await.unwrap();

    app.later(15 * 60 + 1);
    for refused in [
        accounts.offer_second_factor.run(&caller).await.map(|_| ()),
        accounts
            .confirm_second_factor
            .run(&caller, "")
            .await
            .map(|_| ()),
        accounts.renew_recovery_codes.run(&caller).await.map(|_| ()),
        accounts.remove_second_factor.run(&caller).await,
    ] {
        assert!(matches!(
            refused,
            Err(SecondFactorError::FreshSignInRequired(_))
        ));
    }
    let again = &accounts.reauthenticate;
    again
        .run(&caller, PASSWORD, Some(new[1].expose()))
        .await
        .unwrap();
    let caller = Caller {
        principal: {
            let kept = signs_in(&app, "ada", Some(new[2].expose()))
                .await
                .unwrap()
                .kept;
            let tokens = kept.tokens().unwrap();
            accounts
                .authenticate
                .run(tokens.access.expose())
                .await
                .unwrap()
        },
        ..caller
    };
    accounts.remove_second_factor.run(&caller).await.unwrap();
    app.sign_in("ada").await;
    let none = accounts.remove_second_factor.run(&caller).await;
    assert!(matches!(none, Err(SecondFactorError::NotOn)));
    let letters = app.mails_to(&ada).await;
    assert!(
        letters
            .iter()
            .any(|letter| matches!(letter, Letter::SecondFactorOff { .. }))
    );
}

#[tokio::test]
async fn an_admin_helps_whoever_lost_theirs() {
    let app = App::new();
    let (ada, stranger, _, _) = with_factor(&app, "ada").await;
    app.admin("root").await;
    let root = app.caller("root").await;
    let reset = &app.accounts.reset_second_factor;
    assert!(reset.run(&stranger, ada.id).await.is_err());
    reset.run(&root, ada.id).await.unwrap();
    reset.run(&root, ada.id).await.unwrap();
    app.sign_in("ada").await;
    assert_eq!(app.audited(AuditAction::SecondFactorOff).len(), 1);
}

#[tokio::test]
async fn admins_may_need_one() {
    let app = App::new().deciding(&Settings {
        admins_need_second_factor: true,
        ..Settings::default()
    });
    app.admin("root").await;
    let root = app.caller("root").await;
    let lacking = root.principal.must(Permission::UsersManage);
    let expected = Forbidden::SecondFactorMissing(Permission::UsersManage);
    assert_eq!(lacking, Err(expected));
    let phone = offered(&app, &root).await;
    let confirm = &app.accounts.confirm_second_factor;
    confirm.run(&root, &phone.shows(&app)).await.unwrap();
    app.later(30);
    let kept = signs_in(&app, "root", Some(&phone.shows(&app)))
        .await
        .unwrap()
        .kept;
    let tokens = kept.tokens().unwrap();
    let root = app
        .accounts
        .authenticate
        .run(tokens.access.expose())
        .await
        .unwrap();
    root.must(Permission::UsersManage).unwrap();
}

#[tokio::test]
async fn codes_are_counted_by_the_hour_and_its_owner_is_told_once() {
    let app = App::new();
    let (ada, _, phone, _) = with_factor(&app, "ada").await;
    let told = async || {
        let letters = app.mails_to(&ada).await;
        let blocked = |letter: &&Letter| matches!(letter, Letter::CodesBlocked { .. });
        letters.iter().filter(blocked).count()
    };
    let mut tried = 0;
    while tried < 10 {
        match signs_in(&app, "ada", Some("000000")).await {
            Err(SignInError::InvalidCode) => tried += 1,
            Err(SignInError::TooMany(too_many)) => {
                let wait = too_many.retry_after.as_secs();
                app.later(u64::try_from(wait).unwrap());
            }
            other => panic!("{other:?}"),
        }
        assert!(told().await <= 1);
    }
    // The right one is no better, half an hour later either.
    app.later(30 * 60);
    let right = phone.shows(&app);
    let refused = signs_in(&app, "ada", Some(&right)).await;
    assert!(matches!(refused, Err(SignInError::TooMany(_))));
    assert_eq!(told().await, 1);
    app.later(30 * 60);
    let right = phone.shows(&app);
    signs_in(&app, "ada", Some(&right)).await.unwrap();
}

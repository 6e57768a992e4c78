//! Registering with an address that has an account: the same to whoever does it, and a letter to its owner.

use super::app::{App, here, registration};
use super::doors::{Fate, door};
use crate::accounts::RegisterError;
use crate::testing::{at_once, together};
use ludger_domain::accounts::{AuditAction, Registration, User};
use ludger_domain::fault::Faults;
use ludger_ports::read::UserFilter;
use ludger_ports::{Letter, MockPasswordHasher, PageRequest};
use ludger_testkit::world::plain_hash;
use std::sync::Arc;

fn of(email: &str, username: &str) -> Registration {
    Registration {
        email: email.to_owned(),
        ..registration(username)
    }
}

async fn told(app: &App, owner: &User) -> usize {
    let letters = app.mails_to(owner).await;
    let is_it = |letter: &&Letter| **letter == Letter::AlreadyRegistered;
    letters.iter().filter(is_it).count()
}

async fn users(app: &App) -> usize {
    let page = PageRequest {
        after: None,
        limit: 100,
    };
    let all = app.ports.users.list(&UserFilter::default(), page).await;
    all.unwrap().items.len()
}

#[tokio::test]
async fn the_owner_is_told_once_a_moment_and_nobody_is_made() {
    let app = App::new();
    let ada = app.player("ada").await;
    let again = async || {
        let register = &app.accounts.register;
        register.run(of("ADA@example.org", "eve"), &here()).await
    };
    for expected in [1, 1, 2] {
        again().await.unwrap();
        if told(&app, &ada).await == 1 {
            app.later(15);
        }
        assert!(told(&app, &ada).await <= expected);
    }
    assert_eq!(told(&app, &ada).await, 2);
    assert_eq!(users(&app).await, 1);
    let [record, ..] = &app.audited(AuditAction::UserRegisterAgain)[..] else {
        panic!("no record")
    };
    assert_eq!(record.actor, None);
    assert_eq!(record.target.as_ref().unwrap().id, ada.id.uuid());
    assert_eq!(record.address, here().address);
}

#[tokio::test]
async fn known_or_not_it_costs_one_hash_and_two_commits() {
    let app = App::new();
    app.player("ada").await;
    for email in ["ada@example.org", "ada@example.org", "bob@example.org"] {
        app.commits();
        let mut hasher = MockPasswordHasher::new();
        let answer =
            |password: &ludger_domain::accounts::Password| Ok(plain_hash(password.expose()));
        hasher.expect_hash().times(1).returning(answer);
        let accounts = app.but(|ports| ports.hasher = Arc::new(hasher));
        let register = &accounts.register;
        register.run(of(email, "eve"), &here()).await.unwrap();
        // One of them counts the attempt.
        assert_eq!(app.commits().len(), 2, "{email}");
    }
}

#[tokio::test]
async fn a_name_that_is_taken_is_told_of_whatever_the_address() {
    let app = App::new();
    app.player("ada").await;
    for email in ["ada@example.org", "new@example.org"] {
        let answer = app.accounts.register.run(of(email, "ada"), &here()).await;
        let Err(RegisterError::Invalid(Faults(faults))) = answer else {
            panic!("{answer:?}")
        };
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].code, "username_taken");
    }
}

#[tokio::test]
async fn a_name_that_goes_at_the_last_moment_is_told_of_whatever_the_address() {
    for email in ["ada@example.org", "new@example.org"] {
        let app = App::new();
        app.player("ada").await;
        let rival = app.but(|_| {});
        let taken = Fate::Overtaken(Box::new(move || {
            at_once(rival.register.run(registration("eve"), &here())).unwrap();
        }));
        let store = app.ports.store.clone();
        let accounts = app.but(|ports| ports.store = door(store, [Fate::kind(), taken]));
        let answer = accounts.register.run(of(email, "eve"), &here()).await;
        let Err(RegisterError::Invalid(Faults(faults))) = answer else {
            panic!("{answer:?}")
        };
        assert_eq!(faults[0].code, "username_taken", "{email}");
    }
}

#[tokio::test]
async fn of_many_at_once_with_one_address_one_is_made_and_all_are_told_the_same() {
    let app = Arc::new(App::new());
    let answers = together((0..8).map(|n| {
        let app = app.clone();
        async move {
            let registration = of("ada@example.org", &format!("user{n}"));
            app.accounts.register.run(registration, &here()).await
        }
    }))
    .await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(users(&app).await, 1);
    assert_eq!(app.audited(AuditAction::UserRegisterAgain).len(), 7);
}

#[tokio::test]
async fn who_is_shut_out_or_gone_gets_no_letter() {
    let app = App::new();
    let (root, ada) = (app.admin("root").await, app.player("ada").await);
    let admin = app.caller(root.username.as_str()).await;
    app.accounts.lock_user.run(&admin, ada.id).await.unwrap();
    let register = &app.accounts.register;
    register
        .run(of("ada@example.org", "eve"), &here())
        .await
        .unwrap();
    assert_eq!((told(&app, &ada).await, users(&app).await), (0, 2));

    let bob = app.player("bob").await;
    let caller = app.caller("bob").await;
    app.accounts.delete_me.run(&caller).await.unwrap();
    register
        .run(of("bob@example.org", "rob"), &here())
        .await
        .unwrap();
    // Until they are erased the address is theirs.
    assert_eq!((told(&app, &bob).await, users(&app).await), (0, 2));
    assert_eq!(app.audited(AuditAction::UserRegisterAgain).len(), 2);
}

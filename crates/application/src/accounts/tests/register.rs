use super::app::{App, credentials, here, registration};
use super::doors::{Fate, door};
use crate::accounts::{Accounts, RegisterError, SignInError};
use crate::testing::at_once;
use crate::{Origin, Outage};
use ludger_domain::accounts::{AuditAction, Registration, Role};
use ludger_domain::fault::Faults;
use ludger_ports::{HasherBusy, MockPasswordHasher, Row};
use ludger_testkit::world::plain_hash;
use std::sync::Arc;

fn pointers_and_codes(Faults(faults): &Faults) -> Vec<(&str, &str)> {
    faults
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code.as_str()))
        .collect()
}

async fn faults(accounts: &Accounts, registration: Registration) -> Faults {
    match accounts.register.run(registration, &here()).await {
        Err(RegisterError::Invalid(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn whoever_registers_is_a_player_and_signs_in() {
    let app = App::new();
    let ada = app.player("ada").await;
    assert_eq!(app.roles(&ada).await, [Role::Player]);
    assert_eq!(ada.version, 1);
    app.sign_in("ada").await;
}

#[tokio::test]
async fn user_role_and_record_are_one_commit() {
    let app = App::new();
    let ada = app.player("ada").await;
    // The first one counts the attempt.
    let [_, commit] = &app.commits()[..] else {
        panic!("two commits")
    };
    let [
        Row::User(user),
        Row::RoleGranted(grant),
        Row::OneTimeToken(token),
        Row::Job(job),
    ] = &commit.rows[..]
    else {
        panic!("four rows")
    };
    assert_eq!(token.user, Some(ada.id));
    assert!(!job.payload.to_string().contains("ada@example.org"));
    let [record] = &commit.audit[..] else {
        panic!("one record")
    };
    assert_eq!((user, grant.user, grant.granted_by), (&ada, ada.id, None));
    assert_eq!(
        (record.action, record.actor),
        (AuditAction::UserRegister, Some(ada.id))
    );
    assert_eq!(record.target.as_ref().unwrap().id, ada.id.uuid());
    assert_eq!(record.address, here().address);
    assert_eq!(record.request_id, here().request_id);
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once() {
    let app = App::new();
    app.player("ada").await;
    let taken = Registration {
        password: "short".to_owned(),
        ..registration("ADA")
    };
    assert_eq!(
        pointers_and_codes(&faults(&app.accounts, taken).await),
        [("/password", "too_short"), ("/username", "username_taken")]
    );
    let strange = Registration {
        email: "ada".to_owned(),
        ..registration("bob")
    };
    assert_eq!(
        pointers_and_codes(&faults(&app.accounts, strange).await),
        [("/email", "invalid_email")]
    );
}

#[tokio::test]
async fn what_is_refused_costs_no_hash() {
    let app = App::new();
    app.player("ada").await;
    let mut hasher = MockPasswordHasher::new();
    hasher.expect_hash().never();
    let accounts = app.but(|ports| ports.hasher = Arc::new(hasher));
    faults(&accounts, registration("ada")).await;
    faults(
        &accounts,
        Registration {
            password: String::new(),
            ..registration("bob")
        },
    )
    .await;
}

#[tokio::test]
async fn a_name_that_goes_while_the_password_is_hashed_is_told_of() {
    let app = App::new();
    let rival = app.but(|_| {});
    let mut hasher = MockPasswordHasher::new();
    hasher.expect_hash().times(1).returning(move |password| {
        at_once(rival.register.run(registration("ada"), &here())).unwrap();
        Ok(plain_hash(password.expose()))
    });
    let accounts = app.but(|ports| ports.hasher = Arc::new(hasher));
    assert_eq!(
        pointers_and_codes(&faults(&accounts, registration("ada")).await),
        [("/username", "username_taken")]
    );
    assert_eq!(app.audited(AuditAction::UserRegister).len(), 1);
}

#[tokio::test]
async fn a_busy_hasher_changes_nothing() {
    let app = App::new();
    let mut hasher = MockPasswordHasher::new();
    hasher.expect_hash().returning(|_| Err(HasherBusy));
    let accounts = app.but(|ports| ports.hasher = Arc::new(hasher));
    let answer = accounts.register.run(registration("ada"), &here()).await;
    assert!(app.user("ada@example.org").await.is_none());
    assert!(matches!(
        answer,
        Err(RegisterError::Outage(Outage::HasherBusy(_)))
    ));
}

#[tokio::test]
async fn nobody_is_told_of_an_account_that_is_not_stored() {
    let app = App::new();
    let store = app.ports.store.clone();
    let fates = [Fate::kind(), Fate::down(), Fate::kind(), Fate::InDoubt];
    let accounts = app.but(|ports| ports.store = door(store, fates));
    let answer = accounts.register.run(registration("ada"), &here()).await;
    assert!(matches!(
        answer,
        Err(RegisterError::Outage(Outage::Unavailable(_)))
    ));
    let ada = credentials("ada", super::app::PASSWORD);
    let answer = app.accounts.sign_in.run(&ada, &here()).await;
    assert!(matches!(answer, Err(SignInError::InvalidCredentials)));

    let answer = accounts.register.run(registration("ada"), &here()).await;
    assert!(matches!(
        answer,
        Err(RegisterError::Outage(Outage::Unknown(_)))
    ));
    app.sign_in("ada").await;
}

#[tokio::test]
async fn an_address_cannot_register_without_end() {
    let app = App::new();
    let registers = async |name: String, origin: &Origin| {
        let register = &app.accounts.register;
        register.run(registration(&name), origin).await
    };
    for n in 0..100 {
        registers(format!("user{n}"), &here()).await.unwrap();
    }
    let mut hasher = MockPasswordHasher::new();
    hasher.expect_hash().never();
    let accounts = app.but(|ports| ports.hasher = Arc::new(hasher));
    let refused = accounts.register.run(registration("ada"), &here()).await;
    let Err(RegisterError::TooMany(too_many)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(too_many.retry_after.as_secs(), 1);
    let there = Origin {
        address: Some("198.51.100.1".to_owned()),
        ..here()
    };
    registers("ada".to_owned(), &there).await.unwrap();
}

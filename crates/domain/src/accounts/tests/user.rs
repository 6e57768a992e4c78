use super::at;
use crate::accounts::{PasswordHash, User};
use crate::ids::UserId;
use uuid::Uuid;

fn ada() -> User {
    let (email, name) = ("ada@example.org".parse().unwrap(), "Ada".parse().unwrap());
    User::person(
        UserId::from(Uuid::nil()),
        email,
        name,
        PasswordHash::from("x".to_owned()),
        at(0),
    )
}

#[test]
fn a_person_has_an_email_and_a_service_has_none() {
    assert!(ada().email.is_some() && ada().password_hash.is_some());
    let service = User::service(
        UserId::from(Uuid::nil()),
        "payments".parse().unwrap(),
        at(0),
    );
    assert!(service.email.is_none() && service.password_hash.is_none());
    assert!(service.is_active() && service.version == 1);
}

#[test]
fn changes_are_counted() {
    let changed = ada().with_password(PasswordHash::from("y".to_owned()));
    assert_eq!(
        (
            changed.version,
            changed.password_hash.as_ref().map(PasswordHash::expose)
        ),
        (2, Some("y"))
    );
}

#[test]
fn a_user_is_deleted_once() {
    let gone = ada().delete(at(5)).unwrap();
    assert_eq!(
        (gone.deleted_at, gone.is_active(), gone.version),
        (Some(at(5)), false, 2)
    );
    assert_eq!(gone.delete(at(6)), None);
}

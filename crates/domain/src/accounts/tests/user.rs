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

#[test]
fn a_locked_user_is_there_and_may_not_enter() {
    let locked = ada().lock(at(3)).unwrap();
    assert!(locked.is_active() && !locked.may_enter());
    assert_eq!(locked.clone().lock(at(4)), None);
    let open = locked.unlock().unwrap();
    assert!(open.may_enter() && open.version == 3);
    assert_eq!(open.unlock(), None);
}

#[test]
fn of_an_erased_user_the_id_is_left() {
    assert_eq!(ada().erase(), None);
    let user = ada().with_verified_email("new@example.org".parse().unwrap(), at(1));
    assert_eq!(user.verified_at, Some(at(1)));
    let deleted = user.delete(at(2)).unwrap();
    assert_eq!(deleted.public_name(), "deleted");
    let erased = deleted.clone().erase().unwrap();
    let bare = User {
        deleted_at: Some(at(2)),
        version: deleted.version + 1,
        username: erased.username.clone(),
        ..User::service(erased.id, erased.username.clone(), at(0))
    };
    assert_eq!(erased, bare);
    assert!(!erased.username.as_str().contains("Ada"));
}

#[test]
fn a_recovered_user_reads_their_mail() {
    let hash = || PasswordHash::from("y".to_owned());
    let ada = ada().recovered(hash(), at(7));
    assert_eq!((ada.verified_at, ada.version), (Some(at(7)), 2));
    assert_eq!(ada.password_hash, Some(hash()));
    assert_eq!(ada.recovered(hash(), at(9)).verified_at, Some(at(7)));
}

//! Users.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, all_pages, changes, first, grant, hours, mint};
use crate::Expectation;
use crate::read::UserFilter;
use ludger_domain::accounts::{Email, Role, Standing, User, Username};
use ludger_domain::ids::UserId;

/// A user is found by id, by the key of their email and by that of their name, with everything that was stored.
pub async fn a_user_is_found_by_their_keys(stores: Stores) {
    let (email, username) = (
        "Ada.Lovelace@Example.org".parse().unwrap(),
        "Ada Straße".parse().unwrap(),
    );
    let ada = User {
        email: Some(email),
        username,
        ..stores.person("ada")
    };
    stores.apply(changes().add_user(ada.clone())).await;
    stores.user("bob").await;
    let found = Some(ada.clone());
    assert_eq!(stores.found_user(ada.id).await, found);
    assert_eq!(
        stores
            .users
            .by_email(&Email::key_of("ADA.lovelace@example.ORG"))
            .await
            .unwrap(),
        found
    );
    assert_eq!(
        stores
            .users
            .by_username(&Username::key_of("ADA STRASSE"))
            .await
            .unwrap(),
        found
    );
    assert_eq!(stores.found_user(stores.id::<UserId>()).await, None);
    assert_eq!(
        stores.users.by_email("nobody@example.org").await.unwrap(),
        None
    );
    assert_eq!(stores.users.by_username("nobody").await.unwrap(), None);
}

/// Emails and names that have one key are one.
pub async fn keys_are_unique(stores: Stores) {
    stores.user("ada").await;
    let same_email = User {
        email: Some("ADA@example.org".parse().unwrap()),
        ..stores.person("bob")
    };
    let stale = stores.commit(changes().add_user(same_email)).await.stale();
    assert_eq!(stale, Expectation::EmailFree("ada@example.org".to_owned()));
    let same_name = User {
        email: Some("bob@example.org".parse().unwrap()),
        ..stores.person("ADA")
    };
    let stale = stores.commit(changes().add_user(same_name)).await.stale();
    assert_eq!(stale, Expectation::UsernameFree("ada".to_owned()));
    assert_eq!(
        stores
            .users
            .list(&UserFilter::default(), first(10))
            .await
            .unwrap()
            .items
            .len(),
        1
    );
}

/// Any number of service accounts have no email and no password.
pub async fn service_accounts_have_no_email(stores: Stores) {
    for name in ["poster", "payer"] {
        let service = User::service(stores.id(), name.parse().unwrap(), NOW);
        stores.apply(changes().add_user(service.clone())).await;
        assert_eq!(stores.found_user(service.id).await, Some(service));
    }
}

/// It is told whether a user is there, and whether they were deleted: right after they came, and again.
pub async fn users_have_a_standing(stores: Stores) {
    let nobody: UserId = stores.id();
    let gone = User {
        deleted_at: Some(hours(1)),
        ..stores.person("ada")
    };
    let there = stores.person("bob");
    let expected = [
        (nobody, None),
        (gone.id, Some(Standing::Deleted)),
        (there.id, Some(Standing::Active)),
    ];
    for (id, _) in expected {
        assert_eq!(stores.users.standing(id).await.unwrap(), None);
    }
    stores.apply(changes().add_user(gone).add_user(there)).await;
    for (id, standing) in expected.into_iter().chain(expected) {
        assert_eq!(stores.users.standing(id).await.unwrap(), standing);
    }
}

/// A deleted user is found by id alone.
pub async fn a_deleted_user_is_found_by_id_alone(stores: Stores) {
    let gone = User {
        deleted_at: Some(hours(1)),
        ..stores.person("ada")
    };
    stores.apply(changes().add_user(gone.clone())).await;
    assert_eq!(
        stores.users.by_email("ada@example.org").await.unwrap(),
        None
    );
    assert_eq!(stores.users.by_username("ada").await.unwrap(), None);
    assert_eq!(
        stores
            .users
            .list(&UserFilter::default(), first(10))
            .await
            .unwrap()
            .items,
        []
    );
    assert_eq!(stores.found_user(gone.id).await, Some(gone));
}

/// Users are listed oldest first, by pages of any length.
pub async fn users_are_paged(stores: Stores) {
    let mut ids = Vec::new();
    for n in 0..7 {
        ids.push(stores.user(&format!("user-{}", 9 - n)).await.id);
    }
    for limit in [1, 3, 7, 8] {
        let users = all_pages(limit, async |page| {
            stores.users.list(&UserFilter::default(), page).await
        })
        .await;
        assert_eq!(
            users.iter().map(|user| user.id).collect::<Vec<_>>(),
            ids,
            "by {limit}"
        );
    }
}

/// Of 20 parallel registrations of one email one wins, with what belongs to it.
pub async fn parallel_registrations_of_one_email_make_one_user(stores: Stores) {
    let people: Vec<_> = (10..30)
        .map(|n| User {
            email: Some("ada@example.org".parse().unwrap()),
            ..stores.person(&format!("ada{n}"))
        })
        .collect();
    let wallet = stores.wallet();
    let commits = people.iter().map(|user| {
        let role = grant(user.id, Role::Player);
        changes()
            .add_user(user.clone())
            .grant(role)
            .post(stores.transfer(mint(), wallet, 50))
    });
    let answers = stores.race(commits).await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            stale: 19,
            ..Tally::default()
        }
    );
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(
            answer.stale(),
            Expectation::EmailFree("ada@example.org".to_owned())
        );
    }
    let winner = stores
        .users
        .by_email("ada@example.org")
        .await
        .unwrap()
        .unwrap();
    assert!(people.contains(&winner));
    assert_eq!(stores.users.roles(winner.id).await.unwrap().len(), 1);
    assert_eq!(
        stores
            .users
            .list(&UserFilter::default(), first(50))
            .await
            .unwrap()
            .items,
        [winner]
    );
    assert_eq!(stores.balance(wallet).await, 50);
}

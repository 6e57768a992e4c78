//! Who may do what.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{changes, grant, hours};
use crate::Expectation;
use ludger_domain::accounts::{Role, RoleGrant};

/// Roles are listed oldest first; one that is granted again stays as it was, one that is revoked is gone.
pub async fn roles_are_granted_and_revoked(stores: Stores) {
    let (boss, ada) = (stores.admin("boss").await, stores.user("ada").await);
    let by_boss = |role, at| RoleGrant {
        granted_at: at,
        granted_by: Some(boss.id),
        ..grant(ada.id, role)
    };
    let (player, moderator) = (
        by_boss(Role::Player, hours(2)),
        by_boss(Role::Moderator, hours(1)),
    );
    stores.apply(changes().grant(player).grant(moderator)).await;
    stores
        .apply(changes().grant(by_boss(Role::Player, hours(3))))
        .await;
    assert_eq!(
        stores.users.roles(ada.id).await.unwrap(),
        [moderator, player]
    );
    stores
        .apply(changes().revoke(ada.id, Role::Moderator))
        .await;
    stores.apply(changes().revoke(ada.id, Role::Ledger)).await;
    assert_eq!(stores.users.roles(ada.id).await.unwrap(), [player]);
    stores.apply(changes().grant(moderator)).await;
    assert_eq!(stores.users.roles(ada.id).await.unwrap().len(), 2);
}

/// The last admin keeps the role; of two that go at the same time, one stays.
pub async fn the_last_admin_stays(stores: Stores) {
    assert!(!stores.users.has_admin().await.unwrap());
    let (ada, bob) = (stores.admin("ada").await, stores.admin("bob").await);
    assert!(stores.users.has_admin().await.unwrap());
    let answers = stores
        .race([ada.id, bob.id].map(|id| changes().revoke(id, Role::Admin)))
        .await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            stale: 1,
            ..Tally::default()
        }
    );
    assert!(stores.users.has_admin().await.unwrap());
}

/// Who is locked or deleted runs nothing: the last admin who can get in stays, whoever else has the role.
pub async fn only_admins_who_can_get_in_count(stores: Stores) {
    let admins = ["ada", "bob", "cleo"];
    let [ada, bob, cleo] = admins.map(|name| stores.admin(name));
    let (ada, bob, cleo) = (ada.await, bob.await, cleo.await);
    let locked = bob.clone().lock(hours(1)).unwrap();
    stores.apply(changes().save_user(locked, &bob)).await;
    let deleted = cleo.clone().delete(hours(1)).unwrap();
    stores.apply(changes().save_user(deleted, &cleo)).await;
    assert!(stores.users.has_admin().await.unwrap());
    let besides = Expectation::AdminBesides(ada.id);
    let last = changes().revoke(ada.id, Role::Admin);
    assert_eq!(stores.commit(last).await.stale(), besides);
    // Of those who cannot get in the role can be taken.
    stores.apply(changes().revoke(bob.id, Role::Admin)).await;
    stores.apply(changes().revoke(cleo.id, Role::Admin)).await;

    let locked = ada.clone().lock(hours(1)).unwrap();
    stores.apply(changes().save_user(locked, &ada)).await;
    assert!(!stores.users.has_admin().await.unwrap());
    stores.apply(changes().expect(Expectation::NoAdmin)).await;
}

/// Of parallel claims to be the first admin, one succeeds.
pub async fn parallel_claims_make_one_admin(stores: Stores) {
    let mut claims = Vec::new();
    for name in ["ada", "bob", "cleo", "dora", "emil"] {
        let user = stores.user(name).await;
        claims.push(
            changes()
                .expect(Expectation::NoAdmin)
                .grant(grant(user.id, Role::Admin)),
        );
    }
    let answers = stores.race(claims).await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            stale: 4,
            ..Tally::default()
        }
    );
}

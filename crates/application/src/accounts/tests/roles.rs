use super::app::App;
use super::doors::{Fate, closed, door};
use crate::Outage;
use crate::accounts::{GrantRoleError, RevokeRoleError};
use crate::testing::at_once;
use ludger_domain::accounts::{AuditAction, Forbidden, Permission, Role, User};
use ludger_domain::ids::UserId;
use ludger_ports::read::MockUsers;
use ludger_ports::{CommitError, Expectation, Row};
use std::sync::Arc;

fn nobody() -> UserId {
    "00000000-0000-7000-8000-ffffffffffff".parse().unwrap()
}

#[tokio::test]
async fn a_role_is_granted_with_its_record_and_counts_at_the_next_request() {
    let app = App::new();
    let (root, ada) = (app.admin("root").await, app.player("ada").await);
    let (admin, tokens) = (app.caller("root").await, app.sign_in("ada").await);
    let may = async || {
        let principal = app
            .accounts
            .authenticate
            .run(tokens.access.expose())
            .await
            .unwrap();
        principal.may(Permission::QuestionsManage)
    };
    assert!(!may().await);
    app.commits();
    app.accounts
        .grant_role
        .run(&admin, ada.id, Role::Moderator)
        .await
        .unwrap();
    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    let [Row::RoleGranted(grant)] = &commit.rows[..] else {
        panic!("one row")
    };
    let [record] = &commit.audit[..] else {
        panic!("one record")
    };
    assert_eq!(grant.granted_by, Some(root.id));
    assert_eq!(
        (record.action, record.actor),
        (AuditAction::RoleGrant, Some(root.id))
    );
    assert_eq!(record.target.as_ref().unwrap().id, ada.id.uuid());
    assert_eq!(record.meta["role"], "moderator");
    assert!(may().await);

    app.accounts
        .revoke_role
        .run(&admin, ada.id, Role::Moderator)
        .await
        .unwrap();
    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    assert_eq!(commit.rows, [Row::RoleRevoked(ada.id, Role::Moderator)]);
    let [record] = &commit.audit[..] else {
        panic!("one record")
    };
    assert_eq!(
        (record.action, record.actor),
        (AuditAction::RoleRevoke, Some(root.id))
    );
    assert_eq!(record.meta["role"], "moderator");
    assert!(!may().await);
}

#[tokio::test]
async fn what_is_so_already_is_done_and_not_told_again() {
    let app = App::new();
    app.admin("root").await;
    let (ada, admin) = (app.player("ada").await, app.caller("root").await);
    app.commits();
    for _ in 0..2 {
        app.accounts
            .grant_role
            .run(&admin, ada.id, Role::Moderator)
            .await
            .unwrap();
    }
    for _ in 0..2 {
        app.accounts
            .revoke_role
            .run(&admin, ada.id, Role::Moderator)
            .await
            .unwrap();
    }
    app.accounts
        .revoke_role
        .run(&admin, ada.id, Role::Admin)
        .await
        .unwrap();
    assert_eq!(app.commits().len(), 2);
}

#[tokio::test]
async fn only_who_manages_users_may() {
    let app = App::new();
    let (ada, player) = (app.player("ada").await, app.caller("ada").await);
    let accounts = app.but(|ports| ports.store = closed());
    for user in [ada.id, nobody()] {
        let answer = accounts.grant_role.run(&player, user, Role::Admin).await;
        assert!(matches!(
            answer,
            Err(GrantRoleError::Forbidden(Forbidden::Lacking(
                Permission::UsersManage
            )))
        ));
        let answer = accounts.revoke_role.run(&player, user, Role::Player).await;
        assert!(matches!(
            answer,
            Err(RevokeRoleError::Forbidden(Forbidden::Lacking(
                Permission::UsersManage
            )))
        ));
    }
}

#[tokio::test]
async fn a_user_who_is_not_there_is_not_found() {
    let app = App::new();
    app.admin("root").await;
    let (ada, admin) = (app.player("ada").await, app.caller("root").await);
    let answer = app
        .accounts
        .grant_role
        .run(&admin, nobody(), Role::Player)
        .await;
    assert!(matches!(answer, Err(GrantRoleError::NotFound)));
    let answer = app
        .accounts
        .revoke_role
        .run(&admin, nobody(), Role::Player)
        .await;
    assert!(matches!(answer, Err(RevokeRoleError::NotFound)));

    let deleted = ada.delete(app.ports.clock.now()).unwrap();
    let mut users = MockUsers::new();
    users
        .expect_find()
        .returning(move |_| Ok(Some(deleted.clone())));
    let accounts = app.but(|ports| (ports.users, ports.store) = (Arc::new(users), closed()));
    let answer = accounts
        .grant_role
        .run(&admin, nobody(), Role::Player)
        .await;
    assert!(matches!(answer, Err(GrantRoleError::NotFound)));
}

#[tokio::test]
async fn an_admin_who_is_locked_out_is_none_to_rely_on() {
    let app = App::new();
    let (boss, other) = (app.admin("boss").await, app.admin("other").await);
    let caller = app.caller("boss").await;
    let accounts = &app.accounts;
    accounts.lock_user.run(&caller, other.id).await.unwrap();
    let answer = accounts
        .revoke_role
        .run(&caller, boss.id, Role::Admin)
        .await;
    assert!(matches!(answer, Err(RevokeRoleError::LastAdmin)));
    let taken = accounts
        .revoke_role
        .run(&caller, other.id, Role::Admin)
        .await;
    taken.unwrap();
    let answer = accounts
        .revoke_role
        .run(&caller, boss.id, Role::Admin)
        .await;
    assert!(matches!(answer, Err(RevokeRoleError::LastAdmin)));
}

#[tokio::test]
async fn the_last_admin_stays() {
    let app = App::new();
    let (root, bob) = (app.admin("root").await, app.admin("bob").await);
    let admin = app.caller("root").await;
    app.accounts
        .revoke_role
        .run(&admin, bob.id, Role::Admin)
        .await
        .unwrap();
    let answer = app
        .accounts
        .revoke_role
        .run(&admin, root.id, Role::Admin)
        .await;
    assert!(matches!(answer, Err(RevokeRoleError::LastAdmin)));
    assert_eq!(app.roles(&root).await, [Role::Player, Role::Admin]);
    assert_eq!(app.audited(AuditAction::RoleRevoke).len(), 1);
}

#[tokio::test]
async fn an_admin_may_step_down_when_there_is_another() {
    let app = App::new();
    let (root, _) = (app.admin("root").await, app.admin("bob").await);
    let admin = app.caller("root").await;
    app.accounts
        .revoke_role
        .run(&admin, root.id, Role::Admin)
        .await
        .unwrap();
    assert_eq!(app.roles(&root).await, [Role::Player]);
}

#[tokio::test]
async fn two_admins_who_depose_each_other_leave_one() {
    let app = App::new();
    let (root, bob) = (app.admin("root").await, app.admin("bob").await);
    let (by_root, by_bob) = (app.caller("root").await, app.caller("bob").await);
    let (other, deposed) = (app.but(|_| {}), root.id);
    let overtaken = Fate::Overtaken(Box::new(move || {
        at_once(other.revoke_role.run(&by_bob, deposed, Role::Admin)).unwrap();
    }));
    let store = app.ports.store.clone();
    let accounts = app.but(|ports| ports.store = door(store, [overtaken]));
    let answer = accounts
        .revoke_role
        .run(&by_root, bob.id, Role::Admin)
        .await;
    assert!(matches!(answer, Err(RevokeRoleError::LastAdmin)));
    assert_eq!(app.roles(&bob).await, [Role::Player, Role::Admin]);
}

#[tokio::test]
async fn nothing_is_answered_before_it_is_stored() {
    let app = App::new();
    app.admin("root").await;
    let (ada, admin): (User, _) = (app.player("ada").await, app.caller("root").await);
    let stale = || {
        Fate::Rejected(CommitError::Stale(Expectation::AuthSessionAt(
            admin.principal.session().unwrap(),
            1,
        )))
    };
    let flaky = || {
        let store = app.ports.store.clone();
        let fates = [Fate::down(), Fate::lost(), stale(), stale(), stale()];
        app.but(|ports| ports.store = door(store, fates))
    };
    let (accounts, role) = (flaky(), Role::Moderator);
    let answer = accounts.grant_role.run(&admin, ada.id, role).await;
    assert!(matches!(
        answer,
        Err(GrantRoleError::Outage(Outage::Unavailable(_)))
    ));
    let answer = accounts.grant_role.run(&admin, ada.id, role).await;
    assert!(matches!(
        answer,
        Err(GrantRoleError::Outage(Outage::Unknown(_)))
    ));
    accounts.grant_role.run(&admin, ada.id, role).await.unwrap();
    assert_eq!(app.roles(&ada).await, [Role::Player, role]);

    let accounts = flaky();
    let answer = accounts.revoke_role.run(&admin, ada.id, role).await;
    assert!(matches!(
        answer,
        Err(RevokeRoleError::Outage(Outage::Unavailable(_)))
    ));
    let answer = accounts.revoke_role.run(&admin, ada.id, role).await;
    assert!(matches!(
        answer,
        Err(RevokeRoleError::Outage(Outage::Unknown(_)))
    ));
    accounts
        .revoke_role
        .run(&admin, ada.id, role)
        .await
        .unwrap();
    assert_eq!(app.roles(&ada).await, [Role::Player]);
}

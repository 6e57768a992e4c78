use super::app::{App, PASSWORD, credentials, here};
use super::doors::{Polite, closed};
use crate::accounts::{
    EditUserError, ListAuditError, LockUserError, ManageUserError, SignInError, UserEdit,
};
use crate::testing::together;
use ludger_domain::accounts::{AuditAction, Flag, Forbidden, Permission, Tier};
use ludger_domain::ids::UserId;
use ludger_ports::PageRequest;
use ludger_ports::read::AuditFilter;
use std::sync::Arc;

fn nobody() -> UserId {
    "00000000-0000-7000-8000-ffffffffffff".parse().unwrap()
}

#[tokio::test]
async fn a_locked_user_is_out_at_once_until_they_are_unlocked() {
    let app = App::new();
    let (root, ada) = (app.admin("root").await, app.player("ada").await);
    let (admin, tokens) = (app.caller("root").await, app.sign_in("ada").await);
    let (lock, unlock) = (&app.accounts.lock_user, &app.accounts.unlock_user);
    for _ in 0..2 {
        lock.run(&admin, ada.id).await.unwrap();
    }
    let authenticate = &app.accounts.authenticate;
    assert!(authenticate.run(tokens.access.expose()).await.is_err());
    let refresh = &app.accounts.refresh;
    assert!(refresh.run(tokens.refresh.expose(), &here()).await.is_err());
    let typed = credentials("ada", PASSWORD);
    let answer = app.accounts.sign_in.run(&typed, &here()).await;
    assert!(matches!(answer, Err(SignInError::InvalidCredentials)));

    for _ in 0..2 {
        unlock.run(&admin, ada.id).await.unwrap();
    }
    authenticate.run(tokens.access.expose()).await.unwrap();
    for action in [AuditAction::UserLock, AuditAction::UserUnlock] {
        let [record] = &app.audited(action)[..] else {
            panic!("one record")
        };
        assert_eq!(record.actor, Some(root.id));
        assert_eq!(record.target.as_ref().unwrap().id, ada.id.uuid());
    }
}

#[tokio::test]
async fn nobody_locks_themselves() {
    let app = App::new();
    let root = app.admin("root").await;
    app.admin("bob").await;
    let admin = app.caller("root").await;
    let answer = app.accounts.lock_user.run(&admin, root.id).await;
    assert!(matches!(answer, Err(LockUserError::OwnAccount)));
}

#[tokio::test]
async fn of_two_admins_who_lock_each_other_one_is_left() {
    let app = App::new();
    let (ada, bob) = (app.admin("ada").await, app.admin("bob").await);
    let accounts = Arc::new(app.but(|ports| {
        ports.store = Arc::new(Polite(ports.store.clone()));
    }));
    let callers = [
        (app.caller("ada").await, bob.id),
        (app.caller("bob").await, ada.id),
    ];
    let request = |(caller, other)| {
        let accounts = accounts.clone();
        async move { accounts.lock_user.run(&caller, other).await }
    };
    let answers = together(callers.into_iter().map(request)).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let refused = answers.into_iter().find_map(Result::err).unwrap();
    assert!(
        matches!(refused, LockUserError::Forbidden(_)),
        "{refused:?}"
    );
}

#[tokio::test]
async fn an_admin_signs_somebody_out() {
    let app = App::new();
    app.admin("root").await;
    let ada = app.player("ada").await;
    let (admin, tokens) = (app.caller("root").await, app.sign_in("ada").await);
    let sign_out = &app.accounts.sign_out_user;
    sign_out.run(&admin, ada.id).await.unwrap();
    let authenticate = &app.accounts.authenticate;
    assert!(authenticate.run(tokens.access.expose()).await.is_err());
    app.sign_in("ada").await;
    let [record] = &app.audited(AuditAction::SessionRevoke)[..] else {
        panic!("one record")
    };
    assert_eq!(record.target.as_ref().unwrap().id, ada.id.uuid());
}

#[tokio::test]
async fn an_admin_says_how_far_somebody_has_come() {
    let app = App::new();
    app.admin("root").await;
    let (ada, admin) = (app.player("ada").await, app.caller("root").await);
    let edit = UserEdit {
        tier: Some(Tier::Power),
        flags: Some(vec![Flag::Beta]),
    };
    let edit_user = &app.accounts.edit_user;
    let edited = edit_user.run(&admin, ada.id, 1, &edit).await.unwrap().user;
    assert_eq!(edited.profile.tier, Tier::Power);
    let [record] = &app.audited(AuditAction::UserEdit)[..] else {
        panic!("one record")
    };
    assert_eq!(
        (&record.meta["tier"], &record.meta["flags"][0]),
        (&"power".into(), &"beta".into())
    );
    let late = edit_user.run(&admin, ada.id, 1, &edit).await;
    assert!(matches!(late, Err(EditUserError::VersionMismatch(it)) if it.current == 2));
    app.commits();
    edit_user.run(&admin, ada.id, 2, &edit).await.unwrap();
    assert_eq!(app.commits(), []);
    let twice = UserEdit {
        flags: Some(vec![Flag::Beta, Flag::Beta]),
        ..UserEdit::default()
    };
    let answer = edit_user.run(&admin, ada.id, 2, &twice).await;
    assert!(matches!(answer, Err(EditUserError::Invalid(_))));
}

#[tokio::test]
async fn others_manage_nobody_and_nobody_is_not_found() {
    let app = App::new();
    app.admin("root").await;
    let ada = app.player("ada").await;
    let (admin, player) = (app.caller("root").await, app.caller("ada").await);
    let accounts = app.but(|ports| ports.store = closed());
    let (none, id) = (UserEdit::default(), nobody());
    let lacking = Forbidden::Lacking(Permission::UsersManage);

    let answer = accounts.lock_user.run(&player, ada.id).await;
    assert!(matches!(answer, Err(LockUserError::Forbidden(it)) if it == lacking));
    let answer = accounts.lock_user.run(&admin, id).await;
    assert!(matches!(answer, Err(LockUserError::NotFound)));
    let answer = accounts.unlock_user.run(&player, ada.id).await;
    assert!(matches!(answer, Err(ManageUserError::Forbidden(it)) if it == lacking));
    let answer = accounts.unlock_user.run(&admin, id).await;
    assert!(matches!(answer, Err(ManageUserError::NotFound)));
    let answer = accounts.sign_out_user.run(&player, ada.id).await;
    assert!(matches!(answer, Err(ManageUserError::Forbidden(it)) if it == lacking));
    let answer = accounts.sign_out_user.run(&admin, id).await;
    assert!(matches!(answer, Err(ManageUserError::NotFound)));
    let answer = accounts.edit_user.run(&player, ada.id, 1, &none).await;
    assert!(matches!(answer, Err(EditUserError::Forbidden(it)) if it == lacking));
    let answer = accounts.edit_user.run(&admin, id, 1, &none).await;
    assert!(matches!(answer, Err(EditUserError::NotFound)));
}

#[tokio::test]
async fn the_log_is_read_and_exported_newest_first() {
    let app = App::new();
    app.admin("root").await;
    let ada = app.player("ada").await;
    let (admin, player) = (app.caller("root").await, app.caller("ada").await);
    let (all, page) = (
        AuditFilter::default(),
        PageRequest {
            after: None,
            limit: 100,
        },
    );
    let list = &app.accounts.list_audit;
    let answer = list.run(&player, &all, page).await;
    assert!(matches!(answer, Err(ListAuditError::Forbidden(_))));
    let mut written = app.store.audit_log();
    written.reverse();
    let read = list.run(&admin, &all, page).await.unwrap();
    assert_eq!(read.items, written);
    let of_ada = AuditFilter {
        actor: Some(ada.id),
        ..AuditFilter::default()
    };
    let actions = list.run(&admin, &of_ada, page).await.unwrap();
    let actions: Vec<_> = actions.items.iter().map(|it| it.action).collect();
    assert_eq!(
        actions,
        [AuditAction::UserSignIn, AuditAction::UserRegister]
    );

    let begin = |caller| app.accounts.export_audit.begin(caller, of_ada.clone());
    assert!(begin(&player).is_err());
    let mut export = begin(&admin).unwrap();
    assert_eq!(export.next_chunk().await.unwrap().len(), 2);
    assert_eq!(export.next_chunk().await.unwrap(), []);
}

#[tokio::test]
async fn a_long_export_goes_on_where_it_was() {
    let app = App::new();
    app.admin("root").await;
    let admin = app.caller("root").await;
    for _ in 0..1_001 {
        app.accounts
            .revoke_other_sessions
            .run(&admin)
            .await
            .unwrap();
    }
    let filter = AuditFilter {
        action: Some(AuditAction::SessionRevoke),
        ..AuditFilter::default()
    };
    let mut export = app.accounts.export_audit.begin(&admin, filter).unwrap();
    let mut seen = Vec::new();
    for expected in [500, 500, 1, 0] {
        let chunk = export.next_chunk().await.unwrap();
        assert_eq!(chunk.len(), expected);
        seen.extend(chunk.into_iter().map(|record| record.id));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1_001);
}

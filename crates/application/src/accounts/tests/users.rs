use super::app::App;
use crate::Outage;
use crate::accounts::{FindUserError, ListUsersError};
use ludger_domain::accounts::Role;
use ludger_ports::read::MockUsers;
use ludger_ports::read::UserFilter;
use ludger_ports::{PageRequest, Unavailable};
use std::sync::Arc;

#[tokio::test]
async fn everybody_sees_themselves() {
    let app = App::new();
    let ada = app.player("ada").await;
    let caller = app.caller("ada").await;
    let profile = app.accounts.me.run(&caller.principal).await.unwrap();
    assert_eq!(profile.user, ada);
    assert_eq!(
        profile
            .roles
            .iter()
            .map(|grant| grant.role)
            .collect::<Vec<_>>(),
        [Role::Player]
    );
}

#[tokio::test]
async fn an_admin_pages_through_all_users_oldest_first() {
    let app = App::new();
    let everybody = [
        app.admin("root").await,
        app.player("ada").await,
        app.player("bob").await,
    ];
    let (admin, mut after, mut seen) = (app.caller("root").await, None, Vec::new());
    loop {
        let request = PageRequest { after, limit: 2 };
        let page = app
            .accounts
            .list_users
            .run(&admin, &UserFilter::default(), request)
            .await
            .unwrap();
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, everybody);
}

#[tokio::test]
async fn an_admin_finds_a_user() {
    let app = App::new();
    app.admin("root").await;
    let (ada, admin) = (app.player("ada").await, app.caller("root").await);
    let profile = app.accounts.find_user.run(&admin, ada.id).await.unwrap();
    assert_eq!((profile.user, profile.roles.len()), (ada, 1));
    let nobody = "00000000-0000-7000-8000-ffffffffffff".parse().unwrap();
    let answer = app.accounts.find_user.run(&admin, nobody).await;
    assert!(matches!(answer, Err(FindUserError::NotFound)));
}

#[tokio::test]
async fn others_see_nobody() {
    let app = App::new();
    let (ada, player) = (app.player("ada").await, app.caller("ada").await);
    let answer = app.accounts.find_user.run(&player, ada.id).await;
    assert!(matches!(answer, Err(FindUserError::Forbidden(_))));
    let request = PageRequest {
        after: None,
        limit: 2,
    };
    let answer = app
        .accounts
        .list_users
        .run(&player, &UserFilter::default(), request)
        .await;
    assert!(matches!(answer, Err(ListUsersError::Forbidden(_))));
}

#[tokio::test]
async fn a_store_that_is_down_is_an_outage() {
    let app = App::new();
    let ada = app.admin("ada").await;
    let caller = app.caller("ada").await;
    let down = || Unavailable::broken("no disk");
    let mut users = MockUsers::new();
    users.expect_find().returning(move |_| Err(down()));
    users.expect_list().returning(move |_, _| Err(down()));
    let accounts = app.but(|ports| ports.users = Arc::new(users));
    let answer = accounts.me.run(&caller.principal).await;
    assert!(matches!(answer, Err(Outage::Unavailable(_))));
    let answer = accounts.find_user.run(&caller, ada.id).await;
    assert!(matches!(
        answer,
        Err(FindUserError::Outage(Outage::Unavailable(_)))
    ));
    let request = PageRequest {
        after: None,
        limit: 2,
    };
    let answer = accounts
        .list_users
        .run(&caller, &UserFilter::default(), request)
        .await;
    assert!(matches!(
        answer,
        Err(ListUsersError::Outage(Outage::Unavailable(_)))
    ));
}

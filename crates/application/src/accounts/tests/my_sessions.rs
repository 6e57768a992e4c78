use super::app::{App, here};
use super::doors::{Fate, closed, door};
use crate::accounts::{
    ListSessionsError, NewApiToken, RevokeOtherSessionsError, RevokeSessionError, Tokens,
};
use crate::{Caller, Outage};
use ludger_domain::accounts::{AccessRefusal, AuditAction};
use ludger_ports::Row;

async fn caller(app: &App, tokens: &Tokens) -> Caller {
    let principal = app.accounts.authenticate.run(tokens.access.expose()).await;
    Caller {
        principal: principal.unwrap(),
        origin: here(),
    }
}

async fn goes_on(app: &App, tokens: &Tokens) -> bool {
    let authenticate = &app.accounts.authenticate;
    authenticate.run(tokens.access.expose()).await.is_ok()
}

#[tokio::test]
async fn everybody_sees_where_they_are_signed_in() {
    let app = App::new();
    app.player("ada").await;
    app.player("bob").await;
    let (phone, desk, _) = (
        app.sign_in("ada").await,
        app.sign_in("ada").await,
        app.sign_in("bob").await,
    );
    let ada = caller(&app, &phone).await;
    let listed = app.accounts.list_sessions.run(&ada).await.unwrap();
    let told: Vec<_> = listed.iter().map(|one| one.is_current).collect();
    assert_eq!(told, [false, true]);
    assert_eq!(listed[0].session.client.address, here().address);

    app.accounts
        .sign_out
        .run(desk.access.expose(), &here())
        .await
        .unwrap();
    assert_eq!(app.accounts.list_sessions.run(&ada).await.unwrap().len(), 1);
    app.later(90 * 24 * 60 * 60);
    assert_eq!(app.accounts.list_sessions.run(&ada).await.unwrap(), []);
}

#[tokio::test]
async fn a_session_is_ended_from_elsewhere_and_once() {
    let app = App::new();
    let user = app.player("ada").await;
    app.player("bob").await;
    let (phone, desk) = (app.sign_in("ada").await, app.sign_in("ada").await);
    let (ada, other) = (caller(&app, &phone).await, caller(&app, &desk).await);
    let bob = app.caller("bob").await;
    let id = other.principal.session().unwrap();
    let revoke = &app.accounts.revoke_session;
    let foreign = revoke.run(&bob, id).await;
    assert!(matches!(foreign, Err(RevokeSessionError::NotFound)));
    assert!(goes_on(&app, &desk).await);
    for _ in 0..2 {
        revoke.run(&ada, id).await.unwrap();
        assert!(!goes_on(&app, &desk).await && goes_on(&app, &phone).await);
    }
    let [record] = &app.audited(AuditAction::SessionRevoke)[..] else {
        panic!("one record")
    };
    assert_eq!(record.actor, Some(user.id));
    assert_eq!(record.meta["session"], id.to_string());
}

#[tokio::test]
async fn all_others_end_at_once() {
    let app = App::new();
    let user = app.player("ada").await;
    let (phone, desk, laptop) = (
        app.sign_in("ada").await,
        app.sign_in("ada").await,
        app.sign_in("ada").await,
    );
    let ada = caller(&app, &phone).await;
    app.commits();
    app.accounts.revoke_other_sessions.run(&ada).await.unwrap();
    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    let [
        Row::AuthSessionsRevoked {
            user: whose,
            except,
            ..
        },
    ] = &commit.rows[..]
    else {
        panic!("one row")
    };
    assert_eq!((*whose, *except), (user.id, ada.principal.session()));
    assert_eq!(commit.audit[0].action, AuditAction::SessionRevoke);
    assert!(goes_on(&app, &phone).await);
    for tokens in [desk, laptop] {
        let refresh = &app.accounts.refresh;
        let refused = refresh.run(tokens.refresh.expose(), &here()).await;
        assert!(refused.is_err() && !goes_on(&app, &tokens).await);
    }
}

#[tokio::test]
async fn a_program_sees_and_ends_none() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let new = NewApiToken {
        name: "bot".to_owned(),
        ..NewApiToken::default()
    };
    let created = app.accounts.create_api_token.run(&ada, &new).await.unwrap();
    let principal = app.accounts.authenticate.run(created.text.expose()).await;
    let program = Caller {
        principal: principal.unwrap(),
        origin: here(),
    };
    let accounts = app.but(|ports| ports.store = closed());
    let answer = accounts.list_sessions.run(&program).await;
    assert!(matches!(answer, Err(ListSessionsError::SessionRequired(_))));
    let id = ada.principal.session().unwrap();
    let answer = accounts.revoke_session.run(&program, id).await;
    assert!(matches!(
        answer,
        Err(RevokeSessionError::SessionRequired(_))
    ));
    let answer = accounts.revoke_other_sessions.run(&program).await;
    assert!(matches!(
        answer,
        Err(RevokeOtherSessionsError::SessionRequired(_))
    ));
}

#[tokio::test]
async fn nobody_is_told_so_before_it_is_stored() {
    let app = App::new();
    app.player("ada").await;
    let (tokens, store) = (app.sign_in("ada").await, app.ports.store.clone());
    let ada = caller(&app, &tokens).await;
    let fates = [Fate::down(), Fate::lost(), Fate::down()];
    let accounts = app.but(|ports| ports.store = door(store, fates));
    let id = ada.principal.session().unwrap();
    let answer = accounts.revoke_session.run(&ada, id).await;
    assert!(matches!(
        answer,
        Err(RevokeSessionError::Outage(Outage::Unavailable(_)))
    ));
    let answer = accounts.revoke_session.run(&ada, id).await;
    assert!(matches!(
        answer,
        Err(RevokeSessionError::Outage(Outage::Unknown(_)))
    ));
    let answer = accounts.revoke_other_sessions.run(&ada).await;
    assert!(matches!(
        answer,
        Err(RevokeOtherSessionsError::Outage(Outage::Unavailable(_)))
    ));
    assert!(goes_on(&app, &tokens).await);
    let authenticate = &app.accounts.authenticate;
    accounts.revoke_session.run(&ada, id).await.unwrap();
    let ended = authenticate.run(tokens.access.expose()).await.unwrap_err();
    assert_eq!(
        ended.to_string(),
        crate::accounts::AuthenticateError::from(AccessRefusal::Revoked).to_string()
    );
}

use super::app::{App, here};
use super::doors::{Fate, closed, door};
use crate::Outage;
use ludger_domain::accounts::{AuditAction, TokenKind, TokenSecret};
use ludger_ports::{CommitError, Expectation, Row};

#[tokio::test]
async fn signing_out_ends_one_session_and_is_told_in_its_commit() {
    let app = App::new();
    let ada = app.player("ada").await;
    let (here_tokens, elsewhere) = (app.sign_in("ada").await, app.sign_in("ada").await);
    app.commits();
    app.accounts
        .sign_out
        .run(here_tokens.access.expose(), &here())
        .await
        .unwrap();

    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    let [Row::AuthSession(session)] = &commit.rows[..] else {
        panic!("one row")
    };
    assert!(session.revoked_at.is_some());
    let [record] = &commit.audit[..] else {
        panic!("one record")
    };
    assert_eq!(
        (record.action, record.actor),
        (AuditAction::UserSignOut, Some(ada.id))
    );
    assert_eq!(record.meta["session"], session.id.to_string());

    assert!(
        app.accounts
            .authenticate
            .run(here_tokens.access.expose())
            .await
            .is_err()
    );
    assert!(
        app.accounts
            .refresh
            .run(here_tokens.refresh.expose(), &here())
            .await
            .is_err()
    );
    app.accounts
        .authenticate
        .run(elsewhere.access.expose())
        .await
        .unwrap();
}

#[tokio::test]
async fn it_is_done_once_however_often_it_is_asked() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    for token in [
        &tokens.refresh,
        &tokens.access,
        &tokens.refresh,
        &tokens.access,
    ] {
        app.accounts
            .sign_out
            .run(token.expose(), &here())
            .await
            .unwrap();
        app.later(60);
    }
    assert_eq!(app.audited(AuditAction::UserSignOut).len(), 1);
}

#[tokio::test]
async fn a_token_that_has_expired_still_signs_out() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    app.later(60 * 60);
    app.accounts
        .sign_out
        .run(tokens.access.expose(), &here())
        .await
        .unwrap();
    assert!(
        app.accounts
            .refresh
            .run(tokens.refresh.expose(), &here())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn what_belongs_to_no_session_is_done_already() {
    let app = App::new();
    let accounts = app.but(|ports| ports.store = closed());
    for kind in [TokenKind::Access, TokenKind::Refresh, TokenKind::Setup] {
        let never_issued = TokenSecret::new([7; 32]).text(kind);
        accounts.sign_out.run(&never_issued, &here()).await.unwrap();
    }
    accounts.sign_out.run("", &here()).await.unwrap();
}

#[tokio::test]
async fn nobody_is_told_so_before_it_is_stored() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let (store, session) = (
        app.ports.store.clone(),
        app.caller("ada").await.principal.session().unwrap(),
    );
    let stale = || Fate::Rejected(CommitError::Stale(Expectation::AuthSessionAt(session, 1)));
    let fates = [Fate::down(), Fate::lost(), stale(), stale(), stale()];
    let accounts = app.but(|ports| ports.store = door(store, fates));
    let answer = accounts.sign_out.run(tokens.access.expose(), &here()).await;
    assert!(matches!(answer, Err(Outage::Unavailable(_))));
    let answer = accounts.sign_out.run(tokens.access.expose(), &here()).await;
    assert!(matches!(answer, Err(Outage::Unknown(_))));
    app.accounts
        .authenticate
        .run(tokens.access.expose())
        .await
        .unwrap();
    accounts
        .sign_out
        .run(tokens.access.expose(), &here())
        .await
        .unwrap();
    assert_eq!(app.audited(AuditAction::UserSignOut).len(), 1);
}

use super::app::{App, here, told};
use super::doors::{Fate, door};
use crate::Outage;
use crate::accounts::{Accounts, RefreshError, Tokens};
use ludger_domain::accounts::{AuditAction, RefreshRefusal, TokenKind, TokenSecret};
use ludger_domain::jobs::JobKind;
use ludger_ports::read::{MockAuthSessions, PresentedToken};
use ludger_ports::{CommitError, Expectation, Row};
use std::sync::Arc;

const DAY: u64 = 24 * 60 * 60;

impl App {
    async fn refresh(&self, tokens: &Tokens) -> Tokens {
        self.accounts
            .refresh
            .run(tokens.refresh.expose(), &here())
            .await
            .unwrap()
    }

    async fn lets_in(&self, tokens: &Tokens) -> bool {
        self.accounts
            .authenticate
            .run(tokens.access.expose())
            .await
            .is_ok()
    }
}

async fn code(accounts: &Accounts, token: &str) -> &'static str {
    match accounts.refresh.run(token, &here()).await {
        Err(RefreshError::NotSignedIn(refusal)) => refusal.code(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_pair_buys_the_next() {
    let app = App::new();
    app.player("ada").await;
    let mut tokens = app.sign_in("ada").await;
    for _ in 0..5 {
        app.later(DAY);
        let next = app.refresh(&tokens).await;
        assert!(app.lets_in(&next).await);
        tokens = next;
    }
}

#[tokio::test]
async fn an_answer_that_was_lost_can_be_asked_for_again() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let lost = app.refresh(&tokens).await;
    let received = app.refresh(&tokens).await;
    assert!(!app.lets_in(&lost).await);
    assert!(app.lets_in(&received).await);
}

#[tokio::test]
async fn a_token_that_comes_back_after_its_pair_was_used_ends_the_session() {
    let app = App::new();
    let ada = app.player("ada").await;
    let stolen = app.sign_in("ada").await;
    let tokens = app.refresh(&stolen).await;
    assert!(app.lets_in(&tokens).await);
    app.commits();
    assert_eq!(
        code(&app.accounts, stolen.refresh.expose()).await,
        "token_replayed"
    );

    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    let [Row::AuthSession(session), Row::Job(letter)] = &commit.rows[..] else {
        panic!("a session and a letter")
    };
    assert_eq!(letter.kind, JobKind::SendMail);
    assert!(session.revoked_at.is_some());
    let [record] = &commit.audit[..] else {
        panic!("one record")
    };
    assert_eq!(
        (record.action, record.actor),
        (AuditAction::SessionReplayDetected, None)
    );
    assert_eq!(record.target.as_ref().unwrap().id, ada.id.uuid());
    assert_eq!(record.meta["session"], session.id.to_string());
    assert!(!told(record).contains(&stolen.refresh.expose()[4..]));

    assert!(!app.lets_in(&tokens).await);
    assert_eq!(
        code(&app.accounts, tokens.refresh.expose()).await,
        "token_revoked"
    );
    assert_eq!(
        code(&app.accounts, stolen.refresh.expose()).await,
        "token_revoked"
    );
    assert_eq!(app.audited(AuditAction::SessionReplayDetected).len(), 1);
}

#[tokio::test]
async fn a_replay_is_answered_when_the_session_is_revoked_and_not_before() {
    let app = App::new();
    app.player("ada").await;
    let stolen = app.sign_in("ada").await;
    let tokens = app.refresh(&stolen).await;
    assert!(app.lets_in(&tokens).await);
    let (store, session) = (
        app.ports.store.clone(),
        app.caller("ada").await.principal.session().unwrap(),
    );
    let stale = || Fate::Rejected(CommitError::Stale(Expectation::AuthSessionAt(session, 1)));
    let fates = [Fate::down(), stale(), stale(), stale()];
    let accounts = app.but(|ports| ports.store = door(store, fates));
    let answer = accounts.refresh.run(stolen.refresh.expose(), &here()).await;
    assert!(matches!(
        answer,
        Err(RefreshError::Outage(Outage::Unavailable(_)))
    ));
    assert!(app.lets_in(&tokens).await);
    assert_eq!(
        code(&accounts, stolen.refresh.expose()).await,
        "token_replayed"
    );
    assert!(!app.lets_in(&tokens).await);
}

#[tokio::test]
async fn what_is_no_refresh_token_is_unknown() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let disguised = tokens.access.expose().replace("lat_", "lrt_");
    let never_issued = TokenSecret::new([7; 32]).text(TokenKind::Refresh);
    for text in [
        "",
        "lrt_",
        tokens.access.expose(),
        &disguised,
        &never_issued,
    ] {
        assert_eq!(code(&app.accounts, text).await, "token_unknown", "{text}");
    }
}

#[tokio::test]
async fn a_token_waits_for_seven_days_and_a_session_for_ninety() {
    let app = App::new();
    app.player("ada").await;
    let mut tokens = app.sign_in("ada").await;
    for _ in 0..14 {
        app.later(6 * DAY);
        tokens = app.refresh(&tokens).await;
    }
    app.later(6 * DAY);
    assert_eq!(
        code(&app.accounts, tokens.refresh.expose()).await,
        "token_expired"
    );

    let idle = app.sign_in("ada").await;
    app.later(7 * DAY);
    assert_eq!(
        code(&app.accounts, idle.refresh.expose()).await,
        "token_expired"
    );
}

#[tokio::test]
async fn a_user_who_was_deleted_gets_no_next_pair() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let secret = TokenSecret::parse(TokenKind::Refresh, tokens.refresh.expose()).unwrap();
    let presented = app
        .ports
        .auth_sessions
        .by_token(secret.hash())
        .await
        .unwrap()
        .unwrap();
    let user = presented
        .user
        .clone()
        .delete(app.ports.clock.now())
        .unwrap();
    let presented = PresentedToken { user, ..presented };
    let mut sessions = MockAuthSessions::new();
    sessions
        .expect_by_token()
        .returning(move |_| Ok(Some(presented.clone())));
    let accounts = app.but(|ports| ports.auth_sessions = Arc::new(sessions));
    let refused = accounts
        .refresh
        .run(tokens.refresh.expose(), &here())
        .await
        .unwrap_err();
    assert!(matches!(
        refused,
        RefreshError::NotSignedIn(RefreshRefusal::Revoked)
    ));
}

#[tokio::test]
async fn a_refresh_in_doubt_can_be_asked_for_again() {
    let app = App::new();
    app.player("ada").await;
    for fate in [Fate::InDoubt, Fate::lost()] {
        let (store, tokens) = (app.ports.store.clone(), app.sign_in("ada").await);
        let accounts = app.but(|ports| ports.store = door(store, [fate]));
        let answer = accounts.refresh.run(tokens.refresh.expose(), &here()).await;
        assert!(matches!(
            answer,
            Err(RefreshError::Outage(Outage::Unknown(_)))
        ));
        let next = app.refresh(&tokens).await;
        assert!(app.lets_in(&next).await);
    }
}

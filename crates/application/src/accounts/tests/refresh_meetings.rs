//! Requests of one session that meet.

use super::app::{App, here};
use super::doors::{Fate, Polite, door};
use crate::accounts::{Accounts, Tokens};
use crate::testing::{at_once, together};
use ludger_domain::accounts::AuditAction;
use std::sync::Arc;

/// Accounts whose requests go step by step with each other.
fn in_step(app: &App) -> Arc<Accounts> {
    Arc::new(app.but(|ports| {
        ports.store = Arc::new(Polite(ports.store.clone()));
        ports.auth_sessions = Arc::new(Polite(ports.auth_sessions.clone()));
    }))
}

async fn twenty_refreshes(accounts: &Arc<Accounts>, tokens: &Tokens) -> Vec<Tokens> {
    let spend = |_| {
        let (accounts, tokens) = (accounts.clone(), tokens.clone());
        async move {
            accounts
                .refresh
                .run(tokens.refresh.expose(), &here())
                .await
                .unwrap()
        }
    };
    together((0..20).map(spend)).await
}

#[tokio::test]
async fn of_twenty_refreshes_of_one_token_one_branch_lives_and_nobody_is_signed_out() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    app.accounts
        .authenticate
        .run(tokens.access.expose())
        .await
        .unwrap();
    let answers = twenty_refreshes(&in_step(&app), &tokens).await;

    let mut alive = Vec::new();
    for answer in &answers {
        if app
            .accounts
            .authenticate
            .run(answer.access.expose())
            .await
            .is_ok()
        {
            alive.push(answer);
        }
    }
    let [live] = alive[..] else {
        panic!("{} branches live", alive.len())
    };
    app.accounts
        .refresh
        .run(live.refresh.expose(), &here())
        .await
        .unwrap();
    assert_eq!(app.audited(AuditAction::SessionReplayDetected), []);
}

#[tokio::test]
async fn a_client_may_keep_any_of_the_twenty_answers() {
    let app = App::new();
    app.player("ada").await;
    for kept in 0..20 {
        let tokens = app.sign_in("ada").await;
        let answers = twenty_refreshes(&in_step(&app), &tokens).await;
        let next = app
            .accounts
            .refresh
            .run(answers[kept].refresh.expose(), &here())
            .await
            .unwrap();
        app.accounts
            .authenticate
            .run(next.access.expose())
            .await
            .unwrap();
    }
    assert_eq!(app.audited(AuditAction::SessionReplayDetected), []);
}

#[tokio::test]
async fn a_request_under_way_while_its_pair_is_spent_is_served() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let (other, spent) = (app.but(|_| {}), tokens.clone());
    let refresh = Fate::Overtaken(Box::new(move || {
        at_once(other.refresh.run(spent.refresh.expose(), &here())).unwrap();
    }));
    let store = app.ports.store.clone();
    let accounts = app.but(|ports| ports.store = door(store, [refresh]));
    accounts
        .authenticate
        .run(tokens.access.expose())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_request_under_way_while_its_session_ends_is_not() {
    let app = App::new();
    app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let (other, ended) = (app.but(|_| {}), tokens.clone());
    let sign_out = Fate::Overtaken(Box::new(move || {
        at_once(other.sign_out.run(ended.access.expose(), &here())).unwrap();
    }));
    let store = app.ports.store.clone();
    let accounts = app.but(|ports| ports.store = door(store, [sign_out]));
    let refused = accounts
        .authenticate
        .run(tokens.access.expose())
        .await
        .unwrap_err();
    assert_eq!(refused.to_string(), "not signed in");
}

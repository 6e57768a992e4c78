//! Invitations: who gets one registers under any policy, once, with the address that it was sent to.

use super::app::{App, here, registration};
use crate::Caller;
use crate::accounts::{
    Accounts, InviteError, ListInvitationsError, RegisterError, WithdrawInvitationError,
};
use crate::outbox;
use crate::testing::together;
use ludger_domain::accounts::{AuditAction, RegistrationPolicy, TokenHash, TokenSecret};
use ludger_domain::fault::Faults;
use ludger_ports::{Clock, Letter, PageRequest};
use std::sync::Arc;

const ALL: PageRequest<ludger_ports::read::SentAt> = PageRequest {
    after: None,
    limit: 100,
};

/// Where nobody registers without one.
async fn desk() -> (App, Accounts, Caller) {
    let app = App::new();
    app.admin("root").await;
    let root = app.caller("root").await;
    let accounts = app.under(RegistrationPolicy::Invitation);
    (app, accounts, root)
}

/// The links that were sent, oldest first.
async fn links(app: &App) -> Vec<String> {
    let due = app.ports.jobs.due(app.clock.now(), 100).await.unwrap();
    due.iter()
        .filter_map(|job| match outbox::mail(&*app.ports.vault, job)?.letter {
            Letter::Invitation { link } => Some(link),
            _ => None,
        })
        .collect()
}

fn token(link: &str) -> String {
    let (_, fragment) = link.split_once("#token=").unwrap();
    fragment.split('&').next().unwrap().to_owned()
}

/// Invites somebody; their token.
async fn invited(app: &App, root: &Caller, name: &str) -> String {
    let email = format!("{name}@example.org");
    app.accounts.invite.run(root, &email).await.unwrap();
    token(links(app).await.last().unwrap())
}

async fn open(app: &App, root: &Caller) -> Vec<(TokenHash, String)> {
    let page = app.accounts.list_invitations.run(root, ALL).await.unwrap();
    let told = |it: ludger_domain::accounts::OneTimeToken| (it.hash, it.email.into());
    page.items.into_iter().map(told).collect()
}

#[tokio::test]
async fn who_is_invited_registers_and_is_verified() {
    let (app, accounts, root) = desk().await;
    let refused = accounts.register.run(registration("ada"), &here()).await;
    assert!(matches!(refused, Err(RegisterError::Invalid(_))));
    let token = invited(&app, &root, "ada").await;
    assert_eq!(open(&app, &root).await[0].1, "ada@example.org");
    let register = &accounts.register;
    register
        .by_invitation(registration("ada"), &token, &here())
        .await
        .unwrap();
    let ada = app.user("ada@example.org").await.unwrap();
    assert!(ada.verified_at.is_some());
    assert_eq!(ada.version, 1);
    // Nothing more to be verified.
    let letters = app.mails_to(&ada).await;
    assert!(
        letters
            .iter()
            .all(|it| matches!(it, Letter::Invitation { .. }))
    );
    assert_eq!(open(&app, &root).await, []);
    let records = app.audited(AuditAction::UserRegister);
    assert_eq!(records.last().unwrap().meta["by"], "invitation");
}

#[tokio::test]
async fn a_link_leads_to_the_page_with_the_address() {
    let (app, _, root) = desk().await;
    app.accounts
        .invite
        .run(&root, "ada+x@example.org")
        .await
        .unwrap();
    let links = links(&app).await;
    assert!(links[0].contains("/links/register#token=lit_"), "{links:?}");
    assert!(
        links[0].ends_with("&email=ada%2Bx%40example.org"),
        "{links:?}"
    );
}

#[tokio::test]
async fn a_bad_invitation_admits_nobody() {
    let (app, accounts, root) = desk().await;
    let token = invited(&app, &root, "ada").await;
    let by = async |name: &str, token: &str| {
        let register = &accounts.register;
        register
            .by_invitation(registration(name), token, &here())
            .await
    };
    for strange in [
        "",
        "x",
        &token.replace("lit_", "lmt_"),
        &format!("lit_{}", "0".repeat(64)),
    ] {
        assert!(matches!(
            by("ada", strange).await,
            Err(RegisterError::InvalidLink)
        ));
    }
    // Of another address it says nothing.
    assert!(matches!(
        by("eve", &token).await,
        Err(RegisterError::InvalidLink)
    ));
    app.later(7 * 24 * 60 * 60);
    assert!(matches!(
        by("ada", &token).await,
        Err(RegisterError::InvalidLink)
    ));
    assert_eq!(app.user("ada@example.org").await, None);
}

#[tokio::test]
async fn what_is_refused_leaves_the_invitation_as_it_was() {
    let (app, accounts, root) = desk().await;
    let token = invited(&app, &root, "ada").await;
    let short = ludger_domain::accounts::Registration {
        password: "short".to_owned(),
        ..registration("ada")
    };
    let register = &accounts.register;
    let answer = register.by_invitation(short, &token, &here()).await;
    let Err(RegisterError::Invalid(Faults(faults))) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(faults[0].pointer, "/password");
    assert_eq!(open(&app, &root).await.len(), 1);
    register
        .by_invitation(registration("ada"), &token, &here())
        .await
        .unwrap();
}

#[tokio::test]
async fn of_many_who_come_with_one_invitation_one_becomes_a_user() {
    let (app, _, root) = desk().await;
    let token = invited(&app, &root, "ada").await;
    let app = Arc::new(app);
    let answers = together((0..6).map(|n| {
        let (app, token) = (app.clone(), token.clone());
        let registration = ludger_domain::accounts::Registration {
            username: format!("ada{n}"),
            ..registration("ada")
        };
        async move {
            let register = &app.accounts.register;
            register.by_invitation(registration, &token, &here()).await
        }
    }))
    .await;
    let good = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(good, 1, "{answers:?}");
    assert_eq!(
        app.audited(AuditAction::UserRegister).len(),
        2,
        "root, and one"
    );
}

#[tokio::test]
async fn who_has_an_account_is_not_invited_and_nobody_is_twice_in_a_moment() {
    let (app, _, root) = desk().await;
    let invite = &app.accounts.invite;
    invite.run(&root, "root@example.org").await.unwrap();
    assert_eq!(links(&app).await, Vec::<String>::new());
    for expected in [1, 1, 2] {
        invite.run(&root, "ada@example.org").await.unwrap();
        assert_eq!(links(&app).await.len(), expected);
        app.later(15);
    }
    let answer = invite.run(&root, "ada").await;
    assert!(matches!(answer, Err(InviteError::Invalid(_))));
}

#[tokio::test]
async fn an_invitation_is_taken_back() {
    let (app, accounts, root) = desk().await;
    let token = invited(&app, &root, "ada").await;
    let (id, _) = open(&app, &root).await.remove(0);
    let withdraw = &app.accounts.withdraw_invitation;
    withdraw.run(&root, id).await.unwrap();
    assert_eq!(open(&app, &root).await, []);
    let again = withdraw.run(&root, id).await;
    assert!(matches!(again, Err(WithdrawInvitationError::NotFound)));
    let register = &accounts.register;
    let late = register
        .by_invitation(registration("ada"), &token, &here())
        .await;
    assert!(matches!(late, Err(RegisterError::InvalidLink)));
    let records = app.audited(AuditAction::InvitationWithdraw);
    assert_eq!(records.len(), 1);
    assert!(
        !super::app::told(&records[0]).contains("ada@"),
        "the log is never erased"
    );
}

#[tokio::test]
async fn it_needs_the_permission() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let accounts = &app.accounts;
    let invited = accounts.invite.run(&ada, "bob@example.org").await;
    assert!(matches!(invited, Err(InviteError::Forbidden(_))));
    let listed = accounts.list_invitations.run(&ada, ALL).await;
    assert!(matches!(listed, Err(ListInvitationsError::Forbidden(_))));
    let id = TokenSecret::new([1; 32]).hash();
    let withdrawn = accounts.withdraw_invitation.run(&ada, id).await;
    assert!(matches!(
        withdrawn,
        Err(WithdrawInvitationError::Forbidden(_))
    ));
}

//! Whoever reads the mail of an address gets the account that somebody else registered with it, and gets it alone.

use super::app::{App, PASSWORD, credentials, here};
use crate::Caller;
use crate::accounts::{Entry, NewApiToken, SignedIn};
use ludger_domain::accounts::{AuditAction, TotpSecret, User};
use ludger_ports::{Clock, Letter};

/// What a stranger keeps of an account that they registered with the address of somebody else.
struct Stranger {
    user: User,
    caller: Caller,
    texts: Vec<String>,
}

impl Stranger {
    async fn registers(app: &App) -> Self {
        let user = app.player("ada").await;
        let kept = app.sign_in("ada").await;
        let caller = app.caller("ada").await;
        let new = NewApiToken {
            name: "bot".to_owned(),
            ..NewApiToken::default()
        };
        let accounts = &app.accounts;
        let token = accounts.create_api_token.run(&caller, &new).await.unwrap();
        let offer = accounts.offer_second_factor.run(&caller).await.unwrap();
        let phone = TotpSecret::parse(offer.secret.expose()).unwrap();
        let code = phone.code_at(app.clock.now());
        let confirm = &accounts.confirm_second_factor;
        confirm.run(&caller, &code).await.unwrap();
        let texts = [token.text.expose(), kept.access.expose()];
        Self {
            user,
            caller,
            texts: texts.map(str::to_owned).to_vec(),
        }
    }

    /// A link to an address of theirs.
    async fn asks_for_another_address(&self, app: &App) -> String {
        let ask = &app.accounts.ask_for_email_change;
        ask.run(&self.caller, "eve@example.org").await.unwrap();
        let there = User {
            email: Some("eve@example.org".parse().unwrap()),
            ..self.user.clone()
        };
        link(app, &there, |letter| match letter {
            Letter::EmailChange { link } => Some(link),
            _ => None,
        })
        .await
    }

    /// Nothing that they kept is good for anything.
    async fn is_out(&self, app: &App) {
        for text in &self.texts {
            assert!(app.accounts.authenticate.run(text).await.is_err());
        }
        let typed = credentials("ada", PASSWORD);
        assert!(app.accounts.sign_in.run(&typed, &here()).await.is_err());
        let factor = app.ports.users.second_factor(self.user.id).await;
        assert_eq!(factor.unwrap(), None);
        assert_eq!(app.audited(AuditAction::ApiTokenRevoke).len(), 1);
        assert_eq!(app.audited(AuditAction::SecondFactorOff).len(), 1);
    }
}

/// The token of the newest link to this user that `pick` takes.
async fn link(app: &App, user: &User, pick: fn(&Letter) -> Option<&str>) -> String {
    let letters = app.mails_to(user).await;
    let link = letters.iter().rev().find_map(pick).unwrap();
    link.split_once("#token=").unwrap().1.to_owned()
}

async fn magic_link(app: &App, user: &User) -> String {
    let send = &app.accounts.send_link;
    send.to_sign_in("ada@example.org", "/", &here())
        .await
        .unwrap();
    link(app, user, |letter| match letter {
        Letter::MagicLink { link } => Some(link),
        _ => None,
    })
    .await
}

async fn reset_link(app: &App, user: &User) -> String {
    let send = &app.accounts.send_link;
    send.to_reset_password("ada@example.org", &here())
        .await
        .unwrap();
    link(app, user, |letter| match letter {
        Letter::PasswordReset { link } => Some(link),
        _ => None,
    })
    .await
}

#[tokio::test]
async fn a_magic_link_shuts_out_who_registered_in_advance() {
    let app = App::new();
    let stranger = Stranger::registers(&app).await;
    let elsewhere = stranger.asks_for_another_address(&app).await;
    let token = magic_link(&app, &stranger.user).await;
    let by_link = &app.accounts.sign_in_by_link;
    // Without a code, which the owner of the address cannot have.
    let entered = by_link.run(&token, &Entry::default(), &here()).await;
    let (SignedIn { user, kept }, _) = entered.unwrap();
    assert!(user.verified_at.is_some() && user.password_hash.is_none());
    let access = kept.tokens().unwrap().access;
    let authenticate = &app.accounts.authenticate;
    authenticate.run(access.expose()).await.unwrap();
    assert_eq!(app.user("ada@example.org").await.unwrap(), user);
    stranger.is_out(&app).await;
    let moved = app.accounts.change_email.run(&elsewhere, &here()).await;
    assert!(moved.is_err());
}

#[tokio::test]
async fn a_password_by_link_shuts_them_out_too() {
    let app = App::new();
    let stranger = Stranger::registers(&app).await;
    let elsewhere = stranger.asks_for_another_address(&app).await;
    let token = reset_link(&app, &stranger.user).await;
    let new = "another night of stars";
    let links = &app.accounts.use_link;
    links.to_reset_password(&token, new, &here()).await.unwrap();
    stranger.is_out(&app).await;
    let typed = credentials("ada", new);
    app.accounts.sign_in.run(&typed, &here()).await.unwrap();
    let moved = app.accounts.change_email.run(&elsewhere, &here()).await;
    assert!(moved.is_err());
}

/// Whose address is verified has shown that the account is theirs.
#[tokio::test]
async fn what_a_verified_owner_has_stays() {
    let app = App::new();
    let owner = Stranger::registers(&app).await;
    let verification = link(&app, &owner.user, |letter| match letter {
        Letter::Verification { link } => Some(link),
        _ => None,
    })
    .await;
    let links = &app.accounts.use_link;
    links.to_verify(&verification, &here()).await.unwrap();
    let token = magic_link(&app, &owner.user).await;
    let by_link = &app.accounts.sign_in_by_link;
    let asked = by_link.run(&token, &Entry::default(), &here()).await;
    assert!(asked.is_err());

    // A reset revokes tokens, and leaves the second factor on.
    let token = reset_link(&app, &owner.user).await;
    let new = "another night of stars";
    links.to_reset_password(&token, new, &here()).await.unwrap();
    assert_eq!(app.audited(AuditAction::ApiTokenRevoke).len(), 1);
    let factor = app.ports.users.second_factor(owner.user.id).await;
    assert!(factor.unwrap().is_some());
}

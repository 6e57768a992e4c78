use super::app::{App, PASSWORD, credentials, here};
use super::doors::{Fate, Polite, closed, door};
use crate::accounts::{
    Accounts, AuthenticateError, CreateApiTokenError, CreatedApiToken, GrantRoleError,
    ListApiTokensError, NewApiToken, RevokeApiTokenError, SignInError,
};
use crate::testing::{at_once, together};
use crate::{Caller, Outage};
use ludger_domain::accounts::{
    AccessRefusal, ApiToken, AuditAction, Means, Permission, Role, TokenSecret,
};
use ludger_domain::fault::Faults;
use ludger_ports::{Changes, Letter, Row, Store};
use std::sync::Arc;
use std::time::Duration;

fn named(name: &str) -> NewApiToken {
    NewApiToken {
        name: name.to_owned(),
        ..NewApiToken::default()
    }
}

async fn made(app: &App, caller: &Caller, new: &NewApiToken) -> CreatedApiToken {
    app.accounts
        .create_api_token
        .run(caller, new)
        .await
        .unwrap()
}

async fn refusal(accounts: &Accounts, token: &str) -> AccessRefusal {
    match accounts.authenticate.run(token).await {
        Err(AuthenticateError::NotSignedIn(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// A program that has this token.
async fn program(app: &App, created: &CreatedApiToken) -> Caller {
    let principal = app.accounts.authenticate.run(created.text.expose()).await;
    Caller {
        principal: principal.unwrap(),
        origin: here(),
    }
}

#[tokio::test]
async fn a_token_acts_as_its_user_within_its_scopes() {
    let app = App::new();
    let root = app.admin("root").await;
    let admin = app.caller("root").await;
    let new = NewApiToken {
        scopes: vec![Permission::LedgerRead],
        ..named("statement")
    };
    app.commits();
    let created = made(&app, &admin, &new).await;
    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    let [record] = &commit.audit[..] else {
        panic!("one record")
    };
    assert_eq!(
        (record.action, record.actor),
        (AuditAction::ApiTokenCreate, Some(root.id))
    );
    assert_eq!(record.target.as_ref().unwrap().id, created.token.id.uuid());
    assert!(!format!("{commit:?}{created:?}").contains(created.text.expose()));

    let principal = program(&app, &created).await.principal;
    assert_eq!(
        (principal.user, principal.username.as_str()),
        (root.id, "root")
    );
    assert_eq!(
        principal.means,
        Means::ApiToken {
            id: created.token.id,
            scopes: [Permission::LedgerRead].into(),
        }
    );
    assert!(principal.may(Permission::LedgerRead));
    assert!(!principal.may(Permission::UsersManage));
}

#[tokio::test]
async fn what_is_no_token_or_no_longer_one_lets_nobody_in() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let end = app.ports.clock.now() + Duration::from_secs(3_600);
    let new = NewApiToken {
        expires_at: Some(end),
        ..named("bot")
    };
    let created = made(&app, &ada, &new).await;
    let text = created.text.expose();
    let other_secret = ApiToken::text(created.token.id, &TokenSecret::new([9; 32]));
    let nobodys = "00000000-0000-7000-8000-ffffffffffff".parse().unwrap();
    let never_made = ApiToken::text(nobodys, &TokenSecret::new([9; 32]));
    for wrong in ["ldg_", &text[..text.len() - 1], &other_secret, &never_made] {
        assert_eq!(
            refusal(&app.accounts, wrong).await,
            AccessRefusal::Unknown,
            "{wrong}"
        );
    }
    app.later(3_599);
    app.accounts.authenticate.run(text).await.unwrap();
    app.later(1);
    assert_eq!(refusal(&app.accounts, text).await, AccessRefusal::Expired);
}

#[tokio::test]
async fn it_loses_what_its_user_loses() {
    let app = App::new();
    let (_, mia) = (app.admin("root").await, app.player("mia").await);
    let admin = app.caller("root").await;
    let (grant, role) = (&app.accounts.grant_role, Role::Moderator);
    grant.run(&admin, mia.id, role).await.unwrap();
    let new = NewApiToken {
        scopes: vec![Permission::QuestionsManage],
        ..named("bot")
    };
    let created = made(&app, &app.caller("mia").await, &new).await;
    assert!(
        program(&app, &created)
            .await
            .principal
            .may(Permission::QuestionsManage)
    );
    let revoke = &app.accounts.revoke_role;
    revoke.run(&admin, mia.id, role).await.unwrap();
    assert!(
        !program(&app, &created)
            .await
            .principal
            .may(Permission::QuestionsManage)
    );

    let mia = app.ports.users.find(mia.id).await.unwrap().unwrap();
    let locked = mia.clone().lock(app.ports.clock.now()).unwrap();
    let changes = Changes::at(app.ports.clock.now()).save_user(locked, &mia);
    app.store.commit(changes).await.unwrap();
    assert_eq!(
        refusal(&app.accounts, created.text.expose()).await,
        AccessRefusal::Revoked
    );
}

#[tokio::test]
async fn a_revoked_token_is_refused_at_the_next_request() {
    let app = App::new();
    app.player("ada").await;
    app.player("bob").await;
    let (ada, bob) = (app.caller("ada").await, app.caller("bob").await);
    let created = made(&app, &ada, &named("bot")).await;
    let revoke = &app.accounts.revoke_api_token;
    let foreign = revoke.run(&bob, created.token.id).await;
    assert!(matches!(foreign, Err(RevokeApiTokenError::NotFound)));
    program(&app, &created).await;
    revoke.run(&ada, created.token.id).await.unwrap();
    assert_eq!(
        refusal(&app.accounts, created.text.expose()).await,
        AccessRefusal::Revoked
    );
    let again = revoke.run(&ada, created.token.id).await;
    assert!(matches!(again, Err(RevokeApiTokenError::NotFound)));
    assert_eq!(app.audited(AuditAction::ApiTokenRevoke).len(), 1);
    assert_eq!(app.accounts.list_api_tokens.run(&ada).await.unwrap(), []);
}

#[tokio::test]
async fn what_has_expired_is_not_listed() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let passing = NewApiToken {
        expires_at: Some(app.ports.clock.now() + Duration::from_secs(60)),
        ..named("passing")
    };
    made(&app, &ada, &passing).await;
    let lasting = made(&app, &ada, &named("lasting")).await.token;
    let list = async || app.accounts.list_api_tokens.run(&ada).await.unwrap();
    assert_eq!(list().await.len(), 2);
    app.later(60);
    assert_eq!(list().await, [lasting]);
}

#[tokio::test]
async fn everything_wrong_with_a_token_is_told_at_once() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let new = NewApiToken {
        name: " ".to_owned(),
        scopes: vec![Permission::Play, Permission::UsersManage, Permission::Play],
        expires_at: Some(app.ports.clock.now()),
    };
    let Err(CreateApiTokenError::Invalid(Faults(faults))) =
        app.accounts.create_api_token.run(&ada, &new).await
    else {
        panic!("it was made")
    };
    let told: Vec<_> = faults
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("/name", "stray_space"),
            ("/scopes/1", "scope_not_held"),
            ("/scopes/2", "repeated"),
            ("/expires_at", "out_of_range"),
        ]
    );
}

#[tokio::test]
async fn there_are_fifty_live_ones_at_most_even_for_those_who_hurry() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let passing = NewApiToken {
        expires_at: Some(app.ports.clock.now() + Duration::from_secs(60)),
        ..named("passing")
    };
    for _ in 0..3 {
        made(&app, &ada, &passing).await;
    }
    app.later(60);
    for _ in 0..ApiToken::LIVE_MAX - 2 {
        made(&app, &ada, &named("bot")).await;
    }
    let accounts = Arc::new(app.but(|ports| {
        ports.store = Arc::new(Polite(ports.store.clone()));
        ports.auth_sessions = Arc::new(Polite(ports.auth_sessions.clone()));
    }));
    let request = |_| {
        let (accounts, ada) = (accounts.clone(), ada.clone());
        async move { accounts.create_api_token.run(&ada, &named("more")).await }
    };
    let answers = together((0..6).map(request)).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 2);
    let refused = answers.into_iter().filter_map(Result::err);
    for error in refused {
        assert!(matches!(error, CreateApiTokenError::TooMany), "{error:?}");
    }
}

#[tokio::test]
async fn its_use_is_noted_once_a_minute() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let created = made(&app, &ada, &named("bot")).await;
    app.commits();
    for expected in [1, 0, 0] {
        program(&app, &created).await;
        assert_eq!(app.commits().len(), expected);
        app.later(20);
    }
    program(&app, &created).await;
    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    let [Row::ApiToken(token)] = &commit.rows[..] else {
        panic!("one row")
    };
    assert_eq!(token.last_used_at, Some(app.ports.clock.now()));
    let listed = app.accounts.list_api_tokens.run(&ada).await.unwrap();
    assert_eq!(listed[0].last_used_at, token.last_used_at);
}

#[tokio::test]
async fn nobody_waits_for_a_use_that_cannot_be_noted() {
    let app = App::new();
    app.player("ada").await;
    let created = made(&app, &app.caller("ada").await, &named("bot")).await;
    for fate in [Fate::down(), Fate::lost()] {
        // Another commit than this one would be the second, and find the door as it is.
        let store = door(closed(), [fate]);
        let accounts = app.but(|ports| ports.store = store);
        for _ in 0..3 {
            accounts
                .authenticate
                .run(created.text.expose())
                .await
                .unwrap();
        }
    }
}

#[tokio::test]
async fn a_program_does_not_manage_the_account() {
    let app = App::new();
    let root = app.admin("root").await;
    let admin = app.caller("root").await;
    let new = NewApiToken {
        scopes: vec![Permission::UsersManage],
        ..named("bot")
    };
    let created = made(&app, &admin, &new).await;
    let program = program(&app, &created).await;
    let accounts = app.but(|ports| ports.store = closed());
    let answer = accounts.create_api_token.run(&program, &named("x")).await;
    assert!(matches!(
        answer,
        Err(CreateApiTokenError::SessionRequired(_))
    ));
    let answer = accounts.list_api_tokens.run(&program).await;
    assert!(matches!(
        answer,
        Err(ListApiTokensError::SessionRequired(_))
    ));
    let answer = accounts
        .revoke_api_token
        .run(&program, created.token.id)
        .await;
    assert!(matches!(
        answer,
        Err(RevokeApiTokenError::SessionRequired(_))
    ));
    let answer = accounts
        .grant_role
        .run(&program, root.id, Role::Ledger)
        .await;
    assert!(matches!(answer, Err(GrantRoleError::SessionRequired(_))));
}

#[tokio::test]
async fn a_lost_answer_leaves_a_token_that_can_be_revoked() {
    let app = App::new();
    app.player("ada").await;
    let (store, ada) = (app.ports.store.clone(), app.caller("ada").await);
    let accounts = app.but(|ports| ports.store = door(store, [Fate::InDoubt]));
    let answer = accounts.create_api_token.run(&ada, &named("bot")).await;
    assert!(matches!(
        answer,
        Err(CreateApiTokenError::Outage(Outage::Unknown(_)))
    ));
    let listed = app.accounts.list_api_tokens.run(&ada).await.unwrap();
    assert_eq!(listed.len(), 1);
}

/// A lock that comes between the look-up and the commit is seen.
#[tokio::test]
async fn a_user_who_is_locked_while_they_sign_in_does_not_get_in() {
    let app = App::new();
    let ada = app.player("ada").await;
    let (inner, now) = (app.store.clone(), app.ports.clock.now());
    let lock = Fate::Overtaken(Box::new(move || {
        let locked = ada.clone().lock(now).unwrap();
        at_once(inner.commit(Changes::at(now).save_user(locked, &ada))).unwrap();
    }));
    let store = app.ports.store.clone();
    let accounts = app.but(|ports| ports.store = door(store, [lock]));
    let answer = accounts
        .sign_in
        .run(&credentials("ada", PASSWORD), &here())
        .await;
    assert!(matches!(answer, Err(SignInError::InvalidCredentials)));
}

#[tokio::test]
async fn a_token_takes_a_fresh_sign_in_and_its_owner_is_told() {
    let app = App::new();
    let ada = app.player("ada").await;
    let caller = app.caller("ada").await;
    let create = &app.accounts.create_api_token;
    create.run(&caller, &named("nightly")).await.unwrap();
    let told = app.mails_to(&ada).await;
    let of_tokens = told.iter().filter_map(|letter| match letter {
        Letter::ApiTokenCreated { name, .. } => Some(name.as_str()),
        _ => None,
    });
    assert_eq!(of_tokens.collect::<Vec<_>>(), ["nightly"]);
    app.later(15 * 60 + 1);
    let late = create.run(&caller, &named("later")).await;
    let Err(CreateApiTokenError::FreshSignInRequired(_)) = late else {
        panic!("{late:?}")
    };
}

#[tokio::test]
async fn an_admin_who_signs_somebody_out_revokes_their_tokens() {
    let app = App::new();
    let ada = app.player("ada").await;
    let caller = app.caller("ada").await;
    let create = &app.accounts.create_api_token;
    let token = create.run(&caller, &named("nightly")).await.unwrap();
    app.admin("root").await;
    let root = app.caller("root").await;
    app.commits();
    let sign_out = &app.accounts.sign_out_user;
    sign_out.run(&root, ada.id).await.unwrap();
    assert_eq!(app.commits().len(), 1);
    let authenticate = &app.accounts.authenticate;
    assert!(authenticate.run(token.text.expose()).await.is_err());
    let [record] = &app.audited(AuditAction::ApiTokenRevoke)[..] else {
        panic!("one record")
    };
    assert_eq!(record.actor, Some(root.principal.user));
}

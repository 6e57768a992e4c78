use super::app::{App, PASSWORD, credentials, here};
use super::doors::closed;
use crate::accounts::{DeleteMeError, NewApiToken};
use ludger_domain::accounts::{AuditAction, OneTimeToken, Purpose, Role, TokenSecret};
use ludger_domain::jobs::JobKind;
use ludger_ports::Row;
use ludger_ports::{Changes, Store};

#[tokio::test]
async fn whoever_deletes_themselves_is_gone_at_once_and_erased_a_month_later() {
    let app = App::new();
    let user = app.player("ada").await;
    let (ada, elsewhere) = (app.caller("ada").await, app.sign_in("ada").await);
    let new = NewApiToken {
        name: "bot".to_owned(),
        ..NewApiToken::default()
    };
    let token = app.accounts.create_api_token.run(&ada, &new).await.unwrap();
    let (secret, now) = (TokenSecret::new([5; 32]), app.ports.clock.now());
    let email = user.email.clone().unwrap();
    let link = OneTimeToken::issue(Purpose::MagicLink, Some(user.id), email, &secret, now);
    let changes = Changes::at(now).save_one_time_token(link);
    app.store.commit(changes).await.unwrap();
    app.commits();

    app.accounts.delete_me.run(&ada).await.unwrap();
    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    let [record] = &commit.audit[..] else {
        panic!("one record")
    };
    assert_eq!(
        (record.action, record.actor),
        (AuditAction::UserSoftDelete, Some(user.id))
    );
    let jobs = commit.rows.iter().filter_map(|row| match row {
        Row::Job(job) => Some(job),
        _ => None,
    });
    let [job, letter] = &jobs.collect::<Vec<_>>()[..] else {
        panic!("two jobs")
    };
    assert_eq!(letter.kind, JobKind::SendMail);
    assert_eq!(
        (job.kind, job.cause.clone()),
        (JobKind::EraseUser, format!("user.erase/{}", user.id))
    );
    assert_eq!(job.run_at.to_string(), "2026-01-31T12:00:00Z");
    assert_eq!(job.payload["user"], user.id.to_string());

    for text in [elsewhere.access.expose(), token.text.expose()] {
        assert!(app.accounts.authenticate.run(text).await.is_err());
    }
    let typed = credentials("ada", PASSWORD);
    assert!(app.accounts.sign_in.run(&typed, &here()).await.is_err());
    let found = app.ports.auth_sessions.one_time_token(secret.hash()).await;
    assert!(found.unwrap().unwrap().used_at.is_some());
    let gone = app.ports.users.find(user.id).await.unwrap().unwrap();
    assert_eq!(gone.public_name(), "deleted");
    // A second request, which was let in before the first one was done.
    app.accounts.delete_me.run(&ada).await.unwrap();
    assert_eq!(app.audited(AuditAction::UserSoftDelete).len(), 1);
}

#[tokio::test]
async fn it_takes_somebody_who_has_just_signed_in() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let new = NewApiToken {
        name: "bot".to_owned(),
        ..NewApiToken::default()
    };
    let token = app.accounts.create_api_token.run(&ada, &new).await.unwrap();
    let principal = app.accounts.authenticate.run(token.text.expose()).await;
    let program = crate::Caller {
        principal: principal.unwrap(),
        origin: here(),
    };
    app.later(15 * 60 + 1);
    let accounts = app.but(|ports| ports.store = closed());
    let answer = accounts.delete_me.run(&ada).await;
    assert!(matches!(answer, Err(DeleteMeError::FreshSignInRequired(_))));
    let answer = accounts.delete_me.run(&program).await;
    assert!(matches!(answer, Err(DeleteMeError::SessionRequired(_))));
}

#[tokio::test]
async fn the_last_admin_stays_and_the_last_but_one_is_none_any_more() {
    let app = App::new();
    let root = app.admin("root").await;
    let admin = app.caller("root").await;
    let answer = app.accounts.delete_me.run(&admin).await;
    assert!(matches!(answer, Err(DeleteMeError::LastAdmin)));

    let bob = app.admin("bob").await;
    let lock = &app.accounts.lock_user;
    lock.run(&admin, bob.id).await.unwrap();
    let answer = app.accounts.delete_me.run(&admin).await;
    assert!(matches!(answer, Err(DeleteMeError::LastAdmin)));

    let unlock = &app.accounts.unlock_user;
    unlock.run(&admin, bob.id).await.unwrap();
    app.accounts.delete_me.run(&admin).await.unwrap();
    assert_eq!(app.roles(&root).await, [Role::Player]);
    let admin = app.caller("bob").await;
    let answer = app.accounts.delete_me.run(&admin).await;
    assert!(matches!(answer, Err(DeleteMeError::LastAdmin)));
}

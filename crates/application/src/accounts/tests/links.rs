use super::app::{App, PASSWORD, credentials, here};
use crate::accounts::{Entry, SendLinkError, SignInByLinkError, SignInError, Tokens, UseLinkError};
use crate::schedules::SCHEDULES;
use crate::testing::together;
use crate::{Origin, Settings, Worker};
use jiff::ToSpan;
use ludger_domain::accounts::{AuditAction, User};
use ludger_domain::jobs::JobState;
use ludger_ports::read::JobFilter;
use ludger_ports::{Clock, Letter, MailError, MockMailer, PageRequest};
use std::sync::Arc;

/// The token of the newest link to this user that `pick` takes.
async fn token(app: &App, user: &User, pick: fn(&Letter) -> Option<&str>) -> String {
    let letters = app.mails_to(user).await;
    let link = letters.iter().rev().find_map(pick).unwrap();
    link.split_once("#token=").unwrap().1.to_owned()
}

fn verification(letter: &Letter) -> Option<&str> {
    match letter {
        Letter::Verification { link } => Some(link),
        _ => None,
    }
}

fn magic(letter: &Letter) -> Option<&str> {
    match letter {
        Letter::MagicLink { link } => Some(link),
        _ => None,
    }
}

fn reset(letter: &Letter) -> Option<&str> {
    match letter {
        Letter::PasswordReset { link } => Some(link),
        _ => None,
    }
}

async fn read(app: &App, user: &User) -> User {
    app.ports.users.find(user.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_link_of_a_registration_verifies_once() {
    let app = App::new();
    let ada = app.player("ada").await;
    assert_eq!(ada.verified_at, None);
    let token = token(&app, &ada, verification).await;
    let links = &app.accounts.use_link;
    links.to_verify(&token, &here()).await.unwrap();
    assert!(read(&app, &ada).await.verified_at.is_some());
    assert_eq!(app.audited(AuditAction::UserVerifyEmail).len(), 1);
    let again = links.to_verify(&token, &here()).await;
    assert!(matches!(again, Err(UseLinkError::InvalidLink)));
}

#[tokio::test]
async fn a_link_is_good_for_its_own_purpose_and_time() {
    let app = App::new();
    let ada = app.player("ada").await;
    let token = token(&app, &ada, verification).await;
    let links = &app.accounts.use_link;
    for strange in [token.replace("lvt_", "lmt_"), token.clone(), String::new()] {
        let by_link = &app.accounts.sign_in_by_link;
        let answer = by_link.run(&strange, &Entry::default(), &here()).await;
        assert!(matches!(answer, Err(SignInByLinkError::InvalidLink)));
    }
    app.later(24 * 60 * 60);
    let late = links.to_verify(&token, &here()).await;
    assert!(matches!(late, Err(UseLinkError::InvalidLink)));
}

#[tokio::test]
async fn a_magic_link_signs_in_once_however_many_come_with_it() {
    let app = App::new();
    let ada = app.player("ada").await;
    let accounts = &app.accounts;
    accounts
        .send_link
        .to_sign_in("ADA@example.org", "/games?x=1", &here())
        .await
        .unwrap();
    let token = token(&app, &ada, magic).await;
    let app = Arc::new(app);
    let answers = together((0..6).map(|_| {
        let (app, token) = (app.clone(), token.clone());
        async move {
            let by_link = &app.accounts.sign_in_by_link;
            by_link.run(&token, &Entry::default(), &here()).await
        }
    }))
    .await;
    let (good, bad): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((good.len(), bad.len()), (1, 5));
    let (signed_in, return_to) = good.into_iter().next().unwrap().unwrap();
    assert_eq!(return_to.as_str(), "/games?x=1");
    assert!(signed_in.user.verified_at.is_some());
    let tokens = signed_in.kept.tokens().unwrap();
    assert_eq!(
        app.accounts
            .authenticate
            .run(tokens.access.expose())
            .await
            .unwrap()
            .user,
        ada.id
    );
}

#[tokio::test]
async fn whether_there_is_an_account_shows_in_nothing_and_a_second_one_is_not_sent() {
    let app = App::new();
    let ada = app.player("ada").await;
    let send = async |email: &str| app.accounts.send_link.to_sign_in(email, "/", &here()).await;
    for _ in 0..3 {
        send("ada@example.org").await.unwrap();
        send("nobody@example.org").await.unwrap();
    }
    let letters = app.mails_to(&ada).await;
    assert_eq!(letters.iter().filter_map(magic).count(), 1);
    app.later(30);
    send("ada@example.org").await.unwrap();
    let letters = app.mails_to(&ada).await;
    assert_eq!(letters.iter().filter_map(magic).count(), 2);
    let answer = send("no address").await;
    assert!(matches!(answer, Err(SendLinkError::Invalid(_))));
}

#[tokio::test]
async fn an_address_cannot_ask_for_mail_without_end() {
    let app = App::new();
    let mut refused = 0;
    for n in 0..60 {
        let email = format!("user{n}@example.org");
        let answer = app
            .accounts
            .send_link
            .to_reset_password(&email, &here())
            .await;
        refused += usize::from(matches!(answer, Err(SendLinkError::TooMany(_))));
    }
    assert_eq!(refused, 40);
    let there = Origin {
        address: Some("198.51.100.1".to_owned()),
        ..here()
    };
    let links = &app.accounts.send_link;
    links
        .to_reset_password("user@example.org", &there)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_reset_ends_every_session_and_every_other_link() {
    let app = App::new();
    let ada = app.player("ada").await;
    let tokens = app.sign_in("ada").await;
    let links = &app.accounts.use_link;
    let mut sent = Vec::new();
    for _ in 0..2 {
        let email = "ada@example.org";
        app.accounts
            .send_link
            .to_reset_password(email, &here())
            .await
            .unwrap();
        sent.push(token(&app, &ada, reset).await);
        app.later(30);
    }
    let answer = links.to_reset_password(&sent[1], "short", &here()).await;
    assert!(matches!(answer, Err(UseLinkError::Invalid(_))));
    let new = "another night of stars";
    links
        .to_reset_password(&sent[1], new, &here())
        .await
        .unwrap();
    for token in &sent {
        let answer = links.to_reset_password(token, new, &here()).await;
        assert!(matches!(answer, Err(UseLinkError::InvalidLink)));
    }
    assert!(
        app.accounts
            .authenticate
            .run(tokens.access.expose())
            .await
            .is_err()
    );
    let sign_in = async |password| {
        let typed = credentials("ada", password);
        app.accounts.sign_in.run(&typed, &here()).await
    };
    assert!(matches!(
        sign_in(PASSWORD).await,
        Err(SignInError::InvalidCredentials)
    ));
    sign_in(new).await.unwrap();
    let told = app.mails_to(&ada).await;
    assert_eq!(
        told.iter()
            .filter(|letter| **letter == Letter::PasswordChanged)
            .count(),
        1
    );
}

/// Sends `all`, and gives how often the mailer was asked.
async fn work(app: &App, answer: Result<(), MailError>, rounds: usize) -> usize {
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let mut mailer = MockMailer::new();
    let counter = asked.clone();
    mailer.expect_send().returning(move |_| {
        counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        answer.clone()
    });
    let worker = Worker::new(&app.ports, &Settings::default(), Some(Arc::new(mailer)));
    for _ in 0..rounds {
        worker.round().await.unwrap();
    }
    asked.load(std::sync::atomic::Ordering::Relaxed)
}

async fn jobs(app: &App, state: JobState) -> usize {
    let page = PageRequest {
        after: None,
        limit: 100,
    };
    let filter = JobFilter {
        state: Some(state),
        kind: None,
    };
    let jobs = app.ports.jobs.list(&filter, page).await.unwrap();
    jobs.items.len()
}

#[tokio::test]
async fn a_mail_is_sent_once() {
    let app = App::new();
    app.player("ada").await;
    assert_eq!(work(&app, Ok(()), 3).await, 1);
    assert_eq!(
        (
            jobs(&app, JobState::Done).await,
            jobs(&app, JobState::Open).await
        ),
        (1, 0)
    );
}

#[tokio::test]
async fn workers_side_by_side_send_each_mail_once() {
    let app = Arc::new(App::new());
    for n in 0..10 {
        app.player(&format!("user{n}")).await;
    }
    let sent = together((0..8).map(|_| {
        let app = app.clone();
        async move { work(&app, Ok(()), 10).await }
    }))
    .await;
    assert_eq!(sent.iter().sum::<usize>(), 10);
}

#[tokio::test]
async fn what_was_not_taken_is_tried_again_and_what_may_have_been_is_not() {
    let app = App::new();
    app.player("ada").await;
    let busy = MailError::Temporary("busy".to_owned());
    assert_eq!(work(&app, Err(busy.clone()), 2).await, 1);
    app.later(15);
    assert_eq!(work(&app, Err(busy), 2).await, 1);
    app.later(60);
    let lost = MailError::Unknown("hung up".to_owned());
    assert_eq!(work(&app, Err(lost), 2).await, 1);
    app.later(60 * 60);
    assert_eq!(work(&app, Ok(()), 2).await, 0);
    assert_eq!(jobs(&app, JobState::Dead).await, 1);
}

#[tokio::test]
async fn what_is_due_every_day_is_wanted_once() {
    let app = App::new();
    for _ in 0..3 {
        let worker = Worker::new(&app.ports, &Settings::default(), None);
        worker.schedule().await.unwrap();
    }
    assert_eq!(jobs(&app, JobState::Open).await, SCHEDULES.len());
    Worker::new(&app.ports, &Settings::default(), None)
        .round()
        .await
        .unwrap();
    assert_eq!(jobs(&app, JobState::Done).await, SCHEDULES.len());
    app.later(24 * 60 * 60);
    Worker::new(&app.ports, &Settings::default(), None)
        .schedule()
        .await
        .unwrap();
    assert_eq!(jobs(&app, JobState::Open).await, SCHEDULES.len());
}

#[tokio::test]
async fn times_that_were_missed_are_made_up_for_once() {
    let app = App::new();
    let worker = Worker::new(&app.ports, &Settings::default(), None);
    worker.schedule().await.unwrap();
    worker.round().await.unwrap();
    assert_eq!(jobs(&app, JobState::Done).await, SCHEDULES.len());
    app.later(4 * 24 * 60 * 60);
    for worker in [
        &worker,
        &Worker::new(&app.ports, &Settings::default(), None),
    ] {
        worker.schedule().await.unwrap();
        worker.schedule().await.unwrap();
    }
    assert_eq!(jobs(&app, JobState::Open).await, SCHEDULES.len());
}

#[tokio::test]
async fn without_a_mailer_mail_does_not_pile_up() {
    let app = App::new();
    app.player("ada").await;
    Worker::new(&app.ports, &Settings::default(), None)
        .round()
        .await
        .unwrap();
    assert_eq!(
        (
            jobs(&app, JobState::Done).await,
            jobs(&app, JobState::Open).await
        ),
        (1, 0)
    );
}

#[tokio::test]
async fn pruning_goes_on_until_nothing_is_left() {
    let app = App::new();
    for n in 0..3 {
        app.player(&format!("user{n}")).await;
    }
    work(&app, Ok(()), 3).await;
    app.later(9 * 24 * 60 * 60);
    let before = app.clock.now().saturating_sub((7 * 24).hours()).unwrap();
    assert!(app.ports.jobs.is_anything_past(before).await.unwrap());
    let worker = Worker::new(&app.ports, &Settings::default(), None);
    worker.schedule().await.unwrap();
    worker.round().await.unwrap();
    assert!(!app.ports.jobs.is_anything_past(before).await.unwrap());
}

#[tokio::test]
async fn the_owner_is_told_of_a_new_password_a_replay_and_the_end() {
    let app = App::new();
    let ada = app.player("ada").await;
    let spent = app.sign_in("ada").await;
    let refresh = async |tokens: &Tokens| {
        let text = tokens.refresh.expose();
        app.accounts.refresh.run(text, &here()).await
    };
    let next = refresh(&spent).await.unwrap();
    let access = next.access.expose();
    app.accounts.authenticate.run(access).await.unwrap();
    refresh(&spent).await.unwrap_err();

    let caller = app.caller("ada").await;
    let accounts = &app.accounts;
    let new = "another night of stars";
    let changed = accounts.change_password.run(&caller, Some(PASSWORD), new);
    changed.await.unwrap();
    accounts.delete_me.run(&caller).await.unwrap();

    let letters = app.mails_to(&ada).await;
    let told = |wanted: fn(&Letter) -> bool| letters.iter().filter(|it| wanted(it)).count();
    assert_eq!(told(|it| matches!(it, Letter::SessionReplayed { .. })), 1);
    assert_eq!(told(|it| *it == Letter::PasswordChanged), 1);
    assert_eq!(told(|it| matches!(it, Letter::AccountDeleted { .. })), 1);
}

use super::{AGE_MAX, KNOWN_MAX, Moment, Remembered};
use jiff::Timestamp;
use ludger_domain::accounts::{
    AuthSession, Client, Opened, PairSecrets, Role, RoleGrant, SetupToken, Standing, Token,
    TokenLifetimes, TokenSecret, User,
};
use ludger_domain::ids::UserId;
use ludger_domain::ledger::AccountKey;
use ludger_domain::quiz::{Topic, TopicDraft};
use ludger_ports::Changes;
use ludger_ports::read::PresentedToken;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn user(number: u64) -> User {
    let name = format!("user{number}").parse().unwrap();
    User::service(id(number), name, NOW)
}

fn id(number: u64) -> UserId {
    Uuid::from_u128(number.into()).into()
}

fn secret(number: u64, last: u8) -> TokenSecret {
    let mut bytes = [last; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    TokenSecret::new(bytes)
}

/// The one sign-in of that user.
fn opened(number: u64) -> Opened {
    let secrets = PairSecrets {
        access: secret(number, 1),
        refresh: secret(number, 2),
    };
    let session = Uuid::from_u128(number.into()).into();
    AuthSession::open(
        session,
        id(number),
        Client::default(),
        &secrets,
        &TokenLifetimes::default(),
        NOW,
    )
}

fn presented(number: u64, token: Token) -> PresentedToken {
    PresentedToken {
        token,
        session: opened(number).session,
        user: user(number),
        roles: vec![Role::Player],
    }
}

/// What a read finds for the access token of that user.
fn found(number: u64) -> PresentedToken {
    presented(number, opened(number).pair.access)
}

/// Now, and young for as long as the test takes, however slow the machine is.
fn lately(moment: Moment) -> Moment {
    Moment {
        read_at: Instant::now() + Duration::from_hours(1),
        ..moment
    }
}

/// Reads and keeps.
fn read(remembered: &Remembered, found: &PresentedToken) {
    remembered.keep_token(lately(remembered.tokens.moment()), found);
}

fn knows(remembered: &Remembered, number: u64) -> bool {
    remembered.tokens.find(&found(number).token.hash) == Some(found(number))
}

#[test]
fn what_was_read_is_known_until_it_is_old() {
    let remembered = Remembered::default();
    assert!(!knows(&remembered, 1));
    read(&remembered, &found(1));
    assert!(knows(&remembered, 1) && !knows(&remembered, 2));
    // The second that is promised has room for a read besides.
    assert!(AGE_MAX <= Duration::from_millis(500));
    let old = Moment {
        read_at: Instant::now().checked_sub(AGE_MAX).unwrap(),
        ..remembered.tokens.moment()
    };
    remembered.keep_token(old, &found(1));
    assert!(!knows(&remembered, 1));
}

#[test]
fn a_token_that_is_used_once_is_not_kept() {
    let remembered = Remembered::default();
    let refresh = presented(1, opened(1).pair.refresh);
    read(&remembered, &refresh);
    assert_eq!(remembered.tokens.find(&refresh.token.hash), None);
}

fn grant(number: u64) -> RoleGrant {
    RoleGrant {
        user: id(number),
        role: Role::Admin,
        granted_at: NOW,
        granted_by: Some(id(2)),
    }
}

#[test]
fn a_commit_about_a_user_forgets_theirs_alone() {
    let now = || Changes::at(NOW);
    let concerning = [
        now().add_user(user(1)),
        now().grant(grant(1)),
        now().revoke(id(1), Role::Admin),
        now().save_auth_session(opened(1).session),
        now().add_tokens(opened(1).pair),
        now().grant(grant(3)).grant(grant(1)),
    ];
    for changes in concerning {
        let remembered = Remembered::default();
        read(&remembered, &found(1));
        read(&remembered, &found(2));
        let parts = changes.into_parts();
        remembered.forget(&parts);
        assert!(!knows(&remembered, 1), "{parts:?}");
        assert!(knows(&remembered, 2), "{parts:?}");
    }
}

#[test]
fn a_commit_about_other_things_forgets_nobody() {
    let wise = "WISE".parse().unwrap();
    let draft = TopicDraft {
        title: "Planets".to_owned(),
        description: String::new(),
    };
    let topic = Topic::new(Uuid::from_u128(1).into(), draft, NOW).unwrap();
    let changes = Changes::at(NOW)
        .add_setup_token(SetupToken::new(&secret(9, 3), NOW))
        .save_topic(topic, false)
        .hide_transaction(AccountKey::available(id(1), wise), 1, NOW)
        .set_floor(AccountKey::house(wise), None);
    let remembered = Remembered::default();
    let moment = lately(remembered.tokens.moment());
    remembered.forget(&changes.into_parts());
    // Nor does a read that is under way come to nothing.
    remembered.keep_token(moment, &found(1));
    assert!(knows(&remembered, 1));
}

/// It may have seen what was so before, and would keep it for half a second after the commit was answered.
#[test]
fn a_read_that_began_before_a_commit_is_not_kept() {
    let remembered = Remembered::default();
    let moment = lately(remembered.tokens.moment());
    remembered.forget(&Changes::at(NOW).grant(grant(1)).into_parts());
    remembered.keep_token(moment, &found(1));
    assert!(!knows(&remembered, 1));
    // Not even after the next one, nor one about somebody else.
    remembered.forget(&Changes::at(NOW).grant(grant(2)).into_parts());
    remembered.keep_token(moment, &found(1));
    assert!(!knows(&remembered, 1));
    read(&remembered, &found(1));
    assert!(knows(&remembered, 1));
}

#[test]
fn no_more_are_kept_than_may() {
    let remembered = Remembered::default();
    let most = u64::try_from(KNOWN_MAX).unwrap();
    for number in 1..=most {
        read(&remembered, &found(number));
    }
    assert_eq!(remembered.tokens.lock().known.len(), KNOWN_MAX);
    assert!(knows(&remembered, 1) && knows(&remembered, most));
    read(&remembered, &found(most + 1));
    assert_eq!(remembered.tokens.lock().known.len(), 1);
    assert!(knows(&remembered, most + 1));
}

#[test]
fn how_a_user_stands_is_forgotten_with_their_tokens() {
    let remembered = Remembered::default();
    for number in [1, 2] {
        let moment = lately(remembered.standings.moment());
        let standings = &remembered.standings;
        standings.keep(moment, id(number), Standing::Active);
    }
    remembered.forget(&Changes::at(NOW).add_user(user(1)).into_parts());
    let known = [1, 2].map(|number| remembered.standings.find(&id(number)));
    assert_eq!(known, [None, Some(Standing::Active)]);
}

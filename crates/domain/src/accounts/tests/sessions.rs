use super::family::Family;
use super::{at, secrets};
use crate::accounts::{
    AccessRefusal, AccessUse, AuthSession, Client, RefreshRefusal, SessionKind, TokenKind,
    TokenLifetimes, TokenSecret,
};
use crate::ids::{AuthSessionId, UserId};
use uuid::Uuid;

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

#[test]
fn a_sign_in_opens_a_session_and_its_first_pair() {
    let family = Family::open();
    let session = &family.session;
    assert_eq!(
        (
            session.generation,
            session.parent_generation,
            session.version
        ),
        (1, 0, 1)
    );
    assert_eq!(
        (session.created_at, session.expires_at),
        (at(0), at(90 * DAY))
    );
    assert_eq!((session.revoked_at, session.used_at), (None, None));
    let pair = family.pair(1);
    for (token, kind, secret, lifetime) in [
        (
            &pair.access,
            TokenKind::Access,
            secrets(1).access,
            15 * MINUTE,
        ),
        (
            &pair.refresh,
            TokenKind::Refresh,
            secrets(1).refresh,
            7 * DAY,
        ),
    ] {
        assert_eq!(
            (token.kind, token.hash, token.generation),
            (kind, secret.hash(), 1)
        );
        assert_eq!((token.session, token.user), (session.id, session.user));
        assert_eq!((token.issued_at, token.expires_at), (at(0), at(lifetime)));
    }
}

#[test]
fn an_access_token_is_first_used_once() {
    let mut family = Family::open();
    assert_eq!(family.access(1), Ok(true));
    assert_eq!(family.session.used_at, Some(at(0)));
    assert_eq!(family.access(1), Ok(false));
}

#[test]
fn an_access_token_lasts_fifteen_minutes() {
    for (now, expected) in [
        (15 * MINUTE - 1, Ok(true)),
        (15 * MINUTE, Err(AccessRefusal::Expired)),
        (90 * DAY, Err(AccessRefusal::Expired)),
    ] {
        let mut family = Family::open();
        family.now = now;
        assert_eq!(family.access(1), expected, "{now}");
    }
}

#[test]
fn a_refresh_token_lasts_seven_days() {
    for (now, expected) in [
        (7 * DAY - 1, Ok(2)),
        (7 * DAY, Err(RefreshRefusal::Expired)),
    ] {
        let mut family = Family::open();
        family.now = now;
        assert_eq!(family.refresh(1), expected, "{now}");
    }
}

#[test]
fn no_token_outlives_ninety_days() {
    let mut family = Family::open();
    for generation in 1.. {
        family.now = (family.now + 6 * DAY).min(90 * DAY - 5 * MINUTE);
        assert_eq!(family.refresh(generation), Ok(generation + 1));
        let pair = family.pair(generation + 1);
        assert!(pair.access.expires_at <= at(90 * DAY) && pair.refresh.expires_at <= at(90 * DAY));
        if family.now == 90 * DAY - 5 * MINUTE {
            break;
        }
    }
    family.now = 90 * DAY;
    let last = family.issued();
    assert_eq!(family.access(last), Err(AccessRefusal::Expired));
    assert_eq!(family.refresh(last), Err(RefreshRefusal::Expired));
    assert!(!family.session.is_alive(at(90 * DAY)));
}

#[test]
fn a_session_that_ends_early_takes_its_tokens_along() {
    let mut family = Family::open();
    family.session.expires_at = at(MINUTE);
    family.now = MINUTE;
    assert_eq!(family.access(1), Err(AccessRefusal::Expired));
    assert_eq!(family.refresh(1), Err(RefreshRefusal::Expired));
}

#[test]
fn signing_out_ends_every_token_once() {
    let mut family = Family::open();
    family.refresh(1).unwrap();
    family.now = 9;
    family.sign_out();
    assert_eq!(
        (family.session.revoked_at, family.session.version),
        (Some(at(9)), 3)
    );
    assert!(family.let_in().is_empty() && family.honoured().is_empty());
    assert_eq!(family.access(2), Err(AccessRefusal::Revoked));
    assert_eq!(family.refresh(1), Err(RefreshRefusal::Revoked));
    assert_eq!(family.session.sign_out(at(10)), None);
}

#[test]
fn a_token_opens_its_own_session_by_its_own_kind() {
    let family = Family::open();
    let pair = family.pair(1).clone();
    let (session, lifetimes) = (family.session, TokenLifetimes::default());
    let mut elsewhere = pair.clone();
    elsewhere.access.session = AuthSessionId::from(Uuid::from_u128(9));
    elsewhere.refresh.session = elsewhere.access.session;
    for token in [&pair.refresh, &elsewhere.access] {
        assert_eq!(
            session.authenticate(token, &lifetimes, at(0)),
            Err(AccessRefusal::Unknown)
        );
    }
    for token in [&pair.access, &elsewhere.refresh] {
        let refused = session
            .clone()
            .refresh(token, &secrets(2), &lifetimes, at(0));
        assert_eq!(refused, Err(RefreshRefusal::Unknown));
    }
}

#[test]
fn a_session_survives_json() {
    let mut family = Family::open();
    family.access(1).unwrap();
    let json = serde_json::to_string(&family.session).unwrap();
    assert_eq!(
        serde_json::from_str::<crate::accounts::AuthSession>(&json).unwrap(),
        family.session
    );
}

#[test]
fn a_cookie_is_renewed_in_its_last_week_and_ends_after_ninety_days() {
    let lifetimes = TokenLifetimes::default();
    let secret = TokenSecret::new([7; 32]);
    let ids = (
        AuthSessionId::from(Uuid::from_u128(1)),
        UserId::from(Uuid::from_u128(2)),
    );
    let client = Client::new(Some("a browser"), None);
    let (mut session, token) =
        AuthSession::open_cookie(ids.0, ids.1, client, &secret, &lifetimes, at(0));
    assert_eq!(
        (session.kind, session.expires_at),
        (SessionKind::Cookie, at(30 * DAY))
    );
    let mut renewals = Vec::new();
    for day in 0..95 {
        match session.authenticate(&token, &lifetimes, at(day * DAY)) {
            Ok(AccessUse::Renewed(renewed)) => {
                assert_eq!(renewed.version, session.version + 1);
                renewals.push((day, renewed.expires_at));
                // The one that is overtaken goes on with what it has.
                assert!(
                    session
                        .authenticate(&token, &lifetimes, at(day * DAY))
                        .is_ok()
                );
                session = renewed;
            }
            Ok(AccessUse::Again) => {}
            Ok(AccessUse::First(_)) => unreachable!("a cookie is no pair"),
            Err(refusal) => {
                assert_eq!((day, refusal), (90, AccessRefusal::Expired));
                break;
            }
        }
    }
    assert_eq!(
        renewals,
        [(24, at(54 * DAY)), (48, at(78 * DAY)), (72, at(90 * DAY))]
    );
}

#[test]
fn an_unused_cookie_ends() {
    let secret = TokenSecret::new([7; 32]);
    let lifetimes = TokenLifetimes::default();
    let ids = (
        AuthSessionId::from(Uuid::from_u128(1)),
        UserId::from(Uuid::from_u128(2)),
    );
    let (session, token) =
        AuthSession::open_cookie(ids.0, ids.1, Client::default(), &secret, &lifetimes, at(0));
    let after = |days| session.authenticate(&token, &lifetimes, at(days * DAY));
    assert_eq!(after(30), Err(AccessRefusal::Expired));
    let ended = session.clone().sign_out(at(5)).unwrap();
    assert_eq!(
        ended.authenticate(&token, &lifetimes, at(6)),
        Err(AccessRefusal::Revoked)
    );
}

#[test]
fn a_long_name_of_a_client_is_cut_between_characters() {
    let client = Client::new(Some(&"ä".repeat(150)), None);
    assert_eq!(client.user_agent, Some("ä".repeat(100)));
}

use super::{at, codes};
use crate::accounts::{AccessRefusal, ApiToken, ApiTokenName, Permission, TokenSecret};
use crate::ids::{ApiTokenId, UserId};
use std::collections::BTreeSet;
use uuid::Uuid;

fn token() -> (ApiToken, TokenSecret) {
    let secret = TokenSecret::new([0xab; 32]);
    let token = ApiToken {
        id: ApiTokenId::from(Uuid::from_u128(1)),
        user: UserId::from(Uuid::from_u128(2)),
        name: ApiTokenName::try_from("bot".to_owned()).unwrap(),
        hash: secret.hash(),
        scopes: BTreeSet::from([Permission::Play]),
        created_at: at(0),
        last_used_at: None,
        expires_at: Some(at(100)),
        revoked_at: None,
        version: 1,
    };
    (token, secret)
}

#[test]
fn a_token_has_one_text() {
    let (token, secret) = token();
    let text = ApiToken::text(token.id, &secret);
    let expected = format!("ldg_{}1_{}", "0".repeat(31), "ab".repeat(32));
    assert_eq!(text, expected);
    let (id, read) = ApiToken::parse(&text).unwrap();
    assert_eq!((id, read.hash()), (token.id, token.hash));
    for wrong in [
        String::new(),
        "ldg_".to_owned(),
        text.to_uppercase(),
        text.replace("ab", "AB"),
        text.replacen("ldg_", "lat_", 1),
        format!("{text}0"),
        format!(" {text}"),
        text.replacen("ldg_0", "ldg_", 1),
        text.replacen("ldg_0", "ldg_-", 1),
        text.replace('b', "g"),
        text.replacen("1_", "1", 1),
    ] {
        assert!(ApiToken::parse(&wrong).is_err(), "{wrong}");
    }
}

#[test]
fn it_lets_in_whoever_knows_its_secret_until_it_ends_or_is_revoked() {
    let (token, secret) = token();
    assert!(token.lets_in(&secret, at(99)));
    assert!(!token.lets_in(&secret, at(100)));
    assert!(!token.lets_in(&TokenSecret::new([1; 32]), at(0)));
    let endless = ApiToken {
        expires_at: None,
        ..token.clone()
    };
    assert!(endless.lets_in(&secret, at(1_000_000_000)));
    let revoked = token.revoke(at(5)).unwrap();
    assert!(!revoked.lets_in(&secret, at(6)));
    assert_eq!((revoked.revoked_at, revoked.version), (Some(at(5)), 2));
    assert_eq!(revoked.revoke(at(7)), None);
}

#[test]
fn a_use_is_written_once_a_minute() {
    let (token, _) = token();
    let used = token.used(at(10)).unwrap();
    assert_eq!((used.last_used_at, used.version), (Some(at(10)), 2));
    assert_eq!(used.used(at(69)), None);
    assert_eq!(used.used(at(70)).unwrap().last_used_at, Some(at(70)));
}

#[test]
fn names_are_short_and_plain() {
    let (longest, long) = ("ä".repeat(80), "ä".repeat(81));
    for (name, expected) in [
        ("bot", None),
        (longest.as_str(), None),
        ("", Some("required")),
        (long.as_str(), Some("too_long")),
        (" bot", Some("stray_space")),
        ("b\0t", Some("control_character")),
    ] {
        let codes = codes(ApiTokenName::try_from(name.to_owned()));
        assert_eq!(codes, Vec::from_iter(expected), "{name}");
    }
}

#[test]
fn whoever_has_another_secret_learns_nothing_of_it() {
    let (token, secret) = token();
    let other = TokenSecret::new([1; 32]);
    assert_eq!(token.authenticate(&secret, at(99)), Ok(()));
    assert_eq!(
        token.authenticate(&secret, at(100)),
        Err(AccessRefusal::Expired)
    );
    assert_eq!(
        token.authenticate(&other, at(100)),
        Err(AccessRefusal::Unknown)
    );
    let revoked = token.revoke(at(5)).unwrap();
    assert_eq!(
        revoked.authenticate(&secret, at(6)),
        Err(AccessRefusal::Revoked)
    );
}

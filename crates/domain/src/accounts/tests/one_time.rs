use super::at;
use crate::accounts::{OneTimeRefusal, OneTimeToken, Purpose, ReturnTo, TokenSecret};
use crate::ids::UserId;
use uuid::Uuid;

fn token(purpose: Purpose) -> (OneTimeToken, TokenSecret) {
    let secret = TokenSecret::new([7; 32]);
    let user = Some(UserId::from(Uuid::from_u128(1)));
    let email = "ada@example.org".parse().unwrap();
    (
        OneTimeToken::issue(purpose, user, email, &secret, at(0)),
        secret,
    )
}

#[test]
fn a_token_is_good_for_its_purpose_in_its_time_once() {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    for (purpose, lifetime) in [
        (Purpose::Verification, 24 * HOUR),
        (Purpose::EmailChange, 24 * HOUR),
        (Purpose::PasswordReset, HOUR),
        (Purpose::MagicLink, 10 * MINUTE),
        (Purpose::Invitation, 7 * 24 * HOUR),
    ] {
        let (token, _) = token(purpose);
        let used = token.clone().use_for(purpose, at(lifetime - 1)).unwrap();
        assert_eq!(used.used_at, Some(at(lifetime - 1)));
        let again = used.use_for(purpose, at(lifetime - 1));
        assert_eq!(again, Err(OneTimeRefusal::Used));
        let late = token.clone().use_for(purpose, at(lifetime));
        assert_eq!(late, Err(OneTimeRefusal::Expired));
        for other in Purpose::ALL.iter().filter(|other| **other != purpose) {
            let elsewhere = token.clone().use_for(*other, at(0));
            assert_eq!(elsewhere, Err(OneTimeRefusal::OtherPurpose));
        }
    }
}

#[test]
fn its_bearer_is_not_told_why_it_is_good_for_nothing() {
    for refusal in [
        OneTimeRefusal::Used,
        OneTimeRefusal::Expired,
        OneTimeRefusal::OtherPurpose,
    ] {
        assert_eq!(refusal.code(), "invalid_link");
    }
}

#[test]
fn its_text_tells_what_it_is_and_its_hash_is_all_that_is_kept() {
    for purpose in Purpose::ALL {
        let (token, secret) = token(*purpose);
        let text = secret.text(purpose.token());
        assert_eq!(
            TokenSecret::parse(purpose.token(), &text).unwrap().hash(),
            token.hash
        );
        assert!(!format!("{token:?}{secret:?}").contains(&text[4..]));
    }
}

#[test]
fn it_leads_where_it_was_asked_to() {
    let (token, _) = token(Purpose::MagicLink);
    assert_eq!(token.return_to.as_str(), "/");
    let token = token.leading_to(ReturnTo::new("/play"));
    assert_eq!(token.return_to.as_str(), "/play");
}

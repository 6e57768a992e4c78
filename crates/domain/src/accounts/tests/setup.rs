use super::at;
use crate::accounts::{Role, SetupRefusal, SetupToken, TokenSecret};
use crate::ids::UserId;
use uuid::Uuid;

#[test]
fn the_first_admin() {
    let user = UserId::from(Uuid::from_u128(1));
    let right = TokenSecret::new([1; 32]);
    let wrong = TokenSecret::new([2; 32]);
    let token = SetupToken::new(&right, at(0));
    let year = 365 * 24 * 3_600;
    for (secret, admins, when, expected) in [
        (&right, 0, 0, Ok(Role::Admin)),
        (&right, 0, year, Ok(Role::Admin)),
        (&wrong, 0, 0, Err(SetupRefusal::Invalid)),
        (&right, 1, 0, Err(SetupRefusal::Done)),
        (&wrong, 1, 0, Err(SetupRefusal::Done)),
    ] {
        let claimed = token.claim(secret, admins, user, at(when));
        assert_eq!(claimed.map(|grant| grant.role), expected);
    }
    let grant = token.claim(&right, 0, user, at(7)).unwrap();
    assert_eq!(
        (grant.user, grant.granted_at, grant.granted_by),
        (user, at(7), None)
    );
    assert_eq!(SetupRefusal::Done.code(), "setup_done");
    assert_eq!(SetupRefusal::Invalid.code(), "invalid_setup_token");
}

//! Who somebody says they are.

use crate::input::{parts, text};
use ludger_domain::accounts::{
    Email, NewAccount, Password, PasswordPolicy, Registration, TokenKind, TokenSecret, Username,
};

/// An email, a name and a password, parted by NUL.
pub(crate) fn registration(data: &[u8]) {
    let Some([email, username, password]) = parts(data) else {
        return;
    };
    let typed = Registration {
        email: email.to_owned(),
        username: username.to_owned(),
        password: password.to_owned(),
    };
    keys_are_stable(email, username);
    match typed.checked(PasswordPolicy::default()) {
        Ok(account) => signs_in_as_registered(&account, email, password),
        Err(faults) => {
            let fields = ["/email", "/username", "/password"];
            let known = |pointer: &str| fields.contains(&pointer);
            assert!(!faults.0.is_empty() && faults.0.iter().all(|fault| known(&fault.pointer)));
        }
    }
}

/// A key is its own key: else who is looked up by a stored one would be somebody else.
fn keys_are_stable(email: &str, username: &str) {
    let key = Email::key_of(email);
    assert_eq!(Email::key_of(&key), key, "{email:?}");
    assert!(!key.contains('\0'));
    let key = Username::key_of(username);
    assert_eq!(Username::key_of(&key), key, "{username:?}");
}

fn signs_in_as_registered(account: &NewAccount, email: &str, password: &str) {
    assert_eq!(account.email.as_str(), email);
    assert_eq!(email.matches('@').count(), 1);
    assert_eq!(account.email.key(), Email::key_of(email));
    assert_eq!(
        account.password.expose(),
        Password::for_sign_in(password).expose()
    );
    let name = &account.username;
    assert_eq!(name.as_str().parse().as_ref(), Ok(name));
    assert_eq!(name.key(), Username::key_of(name.as_str()));
}

/// A token of any kind.
pub(crate) fn tokens(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let kinds = TokenKind::ALL.iter().copied();
    let read = kinds.filter_map(|kind| Some((kind, TokenSecret::parse(kind, text).ok()?)));
    let read: Vec<_> = read.collect();
    assert!(read.len() <= 1, "{text}");
    for (kind, secret) in read {
        assert_eq!(secret.text(kind), text);
        assert_eq!(secret.hash().to_string().parse(), Ok(secret.hash()));
    }
}

//! Sign-in sessions as their users see them, and how they are ended.

use super::Stores;
use super::answers::Expected;
use super::builders::{NOW, changes, grant, hours, micros, signing_in};
use crate::Expectation;
use crate::read::PresentedSession;
use ludger_domain::accounts::{
    AccessUse, AuthSession, Client, Opened, Role, Token, TokenLifetimes, User,
};
use ludger_domain::ids::AuthSessionId;

impl Stores {
    async fn found_session(&self, id: AuthSessionId) -> Option<AuthSession> {
        self.auth_sessions.session(id).await.unwrap()
    }

    async fn sessions_of(&self, user: &User) -> Vec<AuthSession> {
        self.auth_sessions.sessions_of(user.id).await.unwrap()
    }

    /// Somebody who is signed in at a browser.
    pub(super) async fn at_browser(&self, user: &User) -> (AuthSession, Token) {
        let client = Client::new(Some("Some \"browser\" ü"), Some("2001:db8::1".to_owned()));
        let lifetimes = TokenLifetimes::default();
        let (session, token) =
            AuthSession::open_cookie(self.id(), user.id, client, &self.secret(), &lifetimes, NOW);
        let decided = changes().save_auth_session(session.clone());
        self.apply(decided.add_token(token.clone())).await;
        (session, token)
    }
}

/// Whoever is there no longer: revoked, and one version on.
fn ended(session: &AuthSession) -> AuthSession {
    session.clone().sign_out(hours(1)).unwrap()
}

/// A browser's session reads back with its kind and from where it is, by its id and by its cookie; and when its user
/// last showed who they are.
pub async fn a_cookie_reads_back(stores: Stores) {
    let ada = stores.user("ada").await;
    let (session, token) = stores.at_browser(&ada).await;
    assert_eq!(
        stores.found_session(session.id).await,
        Some(session.clone())
    );
    let found = stores.found_token(token.hash).await.unwrap();
    assert_eq!((&found.token, &found.session), (&token, &session));
    let confirmed = session.confirmed(micros(77));
    stores
        .apply(changes().save_auth_session(confirmed.clone()))
        .await;
    let found = stores.found_token(token.hash).await.unwrap();
    assert_eq!((found.token, found.session), (token, confirmed.clone()));
    assert_eq!(confirmed.authenticated_at, micros(77));
    let unknown = stores.id::<AuthSessionId>();
    assert_eq!(stores.found_session(unknown).await, None);
}

/// A session brings its user, without the hash of their password, and their roles. What becomes of each of them is seen at
/// once, although it was seen just before.
pub async fn a_session_brings_its_user(stores: Stores) {
    let ada = stores.user("ada").await;
    stores.user("bob").await;
    let session = stores.signed_in(&ada).await.session;
    let found = async || stores.auth_sessions.by_session(session.id).await.unwrap();
    let bearer = User {
        password_hash: None,
        ..ada.clone()
    };
    let expected = PresentedSession {
        session: session.clone(),
        user: bearer,
        roles: Vec::new(),
    };
    assert_eq!(found().await, Some(expected.clone()));
    let granted = changes().grant(grant(ada.id, Role::Moderator));
    stores.apply(granted).await;
    let roles = vec![Role::Moderator];
    assert_eq!(found().await, Some(PresentedSession { roles, ..expected }));
    let locked = ada.clone().lock(hours(1)).unwrap();
    stores.apply(changes().save_user(locked, &ada)).await;
    assert_eq!(found().await.unwrap().user.locked_at, Some(hours(1)));
    stores
        .apply(changes().save_auth_session(ended(&session)))
        .await;
    assert_eq!(found().await.unwrap().session, ended(&session));
    let unknown = stores.auth_sessions.by_session(stores.id()).await;
    assert_eq!(unknown.unwrap(), None);
}

/// The end of a browser's session moves on, and is seen behind its cookie at once.
pub async fn a_cookie_is_renewed(stores: Stores) {
    let ada = stores.user("ada").await;
    let (session, token) = stores.at_browser(&ada).await;
    let late = session.authenticate(&token, &TokenLifetimes::default(), hours(24 * 25));
    let Ok(AccessUse::Renewed(renewed)) = late else {
        panic!("{late:?}");
    };
    assert!(renewed.expires_at > session.expires_at);
    stores
        .apply(changes().save_auth_session(renewed.clone()))
        .await;
    let found = stores.found_token(token.hash).await.unwrap();
    assert_eq!(found.session, renewed);
    let again = stores.commit(changes().save_auth_session(renewed)).await;
    assert_eq!(again.stale(), Expectation::AuthSessionAt(session.id, 1));
}

/// A user's sessions are listed newest first, but for those that were ended and those of others.
pub async fn sessions_are_listed(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let first = stores.signed_in(&ada).await.session;
    let of_bob = stores.signed_in(&bob).await.session;
    let (second, _) = stores.at_browser(&ada).await;
    let third = stores.signed_in(&ada).await.session;
    stores
        .apply(changes().save_auth_session(ended(&second)))
        .await;
    assert_eq!(stores.sessions_of(&ada).await, [third, first]);
    assert_eq!(stores.sessions_of(&bob).await, [of_bob]);
    assert_eq!(stores.found_session(second.id).await, Some(ended(&second)));
    assert_eq!(stores.sessions_of(&stores.person("nobody")).await, []);
}

/// All sessions but one are ended. Those that were ended before stay as they were, and so do those of others.
pub async fn all_sessions_but_one_are_ended(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let before = stores.signed_in(&ada).await.session;
    let before = before.sign_out(micros(1)).unwrap();
    stores
        .apply(changes().save_auth_session(before.clone()))
        .await;
    let (other, _) = stores.at_browser(&ada).await;
    let this = stores.signed_in(&ada).await.session;
    let of_bob = stores.signed_in(&bob).await.session;
    stores
        .apply(changes().revoke_auth_sessions(ada.id, Some(this.id), hours(1)))
        .await;
    assert_eq!(stores.sessions_of(&ada).await, std::slice::from_ref(&this));
    for expected in [before, ended(&other), this, of_bob] {
        assert_eq!(stores.found_session(expected.id).await, Some(expected));
    }
}

/// That all were ended is seen at once behind every token, although the token was seen just before.
pub async fn an_end_is_seen_at_once(stores: Stores) {
    let ada = stores.user("ada").await;
    let Opened { session, pair } = stores.signed_in(&ada).await;
    let (at_browser, cookie) = stores.at_browser(&ada).await;
    let tokens = [
        (pair.access, session.clone()),
        (pair.refresh, session),
        (cookie, at_browser),
    ];
    for (token, session) in &tokens {
        let found = stores.found_token(token.hash).await.unwrap();
        assert_eq!(found.session, *session);
    }
    stores
        .apply(changes().revoke_auth_sessions(ada.id, None, hours(1)))
        .await;
    for (token, session) in tokens {
        let found = stores.found_token(token.hash).await.unwrap();
        assert_eq!(found.session, ended(&session));
    }
    assert_eq!(stores.sessions_of(&ada).await, []);
}

/// What was decided before all were ended does not bring a session back.
pub async fn an_end_makes_decisions_of_before_stale(stores: Stores) {
    let ada = stores.user("ada").await;
    let (session, token) = stores.at_browser(&ada).await;
    let confirmed = session.clone().confirmed(hours(2));
    stores
        .apply(changes().revoke_auth_sessions(ada.id, None, hours(1)))
        .await;
    let late = stores.commit(changes().save_auth_session(confirmed)).await;
    assert_eq!(late.stale(), Expectation::AuthSessionAt(session.id, 1));
    let found = stores.found_token(token.hash).await.unwrap();
    assert_eq!(found.session, ended(&session));
}

/// A commit that ends all sessions and opens one leaves that one, wherever in the commit it stands.
pub async fn a_new_session_outlives_the_end_of_the_old(stores: Stores) {
    let ada = stores.user("ada").await;
    stores.signed_in(&ada).await;
    for is_first in [true, false] {
        let opened = stores.sign_in(&ada);
        let decided = if is_first {
            signing_in(opened.clone()).revoke_auth_sessions(ada.id, None, hours(1))
        } else {
            changes()
                .revoke_auth_sessions(ada.id, None, hours(1))
                .save_auth_session(opened.session.clone())
                .add_tokens(opened.pair)
        };
        stores.apply(decided).await;
        assert_eq!(stores.sessions_of(&ada).await, [opened.session]);
    }
}

/// Whatever is decided of a session while all are ended: in the end it is ended.
pub async fn parallel_changes_do_not_outlive_an_end(stores: Stores) {
    let ada = stores.user("ada").await;
    let mut sessions = Vec::new();
    for _ in 0..4 {
        sessions.push(stores.at_browser(&ada).await.0);
    }
    let changed = sessions
        .iter()
        .map(|session| changes().save_auth_session(session.clone().confirmed(hours(1))));
    let end = changes().revoke_auth_sessions(ada.id, None, hours(1));
    stores.race(changed.chain([end])).await;
    assert_eq!(stores.sessions_of(&ada).await, []);
}

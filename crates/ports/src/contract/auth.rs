//! Sign-in sessions and their tokens.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, changes, grant, hours, signing_in};
use crate::{Changes, Expectation};
use ludger_domain::accounts::{
    AuthSession, Refreshed, Role, SetupToken, Token, TokenLifetimes, User,
};

impl Stores {
    fn refreshed(&self, session: &AuthSession, spent: &Token) -> Refreshed {
        session
            .clone()
            .refresh(spent, &self.secrets(), &TokenLifetimes::default(), hours(1))
            .unwrap()
    }
}

fn refreshing(refreshed: Refreshed) -> Changes {
    changes()
        .save_auth_session(refreshed.session)
        .add_tokens(refreshed.pair)
}

/// A token brings its session, its user without the hash of their password, and their roles.
pub async fn a_token_brings_all_that_belongs_to_it(stores: Stores) {
    let ada = stores.user("ada").await;
    stores
        .apply(
            changes()
                .grant(grant(ada.id, Role::Moderator))
                .grant(grant(ada.id, Role::Player)),
        )
        .await;
    let opened = stores.signed_in(&ada).await;
    stores.signed_in(&stores.user("bob").await).await;
    for token in [opened.pair.access, opened.pair.refresh] {
        let mut found = stores.found_token(token.hash).await.unwrap();
        found.roles.sort_unstable();
        assert_eq!((found.token, &found.session), (token, &opened.session));
        assert_eq!(
            found.user,
            User {
                password_hash: None,
                ..ada.clone()
            }
        );
        assert_eq!(found.roles, [Role::Player, Role::Moderator]);
    }
    assert_eq!(stores.found_token(stores.secret().hash()).await, None);
}

/// A change of the session shows behind each of its tokens, the spent ones included.
pub async fn a_session_changes_behind_its_tokens(stores: Stores) {
    let opened = stores.signed_in(&stores.user("ada").await).await;
    let next = stores.refreshed(&opened.session, &opened.pair.refresh);
    stores.apply(refreshing(next.clone())).await;
    for token in [
        &opened.pair.access,
        &opened.pair.refresh,
        &next.pair.access,
        &next.pair.refresh,
    ] {
        let found = stores.found_token(token.hash).await.unwrap();
        assert_eq!((&found.token, &found.session), (token, &next.session));
    }
    let ended = next.session.clone().sign_out(hours(2)).unwrap();
    stores
        .apply(changes().save_auth_session(ended.clone()))
        .await;
    let found = stores.found_token(opened.pair.access.hash).await.unwrap();
    assert_eq!(found.session, ended);
}

/// Of parallel refreshes with one token one is applied, and the tokens of the others are worth nothing.
pub async fn parallel_refreshes_make_one_pair(stores: Stores) {
    let opened = stores.signed_in(&stores.user("ada").await).await;
    let rivals: Vec<_> = (0..8)
        .map(|_| stores.refreshed(&opened.session, &opened.pair.refresh))
        .collect();
    let answers = stores.race(rivals.iter().cloned().map(refreshing)).await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            stale: 7,
            ..Tally::default()
        }
    );
    let version_read = Expectation::AuthSessionAt(opened.session.id, 1);
    for (answer, rival) in answers.into_iter().zip(rivals) {
        let found = stores.found_token(rival.pair.access.hash).await;
        assert_eq!(found.is_some(), answer.is_ok());
        if answer.is_err() {
            assert_eq!(answer.stale(), version_read);
        }
    }
}

/// A session is opened once, and a token is issued once.
pub async fn sessions_and_tokens_are_unique(stores: Stores) {
    let ada = stores.user("ada").await;
    let opened = stores.signed_in(&ada).await;
    stores
        .commit(changes().save_auth_session(opened.session.clone()))
        .await
        .rejected();
    let other = stores.sign_in(&ada);
    stores
        .commit(signing_in(other.clone()).add_tokens(opened.pair))
        .await
        .rejected();
    assert_eq!(stores.found_token(other.pair.access.hash).await, None);
    stores.apply(signing_in(other)).await;
}

/// Nobody signs in who is not there.
pub async fn a_session_belongs_to_a_user(stores: Stores) {
    let nobody = stores.person("ada");
    let opened = stores.sign_in(&nobody);
    stores.commit(signing_in(opened.clone())).await.rejected();
    stores.apply(signing_in(opened).add_user(nobody)).await;
}

/// A link for the first admin is found by its hash.
pub async fn a_setup_token_is_found(stores: Stores) {
    let token = SetupToken::new(&stores.secret(), NOW);
    assert_eq!(stores.found_setup(token.hash).await, None);
    stores.apply(changes().add_setup_token(token)).await;
    assert_eq!(stores.found_setup(token.hash).await, Some(token));
    assert_eq!(stores.found_setup(stores.secret().hash()).await, None);
}

//! Tokens that users make for programs of theirs.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, changes, grant, hours};
use crate::Expectation;
use crate::read::PresentedApiToken;
use ludger_domain::accounts::{ApiToken, Permission, Role, User};
use ludger_domain::ids::ApiTokenId;

impl Stores {
    /// A token to be made.
    pub(super) fn api_token(&self, user: &User) -> ApiToken {
        ApiToken {
            id: self.id(),
            user: user.id,
            name: "my \"program\" 李".to_owned().try_into().unwrap(),
            hash: self.secret().hash(),
            scopes: [Permission::Play, Permission::LedgerRead].into(),
            created_at: NOW,
            last_used_at: None,
            expires_at: None,
            revoked_at: None,
            version: 1,
        }
    }

    /// A token that was made.
    pub(super) async fn made_api_token(&self, user: &User) -> ApiToken {
        let token = self.api_token(user);
        self.apply(changes().save_api_token(token.clone())).await;
        token
    }

    pub(super) async fn found_api_token(&self, id: ApiTokenId) -> Option<PresentedApiToken> {
        self.auth_sessions.by_api_token(id).await.unwrap()
    }

    async fn api_tokens_of(&self, user: &User) -> Vec<ApiToken> {
        self.auth_sessions.api_tokens_of(user.id).await.unwrap()
    }
}

/// A token brings its user, without the hash of their password, and their roles; with every field, set or not.
pub async fn an_api_token_brings_its_user(stores: Stores) {
    let ada = stores.user("ada").await;
    stores.user("bob").await;
    stores
        .apply(
            changes()
                .grant(grant(ada.id, Role::Moderator))
                .grant(grant(ada.id, Role::Player)),
        )
        .await;
    let plain = ApiToken {
        scopes: [].into(),
        ..stores.api_token(&ada)
    };
    let full = ApiToken {
        last_used_at: Some(hours(1)),
        expires_at: Some(hours(2)),
        revoked_at: Some(hours(3)),
        scopes: Permission::ALL.iter().copied().collect(),
        ..stores.api_token(&ada)
    };
    for token in [stores.api_token(&ada), plain, full] {
        assert_eq!(stores.found_api_token(token.id).await, None);
        stores.apply(changes().save_api_token(token.clone())).await;
        for _ in 0..2 {
            let mut found = stores.found_api_token(token.id).await.unwrap();
            found.roles.sort_unstable();
            let expected = PresentedApiToken {
                token: token.clone(),
                user: User {
                    password_hash: None,
                    ..ada.clone()
                },
                roles: vec![Role::Player, Role::Moderator],
            };
            assert_eq!(found, expected);
        }
    }
}

/// What becomes of a token, of its user and of their roles is seen at once, although the token was seen just before.
pub async fn a_change_behind_an_api_token_is_seen_at_once(stores: Stores) {
    let ada = stores.user("ada").await;
    let token = stores.made_api_token(&ada).await;
    assert_eq!(stores.found_api_token(token.id).await.unwrap().token, token);
    let used = token.used(hours(1)).unwrap();
    stores.apply(changes().save_api_token(used.clone())).await;
    assert_eq!(stores.found_api_token(token.id).await.unwrap().token, used);
    stores
        .apply(changes().grant(grant(ada.id, Role::Moderator)))
        .await;
    let found = stores.found_api_token(token.id).await.unwrap();
    assert_eq!(found.roles, [Role::Moderator]);
    let locked = ada.clone().lock(hours(1)).unwrap();
    stores.apply(changes().save_user(locked, &ada)).await;
    let found = stores.found_api_token(token.id).await.unwrap();
    assert_eq!(found.user.locked_at, Some(hours(1)));
    let revoked = used.revoke(hours(2)).unwrap();
    stores
        .apply(changes().save_api_token(revoked.clone()))
        .await;
    assert_eq!(
        stores.found_api_token(token.id).await.unwrap().token,
        revoked
    );
}

/// A user's tokens are listed newest first, but for the revoked ones and those of others.
pub async fn api_tokens_are_listed(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let first = stores.made_api_token(&ada).await;
    let of_bob = stores.made_api_token(&bob).await;
    let second = stores.made_api_token(&ada).await;
    let third = stores.made_api_token(&ada).await;
    let revoked = second.revoke(hours(1)).unwrap();
    stores.apply(changes().save_api_token(revoked)).await;
    assert_eq!(stores.api_tokens_of(&ada).await, [third, first]);
    assert_eq!(stores.api_tokens_of(&bob).await, [of_bob]);
    assert_eq!(stores.api_tokens_of(&stores.person("nobody")).await, []);
}

/// `ApiTokenAt`: the version that was read, no other. Of parallel changes one is applied.
pub async fn an_api_token_is_at_its_version(stores: Stores) {
    let ada = stores.user("ada").await;
    let token = stores.made_api_token(&ada).await;
    let uses = (1..=8).map(|n| changes().save_api_token(token.used(hours(n)).unwrap()));
    let answers = stores.race(uses).await;
    let expected = Tally {
        applied: 1,
        stale: 7,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&answers), expected);
    let late = token.clone().revoke(hours(9)).unwrap();
    let stale = stores.commit(changes().save_api_token(late)).await.stale();
    assert_eq!(stale, Expectation::ApiTokenAt(token.id, 1));
    let never_made = stores.api_token(&ada).revoke(NOW).unwrap();
    let stale = stores
        .commit(changes().save_api_token(never_made.clone()))
        .await
        .stale();
    assert_eq!(stale, Expectation::ApiTokenAt(never_made.id, 1));
    assert_eq!(stores.found_api_token(never_made.id).await, None);
}

/// A token is made once, and for somebody who is there.
pub async fn api_tokens_are_unique(stores: Stores) {
    let ada = stores.user("ada").await;
    let token = stores.made_api_token(&ada).await;
    stores
        .commit(changes().save_api_token(token))
        .await
        .rejected();
    let nobody = stores.api_token(&stores.person("nobody"));
    stores
        .commit(changes().save_api_token(nobody))
        .await
        .rejected();
}

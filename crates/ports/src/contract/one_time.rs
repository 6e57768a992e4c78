//! Tokens that come by mail, and are good for one thing, once.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, changes, hours, micros};
use crate::Expectation;
use ludger_domain::accounts::{OneTimeToken, Purpose, ReturnTo, TokenHash, User};

impl Stores {
    /// A link for somebody, to be sent.
    pub(super) fn link(&self, user: &User, purpose: Purpose) -> OneTimeToken {
        let email = user.email.clone().unwrap();
        OneTimeToken::issue(purpose, Some(user.id), email, &self.secret(), NOW)
    }

    /// A link that was sent.
    pub(super) async fn sent(&self, user: &User, purpose: Purpose) -> OneTimeToken {
        let link = self.link(user, purpose);
        self.apply(changes().save_one_time_token(link.clone()))
            .await;
        link
    }

    pub(super) async fn found_link(&self, hash: TokenHash) -> Option<OneTimeToken> {
        self.auth_sessions.one_time_token(hash).await.unwrap()
    }
}

/// A token of each purpose reads back, with where it leads; an invitation is of nobody.
pub async fn a_one_time_token_reads_back(stores: Stores) {
    let ada = stores.user("ada").await;
    for purpose in Purpose::ALL {
        let link = stores
            .link(&ada, *purpose)
            .leading_to(ReturnTo::new("/quiz/7?x=%C3%BC"));
        let link = OneTimeToken {
            user: Some(ada.id).filter(|_| *purpose != Purpose::Invitation),
            ..link
        };
        assert_eq!(stores.found_link(link.hash).await, None);
        stores
            .apply(changes().save_one_time_token(link.clone()))
            .await;
        assert_eq!(stores.found_link(link.hash).await, Some(link));
    }
}

/// A token is used once, and tells when.
pub async fn a_one_time_token_is_used_once(stores: Stores) {
    let ada = stores.user("ada").await;
    let link = stores.sent(&ada, Purpose::PasswordReset).await;
    let used = link
        .clone()
        .use_for(Purpose::PasswordReset, micros(5))
        .unwrap();
    stores
        .apply(changes().save_one_time_token(used.clone()))
        .await;
    assert_eq!(stores.found_link(link.hash).await, Some(used.clone()));
    let again = stores.commit(changes().save_one_time_token(used)).await;
    assert_eq!(again.stale(), Expectation::OneTimeUnused(link.hash));
    let never_sent = stores.link(&ada, Purpose::MagicLink);
    let used = never_sent.clone().use_for(Purpose::MagicLink, NOW).unwrap();
    let stale = stores.commit(changes().save_one_time_token(used)).await;
    assert_eq!(stale.stale(), Expectation::OneTimeUnused(never_sent.hash));
    assert_eq!(stores.found_link(never_sent.hash).await, None);
}

/// A token is sent once, and to somebody who is there.
pub async fn one_time_tokens_are_unique(stores: Stores) {
    let ada = stores.user("ada").await;
    let link = stores.sent(&ada, Purpose::MagicLink).await;
    stores
        .commit(changes().save_one_time_token(link))
        .await
        .rejected();
    let nobody = stores.person("nobody");
    let link = stores.link(&nobody, Purpose::Verification);
    let decided = changes().save_one_time_token(link);
    stores.commit(decided.clone()).await.rejected();
    stores.apply(decided.add_user(nobody)).await;
}

/// Of 20 parallel uses of one token one wins, and one session comes of it.
pub async fn parallel_uses_make_one(stores: Stores) {
    let ada = stores.user("ada").await;
    let link = stores.sent(&ada, Purpose::MagicLink).await;
    let used = link.use_for(Purpose::MagicLink, NOW).unwrap();
    let redemptions = (0..20).map(|_| {
        let opened = stores.sign_in(&ada);
        changes()
            .save_one_time_token(used.clone())
            .save_auth_session(opened.session)
            .add_tokens(opened.pair)
    });
    let answers = stores.race(redemptions).await;
    let expected = Tally {
        applied: 1,
        stale: 19,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&answers), expected);
    let sessions = stores.auth_sessions.sessions_of(ada.id).await.unwrap();
    assert_eq!(sessions.len(), 1);
}

/// Spending uses up what a user has for one purpose: not what they have for others, not what others have, and not again
/// what was used.
pub async fn spending_is_of_one_user_and_purpose(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let purpose = Purpose::PasswordReset;
    let (first, second) = (
        stores.sent(&ada, purpose).await,
        stores.sent(&ada, purpose).await,
    );
    let before = stores.sent(&ada, purpose).await;
    let before = before.use_for(purpose, micros(1)).unwrap();
    stores
        .apply(changes().save_one_time_token(before.clone()))
        .await;
    let others = [
        stores.sent(&ada, Purpose::MagicLink).await,
        stores.sent(&bob, purpose).await,
        before,
    ];
    stores
        .apply(changes().spend_one_time_tokens(ada.id, purpose, hours(1)))
        .await;
    for spent in [first, second] {
        let used_at = Some(hours(1));
        let expected = OneTimeToken {
            used_at,
            ..spent.clone()
        };
        assert_eq!(stores.found_link(spent.hash).await, Some(expected));
        let late = spent.use_for(purpose, NOW).unwrap();
        stores
            .commit(changes().save_one_time_token(late))
            .await
            .stale();
    }
    for other in others {
        assert_eq!(stores.found_link(other.hash).await, Some(other));
    }
}

/// A new token that takes the place of the old ones is not spent with them, wherever in the commit it stands.
pub async fn a_new_token_replaces_the_old_ones(stores: Stores) {
    let ada = stores.user("ada").await;
    let purpose = Purpose::MagicLink;
    let mut old = stores.sent(&ada, purpose).await;
    for is_first in [true, false] {
        let new = stores.link(&ada, purpose);
        let decided = if is_first {
            changes()
                .save_one_time_token(new.clone())
                .spend_one_time_tokens(ada.id, purpose, NOW)
        } else {
            changes()
                .spend_one_time_tokens(ada.id, purpose, NOW)
                .save_one_time_token(new.clone())
        };
        stores.apply(decided).await;
        let spent = stores.found_link(old.hash).await.unwrap();
        assert_eq!(spent.used_at, Some(NOW));
        assert_eq!(stores.found_link(new.hash).await.as_ref(), Some(&new));
        old = new;
    }
}

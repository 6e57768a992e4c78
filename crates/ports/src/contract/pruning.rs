//! What is past its time is thrown away, and nothing else.

use super::Stores;
use super::answers::Expected;
use super::builders::{changes, hours, signing_in};
use crate::Changes;
use jiff::{SignedDuration, Timestamp};
use ludger_domain::accounts::{
    Attempt, Attempts, AuthSession, OneTimeToken, Opened, Purpose, Throttle, ThrottleKey, User,
};
use ludger_domain::jobs::Job;

/// What is older goes, what is not stays.
const BEFORE: i64 = 24 * 100;

/// More than what any test leaves behind takes.
const PRUNINGS_MAX: usize = 10;

impl Stores {
    /// As often as it takes, for what a test leaves behind.
    async fn prune_all(&self) {
        for _ in 0..PRUNINGS_MAX {
            if !self.jobs.is_anything_past(hours(BEFORE)).await.unwrap() {
                return;
            }
            self.prune().await;
        }
        panic!("something is past, however often it is pruned");
    }

    async fn prune(&self) {
        self.apply(Changes::at(hours(BEFORE)).prune(hours(BEFORE)))
            .await;
    }

    async fn link_until(&self, user: &User, end: Timestamp) -> OneTimeToken {
        let link = OneTimeToken {
            expires_at: end,
            ..self.link(user, Purpose::MagicLink)
        };
        self.apply(changes().save_one_time_token(link.clone()))
            .await;
        link
    }

    async fn opened_until(&self, user: &User, end: Timestamp) -> Opened {
        let Opened { session, pair } = self.sign_in(user);
        let session = AuthSession {
            expires_at: end,
            ..session
        };
        let opened = Opened { session, pair };
        self.apply(signing_in(opened.clone())).await;
        opened
    }
}

/// The moment itself is not before it.
fn just_before() -> Timestamp {
    hours(BEFORE)
        .checked_sub(jiff::SignedDuration::from_micros(1))
        .unwrap()
}

/// One-time tokens go when their time is over, used or not.
pub async fn expired_one_time_tokens_go(stores: Stores) {
    let ada = stores.user("ada").await;
    let old = stores.link_until(&ada, just_before()).await;
    let used = stores.link_until(&ada, just_before()).await;
    let young = stores.link_until(&ada, hours(BEFORE)).await;
    let used = OneTimeToken {
        used_at: Some(hours(1)),
        ..used
    };
    stores
        .apply(changes().save_one_time_token(used.clone()))
        .await;
    stores.prune().await;
    for gone in [old, used] {
        assert_eq!(stores.found_link(gone.hash).await, None);
    }
    assert_eq!(stores.found_link(young.hash).await, Some(young));
}

/// Sessions go with all of their tokens when they are over, by themselves or because somebody ended them.
pub async fn ended_sessions_go_with_their_tokens(stores: Stores) {
    let ada = stores.user("ada").await;
    let expired = stores.opened_until(&ada, just_before()).await;
    let young = stores.opened_until(&ada, hours(BEFORE)).await;
    let far = hours(BEFORE * 2);
    let (ended, just_ended) = (
        stores.opened_until(&ada, far).await,
        stores.opened_until(&ada, far).await,
    );
    for (opened, at) in [(&ended, just_before()), (&just_ended, hours(BEFORE))] {
        let ended = opened.session.clone().sign_out(at).unwrap();
        stores.apply(changes().save_auth_session(ended)).await;
    }
    stores.prune().await;
    for (opened, stays) in [
        (expired, false),
        (ended, false),
        (young, true),
        (just_ended, true),
    ] {
        let found = stores.auth_sessions.session(opened.session.id).await;
        assert_eq!(found.unwrap().is_some(), stays);
        for token in [opened.pair.access, opened.pair.refresh] {
            let found = stores.found_token(token.hash).await;
            assert_eq!(found.is_some(), stays);
        }
    }
}

/// Attempts go when the last one is long ago, however long ago the first one was.
pub async fn old_attempts_go(stores: Stores) {
    let tried = |key, at| Attempt {
        key,
        throttle: Throttle::new(9, 9, SignedDuration::from_hours(9_999)),
        at,
    };
    let (old, young) = (
        ThrottleKey::new("sign_in.account", "ada"),
        ThrottleKey::new("sign_in.account", "bob"),
    );
    for (key, last_at) in [(old, just_before()), (young, hours(BEFORE))] {
        for at in [hours(0), last_at] {
            stores.apply(changes().count_attempt(tried(key, at))).await;
        }
    }
    stores.prune_all().await;
    assert_eq!(stores.guesses.attempts(old).await.unwrap(), None);
    assert_eq!(
        stores.guesses.attempts(young).await.unwrap(),
        Some(Attempts {
            count: 2,
            first_at: hours(0),
            last_at: hours(BEFORE),
        })
    );
}

/// Jobs go that are done, and with them their causes; those that are open or dead are kept for somebody to see.
pub async fn done_jobs_go_with_their_causes(stores: Stores) {
    let made = |cause: &str, created_at| Job {
        created_at,
        ..stores.job(cause)
    };
    let (old, young) = (made("old", just_before()), made("young", hours(BEFORE)));
    let (open, dead) = (made("open", just_before()), made("dead", just_before()));
    for job in [&old, &young, &open, &dead] {
        stores.wanted(job.clone()).await;
    }
    for end in [
        old.clone().done(),
        young.clone().done(),
        dead.clone().dead("no"),
    ] {
        stores.wanted(end).await;
    }
    stores.prune().await;
    for (job, stays) in [(&old, false), (&young, true), (&open, true), (&dead, true)] {
        let found = stores.found_job(job.id).await;
        assert_eq!(found.is_some(), stays, "{}", job.cause);
        let again = stores.wanted(stores.job(&job.cause)).await;
        let found = stores.found_job(again.id).await;
        assert_eq!(found.is_none(), stays, "{}", job.cause);
    }
}

/// What is thrown away is gone for those too who decided on it.
pub async fn what_went_is_stale(stores: Stores) {
    let ada = stores.user("ada").await;
    let opened = stores.opened_until(&ada, just_before()).await;
    let link = stores.link_until(&ada, just_before()).await;
    let used = link.use_for(Purpose::MagicLink, hours(1)).unwrap();
    stores.prune().await;
    let ended = opened.session.sign_out(hours(1)).unwrap();
    for late in [
        changes().save_auth_session(ended),
        changes().save_one_time_token(used),
    ] {
        stores.commit(late).await.stale();
    }
}

/// More than one commit carries away goes in the next one; and what is not a token or a job is never touched.
pub async fn pruning_again_and_again_ends(stores: Stores) {
    let ada = stores.user("ada").await;
    stores.wallet_with(100).await;
    let before = stores.snapshot().await;
    let old = |key| Attempt {
        key,
        throttle: Throttle::MAIL,
        at: hours(1),
    };
    let keys: Vec<_> = (0..2_500)
        .map(|n| ThrottleKey::new("mail", &n.to_string()))
        .collect();
    for some in keys.chunks(250) {
        let counted = some
            .iter()
            .fold(changes(), |changes, key| changes.count_attempt(old(*key)));
        stores.apply(counted).await;
    }
    stores.prune_all().await;
    for key in keys {
        assert_eq!(stores.guesses.attempts(key).await.unwrap(), None);
    }
    assert_eq!(stores.snapshot().await, before);
    assert_eq!(stores.found_user(ada.id).await, Some(ada));
}

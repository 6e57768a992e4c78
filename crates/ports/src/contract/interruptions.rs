//! Interruptions: a caller that goes away, a connection that breaks. The effect is there once, or not at all, and the
//! key of the request tells which.

use super::builders::{OwnedBy, changes, first, grant, key, keyed, mint};
use super::{Cut, Stores};
use crate::read::UserFilter;
use crate::{Changes, CommitError, IdempotencyScope};
use ludger_domain::accounts::{Role, User};
use ludger_domain::ledger::AccountKey;

/// A request with several parts: a user, a role, and two transfers.
struct Request {
    scope: IdempotencyScope,
    user: User,
    wallet: AccountKey,
    changes: Changes,
}

impl Stores {
    fn request(&self, name: &str) -> Request {
        let (user, wallet) = (self.person(name), self.wallet());
        let scope = key(wallet.user(), name);
        let moved = changes()
            .post(self.transfer(mint(), wallet, 7))
            .post(self.transfer(wallet, mint(), 2));
        let all = moved
            .add_user(user.clone())
            .grant(grant(user.id, Role::Player));
        Request {
            scope: scope.clone(),
            user,
            wallet,
            changes: keyed(all, &scope, name),
        }
    }

    /// Asks with the same key until there is an answer: whether the request had been applied before.
    async fn was_applied(&self, request: &Request) -> bool {
        for _ in 0..200 {
            match self.commit(request.changes.clone()).await {
                Ok(_) => return false,
                Err(CommitError::Duplicate(_)) => return true,
                Err(CommitError::Unavailable(_) | CommitError::Unknown(_)) => {
                    tokio::time::sleep(std::time::Duration::from_millis(25)).await;
                }
                Err(error) => panic!("neither applied nor a duplicate: {error:?}"),
            }
        }
        panic!("no answer after 200 requests with the same key");
    }

    /// Every part is there, once.
    async fn assert_whole(&self, request: &Request) {
        assert!(self.knows(&request.scope).await);
        assert_eq!(
            self.found_user(request.user.id).await.as_ref(),
            Some(&request.user)
        );
        assert_eq!(self.users.roles(request.user.id).await.unwrap().len(), 1);
        let account = self.account(request.wallet).await.unwrap();
        assert_eq!((account.balance, account.sequence), (5, 2));
    }
}

/// A commit whose caller is gone is applied whole or not at all. Whoever asks again learns which.
pub async fn a_caller_that_goes_away_cuts_nothing_in_half(stores: Stores) {
    for n in 0..40 {
        let request = stores.request(&format!("user-{n}"));
        let task = stores.spawn(request.changes.clone());
        for _ in 0..n % 8 {
            tokio::task::yield_now().await;
        }
        task.abort();
        // Whether it was too late for that is not the question.
        drop(task.await);
        stores.was_applied(&request).await;
        stores.assert_whole(&request).await;
    }
    assert_eq!(stores.assert_sound().await.transfers, 80);
}

/// Callers that go away do not harm those who stay.
pub async fn callers_that_go_away_do_not_harm_others(stores: Stores) {
    let requests: Vec<_> = (0..40)
        .map(|n| stores.request(&format!("user-{n}")))
        .collect();
    let tasks: Vec<_> = requests
        .iter()
        .map(|request| stores.spawn(request.changes.clone()))
        .collect();
    for (n, task) in tasks.into_iter().enumerate() {
        if n % 2 == 0 {
            task.abort();
        } else {
            assert!(task.await.unwrap().is_ok());
        }
    }
    for request in &requests {
        stores.was_applied(request).await;
        stores.assert_whole(request).await;
    }
    stores.assert_sound().await;
}

/// The connection is lost before the COMMIT got through.
pub async fn a_connection_lost_before_the_commit(stores: Stores) {
    lose_the_connection(&stores, Cut::BeforeCommit).await;
}

/// The connection is lost after the COMMIT was done.
pub async fn a_connection_lost_after_the_commit(stores: Stores) {
    lose_the_connection(&stores, Cut::AfterCommit).await;
}

async fn lose_the_connection(stores: &Stores, when: Cut) {
    let Some(cut) = &stores.cut else { return };
    for n in 0..5 {
        let request = stores.request(&format!("user-{n}"));
        cut(when);
        let answer = stores.store.commit(request.changes.clone()).await;
        let applied = stores.was_applied(&request).await;
        match answer {
            Ok(_) => assert!(applied, "said to be applied, and was not"),
            Err(CommitError::Unavailable(_)) => {
                assert!(!applied, "said not to be applied, and was");
            }
            Err(CommitError::Unknown(_)) => {}
            Err(error) => panic!("a lost connection is no {error:?}"),
        }
        stores.assert_whole(&request).await;
    }
    assert_eq!(
        stores
            .users
            .list(&UserFilter::default(), first(10))
            .await
            .unwrap()
            .items
            .len(),
        5
    );
    assert_eq!(stores.assert_sound().await.transfers, 10);
}

/// When many commits share a lost connection, each of them is whole, and each caller can find out.
pub async fn many_commits_share_a_lost_connection(stores: Stores) {
    let Some(cut) = &stores.cut else { return };
    for when in [Cut::BeforeCommit, Cut::AfterCommit] {
        let requests: Vec<_> = (0..20)
            .map(|n| stores.request(&format!("{when:?}-{n}")))
            .collect();
        cut(when);
        let answers = stores
            .race(requests.iter().map(|request| request.changes.clone()))
            .await;
        for (request, answer) in requests.iter().zip(answers) {
            let applied = stores.was_applied(request).await;
            assert!(
                answer.is_err() || applied,
                "said to be applied, and was not"
            );
            let is_final = matches!(answer, Err(CommitError::Unavailable(_)));
            assert!(!(is_final && applied), "said not to be applied, and was");
            stores.assert_whole(request).await;
        }
    }
    stores.assert_sound().await;
}

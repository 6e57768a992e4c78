//! Doors that misbehave.

use crate::testing::at_once;
use ludger_domain::accounts::{SetupToken, TokenHash};
use ludger_ports::read::{AuthSessions, PresentedToken};
use ludger_ports::{
    Changes, CommitError, Committed, MockStore, OutcomeUnknown, Store, Unavailable,
};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::task::yield_now;

/// What becomes of a commit.
pub(super) enum Fate {
    /// It is rejected.
    Rejected(CommitError),
    /// It is applied, and nobody can say so.
    InDoubt,
    /// Before it arrives, this happens.
    Overtaken(Box<dyn FnOnce() + Send>),
}

impl Fate {
    pub(super) fn down() -> Self {
        Self::Rejected(CommitError::Unavailable(Unavailable::broken("no disk")))
    }

    /// Not applied, and nobody can say so.
    pub(super) fn lost() -> Self {
        Self::Rejected(unknown())
    }
}

/// The first commits meet these fates; later ones go to `store`.
pub(super) fn door(store: Arc<dyn Store>, fates: impl IntoIterator<Item = Fate>) -> Arc<dyn Store> {
    let mut fates: VecDeque<_> = fates.into_iter().collect();
    let mut door = MockStore::new();
    door.expect_commit()
        .returning(move |changes| match fates.pop_front() {
            Some(Fate::Rejected(error)) => Err(error),
            Some(Fate::InDoubt) => at_once(store.commit(changes)).and_then(|_| Err(unknown())),
            Some(Fate::Overtaken(event)) => {
                event();
                at_once(store.commit(changes))
            }
            None => at_once(store.commit(changes)),
        });
    Arc::new(door)
}

/// A door that nobody may use.
pub(super) fn closed() -> Arc<dyn Store> {
    let mut door = MockStore::new();
    door.expect_commit().never();
    Arc::new(door)
}

fn unknown() -> CommitError {
    let source = Unavailable::broken("the line went dead");
    CommitError::Unknown(OutcomeUnknown {
        source: Arc::new(source),
    })
}

/// Lets everybody else go first, at every read and every commit: those who start together read the same thing, and
/// then meet at the door.
pub(super) struct Polite<S>(pub(super) S);

type Waiting<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

impl Store for Polite<Arc<dyn Store>> {
    fn commit<'a, 'w>(&'a self, changes: Changes) -> Waiting<'w, Result<Committed, CommitError>>
    where
        'a: 'w,
        Self: 'w,
    {
        Box::pin(async {
            yield_now().await;
            self.0.commit(changes).await
        })
    }
}

impl AuthSessions for Polite<Arc<dyn AuthSessions>> {
    fn by_token<'a, 'w>(
        &'a self,
        hash: TokenHash,
    ) -> Waiting<'w, Result<Option<PresentedToken>, Unavailable>>
    where
        'a: 'w,
        Self: 'w,
    {
        Box::pin(async move {
            yield_now().await;
            self.0.by_token(hash).await
        })
    }

    fn setup_token<'a, 'w>(
        &'a self,
        hash: TokenHash,
    ) -> Waiting<'w, Result<Option<SetupToken>, Unavailable>>
    where
        'a: 'w,
        Self: 'w,
    {
        self.0.setup_token(hash)
    }
}

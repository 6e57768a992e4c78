//! Doors that misbehave.

use crate::testing::at_once;
use async_trait::async_trait;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{ApiToken, AuthSession, OneTimeToken, SetupToken, Ticket, TokenHash};
use ludger_domain::ids::{ApiTokenId, AuthSessionId, UserId};
use ludger_ports::read::{
    AuthSessions, PresentedApiToken, PresentedSession, PresentedToken, SentAt,
};
use ludger_ports::{
    Changes, CommitError, Committed, MockStore, OutcomeUnknown, Page, PageRequest, Store,
    Unavailable,
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

    /// It is applied, as every other.
    pub(super) fn kind() -> Self {
        Self::Overtaken(Box::new(|| ()))
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

#[async_trait]
impl Store for Polite<Arc<dyn Store>> {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        yield_now().await;
        self.0.commit(changes).await
    }
}

#[async_trait]
impl AuthSessions for Polite<Arc<dyn AuthSessions>> {
    async fn by_token(&self, hash: TokenHash) -> Result<Option<PresentedToken>, Unavailable> {
        yield_now().await;
        self.0.by_token(hash).await
    }

    async fn setup_token(&self, hash: TokenHash) -> Result<Option<SetupToken>, Unavailable> {
        self.0.setup_token(hash).await
    }

    async fn session(&self, id: AuthSessionId) -> Result<Option<AuthSession>, Unavailable> {
        self.0.session(id).await
    }

    async fn by_session(&self, id: AuthSessionId) -> Result<Option<PresentedSession>, Unavailable> {
        self.0.by_session(id).await
    }

    async fn sessions_of(&self, user: UserId) -> Result<Vec<AuthSession>, Unavailable> {
        self.0.sessions_of(user).await
    }

    async fn one_time_token(&self, hash: TokenHash) -> Result<Option<OneTimeToken>, Unavailable> {
        yield_now().await;
        self.0.one_time_token(hash).await
    }

    async fn ticket(&self, hash: TokenHash) -> Result<Option<Ticket>, Unavailable> {
        yield_now().await;
        self.0.ticket(hash).await
    }

    async fn invitations(
        &self,
        at: Timestamp,
        page: PageRequest<SentAt>,
    ) -> Result<Page<OneTimeToken, SentAt>, Unavailable> {
        self.0.invitations(at, page).await
    }

    async fn by_api_token(&self, id: ApiTokenId) -> Result<Option<PresentedApiToken>, Unavailable> {
        self.0.by_api_token(id).await
    }

    async fn api_tokens_of(&self, user: UserId) -> Result<Vec<ApiToken>, Unavailable> {
        self.0.api_tokens_of(user).await
    }
}

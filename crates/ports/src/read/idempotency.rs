use crate::{IdempotencyScope, Recorded, Unavailable};
use async_trait::async_trait;

/// Requests that were answered before.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Idempotency: Send + Sync + 'static {
    /// What was recorded for this scope.
    async fn find(&self, scope: &IdempotencyScope) -> Result<Option<Recorded>, Unavailable>;
}

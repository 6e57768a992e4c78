use crate::{Page, PageRequest, Unavailable};
use async_trait::async_trait;
use ludger_domain::accounts::{ApiToken, AuthSession, OneTimeToken, Ticket, TokenHash};
use ludger_domain::ids::{ApiTokenId, AuthSessionId, HoldId, JobId, UserId};
use ludger_domain::jobs::Job;
use ludger_domain::ledger::Hold;

/// What there is of one user, whatever became of it, where other reads tell only what is alive: for the user themselves,
/// who may know what is known of them.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Traces: Send + Sync + 'static {
    /// Their sign-ins, ended ones too, newest first.
    async fn sessions(
        &self,
        user: UserId,
        page: PageRequest<AuthSessionId>,
    ) -> Result<Page<AuthSession, AuthSessionId>, Unavailable>;
    /// Their API tokens, revoked and expired ones too, newest first.
    async fn api_tokens(
        &self,
        user: UserId,
        page: PageRequest<ApiTokenId>,
    ) -> Result<Page<ApiToken, ApiTokenId>, Unavailable>;
    /// The tokens that were sent to them by mail, used ones too, in the order of their hashes.
    async fn one_time_tokens(
        &self,
        user: UserId,
        page: PageRequest<TokenHash>,
    ) -> Result<Page<OneTimeToken, TokenHash>, Unavailable>;
    /// Their tickets, used ones too, in the order of their hashes.
    async fn tickets(
        &self,
        user: UserId,
        page: PageRequest<TokenHash>,
    ) -> Result<Page<Ticket, TokenHash>, Unavailable>;
    /// What was set aside of their value, in the order of its ids.
    async fn holds(
        &self,
        user: UserId,
        page: PageRequest<HoldId>,
    ) -> Result<Page<Hold, HoldId>, Unavailable>;
    /// Jobs about them, newest first.
    async fn jobs(
        &self,
        user: UserId,
        page: PageRequest<JobId>,
    ) -> Result<Page<Job, JobId>, Unavailable>;
}

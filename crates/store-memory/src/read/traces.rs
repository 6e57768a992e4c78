use super::{before, behind, page};
use crate::MemoryStore;
use async_trait::async_trait;
use ludger_domain::accounts::{ApiToken, AuthSession, OneTimeToken, Ticket, TokenHash};
use ludger_domain::ids::{ApiTokenId, AuthSessionId, HoldId, JobId, UserId};
use ludger_domain::jobs::Job;
use ludger_domain::ledger::Hold;
use ludger_ports::read::Traces;
use ludger_ports::{Page, PageRequest, Unavailable};

#[async_trait]
impl Traces for MemoryStore {
    async fn sessions(
        &self,
        user: UserId,
        request: PageRequest<AuthSessionId>,
    ) -> Result<Page<AuthSession, AuthSessionId>, Unavailable> {
        Ok(self.read(|state| {
            let all = state.auth_sessions.range(before(request.after)).rev();
            let theirs = all.map(|(_, it)| it).filter(|it| it.user == user);
            page(theirs.cloned(), request.limit, |it| it.id)
        }))
    }

    async fn api_tokens(
        &self,
        user: UserId,
        request: PageRequest<ApiTokenId>,
    ) -> Result<Page<ApiToken, ApiTokenId>, Unavailable> {
        Ok(self.read(|state| {
            let all = state.api_tokens.range(before(request.after)).rev();
            let theirs = all.map(|(_, it)| it).filter(|it| it.user == user);
            page(theirs.cloned(), request.limit, |it| it.id)
        }))
    }

    async fn one_time_tokens(
        &self,
        user: UserId,
        request: PageRequest<TokenHash>,
    ) -> Result<Page<OneTimeToken, TokenHash>, Unavailable> {
        Ok(self.read(|state| {
            let all = state.one_time_tokens.range(behind(request.after));
            let theirs = all.map(|(_, it)| it).filter(|it| it.user == Some(user));
            page(theirs.cloned(), request.limit, |it| it.hash)
        }))
    }

    async fn tickets(
        &self,
        user: UserId,
        request: PageRequest<TokenHash>,
    ) -> Result<Page<Ticket, TokenHash>, Unavailable> {
        Ok(self.read(|state| {
            let all = state.tickets.range(behind(request.after));
            let theirs = all.map(|(_, it)| it).filter(|it| it.user == user);
            page(theirs.cloned(), request.limit, |it| it.hash)
        }))
    }

    async fn holds(
        &self,
        user: UserId,
        request: PageRequest<HoldId>,
    ) -> Result<Page<Hold, HoldId>, Unavailable> {
        Ok(self.read(|state| {
            let all = state.holds.range(behind(request.after));
            let theirs = all.map(|(_, it)| it).filter(|it| it.user == user);
            page(theirs.copied(), request.limit, |it| it.id)
        }))
    }

    async fn jobs(
        &self,
        user: UserId,
        request: PageRequest<JobId>,
    ) -> Result<Page<Job, JobId>, Unavailable> {
        Ok(self.read(|state| {
            let all = state.jobs.range(before(request.after)).rev();
            let theirs = all.map(|(_, it)| it).filter(|it| it.user == Some(user));
            page(theirs.cloned(), request.limit, |it| it.id)
        }))
    }
}

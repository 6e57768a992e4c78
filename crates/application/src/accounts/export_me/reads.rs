//! What stands in each section: one page of it, and where to go on.

use super::{Step, told};
use crate::{Outage, Ports, Settings};
use ludger_domain::accounts::Email;
use ludger_domain::ids::{AccountId, AuditId, UserId};
use ludger_domain::money::Currencies;
use ludger_ports::read::{
    Audit, AuditFilter, Boards, Ledger, QuizSessionFilter, QuizSessions, Stars, StatementFilter,
    Traces, Users, Wallets,
};
use ludger_ports::{Page, PageRequest};
use serde_json::Value;
use std::sync::Arc;

/// How many things one chunk holds at most.
const CHUNK_MAX: usize = 200;

/// What an export looks at.
#[derive(Clone)]
pub(super) struct Reads {
    users: Arc<dyn Users>,
    traces: Arc<dyn Traces>,
    ledger: Arc<dyn Ledger>,
    wallets: Arc<dyn Wallets>,
    quiz_sessions: Arc<dyn QuizSessions>,
    boards: Arc<dyn Boards>,
    stars: Arc<dyn Stars>,
    audit: Arc<dyn Audit>,
    currencies: Currencies,
}

/// What a step tells, and the next one.
type Part = (Vec<Value>, Option<Step>);

impl Reads {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            traces: ports.traces.clone(),
            ledger: ports.ledger.clone(),
            wallets: ports.wallets.clone(),
            quiz_sessions: ports.quiz_sessions.clone(),
            boards: ports.boards.clone(),
            stars: ports.stars.clone(),
            audit: ports.audit.clone(),
            currencies: settings.currencies.clone(),
        }
    }

    pub(super) async fn read(&self, user: UserId, step: Step) -> Result<Part, Outage> {
        let (traces, sums) = (&self.traces, &self.currencies);
        Ok(match step {
            Step::Profile => (vec![self.profile(user).await?], Some(Step::Roles)),
            Step::Roles => {
                let roles = self.users.roles(user).await?;
                let roles = roles.iter().map(told::role).collect();
                (roles, Some(Step::Sessions(None)))
            }
            Step::Sessions(after) => {
                let page = traces.sessions(user, behind(after)).await?;
                part(page, Step::Sessions, Step::ApiTokens(None), told::session)
            }
            Step::ApiTokens(after) => {
                let page = traces.api_tokens(user, behind(after)).await?;
                part(page, Step::ApiTokens, Step::Links(None), told::api_token)
            }
            Step::Links(after) => {
                let page = traces.one_time_tokens(user, behind(after)).await?;
                part(page, Step::Links, Step::Tickets(None), told::link)
            }
            Step::Tickets(after) => {
                let page = traces.tickets(user, behind(after)).await?;
                part(page, Step::Tickets, Step::Accounts(None), told::ticket)
            }
            Step::Accounts(after) => {
                let page = self.ledger.accounts(Some(user), behind(after)).await?;
                let then = Step::Transactions(None, None);
                part(page, Step::Accounts, then, |it| told::account(it, sums))
            }
            Step::Transactions(account, after) => self.transactions(user, account, after).await?,
            Step::Holds(after) => {
                let page = traces.holds(user, behind(after)).await?;
                part(page, Step::Holds, Step::Quizzes(None), |it| {
                    told::hold(it, sums)
                })
            }
            Step::Quizzes(after) => self.quizzes(user, behind(after)).await?,
            Step::Boards(after) => {
                let page = self.boards.standings(user, behind(after)).await?;
                part(page, Step::Boards, Step::Leaderboards(None), told::standing)
            }
            Step::Leaderboards(after) => {
                let page = self.boards.entries_of(user, behind(after)).await?;
                let then = Step::Stars(None);
                part(page, Step::Leaderboards, then, told::leaderboard_entry)
            }
            Step::Stars(after) => {
                let page = self.stars.list(user, behind(after)).await?;
                part(page, Step::Stars, Step::DoneByYou(None), told::star)
            }
            Step::DoneByYou(after) => {
                let page = self.audited(user, true, after).await?;
                let then = Step::DoneToYou(None);
                part(page, Step::DoneByYou, then, |it| told::deed(it, user))
            }
            Step::DoneToYou(after) => {
                let page = self.audited(user, false, after).await?;
                let mut page = page;
                // Their own deeds were told before.
                page.items.retain(|record| record.actor != Some(user));
                let then = Step::Jobs(None);
                part(page, Step::DoneToYou, then, |it| told::deed(it, user))
            }
            Step::Jobs(after) => {
                let page = traces.jobs(user, behind(after)).await?;
                let next = page.next.map(|at| Step::Jobs(Some(at)));
                (page.items.iter().map(told::job).collect(), next)
            }
        })
    }

    async fn profile(&self, id: UserId) -> Result<Value, Outage> {
        let user = self.users.find(id).await?;
        let user = user.ok_or_else(|| Outage::broken("a user who is signed in is not there"))?;
        let factor = self.users.second_factor(id).await?;
        let allowed = match user.email.as_ref().map(Email::key) {
            Some(key) => self.users.allowed(&key).await?,
            None => None,
        };
        let is_on = factor.is_some_and(|factor| factor.confirmed_at.is_some());
        Ok(told::profile(&user, is_on, allowed.as_ref()))
    }

    /// One account after the other, in the order of their ids; each newest first.
    async fn transactions(
        &self,
        user: UserId,
        behind_account: Option<AccountId>,
        after: Option<i64>,
    ) -> Result<Part, Outage> {
        let next_account = PageRequest {
            after: behind_account,
            limit: 1,
        };
        let accounts = self.ledger.accounts(Some(user), next_account).await?;
        let Some(account) = accounts.items.first() else {
            return Ok((Vec::new(), Some(Step::Holds(None))));
        };
        let all = StatementFilter {
            with_hidden: true,
            ..StatementFilter::default()
        };
        let page = self.wallets.statement(account.key, &all, behind(after));
        let page = page.await?;
        let next = match page.next {
            Some(at) => Step::Transactions(behind_account, Some(at)),
            None if accounts.next.is_some() => Step::Transactions(Some(account.key.id()), None),
            None => Step::Holds(None),
        };
        let told = page.items.iter();
        let told = told.map(|it| told::transaction(it, &self.currencies));
        Ok((told.collect(), Some(next)))
    }

    /// With what was answered in them.
    async fn quizzes(
        &self,
        user: UserId,
        page: PageRequest<ludger_domain::ids::GameSessionId>,
    ) -> Result<Part, Outage> {
        let filter = QuizSessionFilter {
            user,
            finished: None,
        };
        let page = self.quiz_sessions.list(&filter, page).await?;
        let mut quizzes = Vec::new();
        for quiz in &page.items {
            let answers = self.quiz_sessions.answers(quiz.id).await?;
            quizzes.push(told::quiz(quiz, user, &answers));
        }
        let next = match page.next {
            Some(at) => Step::Quizzes(Some(at)),
            None => Step::Boards(None),
        };
        Ok((quizzes, Some(next)))
    }

    async fn audited(
        &self,
        user: UserId,
        by_them: bool,
        after: Option<AuditId>,
    ) -> Result<Page<ludger_domain::accounts::AuditRecord, AuditId>, Outage> {
        let filter = AuditFilter {
            actor: by_them.then_some(user),
            target: (!by_them).then_some(user.uuid()),
            ..AuditFilter::default()
        };
        Ok(self.audit.list(&filter, behind(after)).await?)
    }
}

fn behind<C>(after: Option<C>) -> PageRequest<C> {
    PageRequest {
        after,
        limit: CHUNK_MAX,
    }
}

fn part<T, C>(
    page: Page<T, C>,
    again: impl Fn(Option<C>) -> Step,
    then: Step,
    tell: impl Fn(&T) -> Value,
) -> Part {
    let next = page.next.map_or(then, |at| again(Some(at)));
    (page.items.iter().map(tell).collect(), Some(next))
}

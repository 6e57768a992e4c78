//! All that the deployment knows of a user, for themselves, as one JSON document that comes in chunks, so that a long
//! history needs little memory.
//!
//! The document has one section for each kind of thing, in the order of [`Step`]. Secrets, and hashes of them, are in none.
//! It is no snapshot: what happens while it is written may show in one section and not yet in another.

mod reads;
mod told;

use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::accounts::{AuditAction, FreshSignInRequired, SessionRequired, TokenHash};
use ludger_domain::ids::{
    AccountId, ApiTokenId, AuditId, AuthSessionId, GameSessionId, HoldId, JobId, LeaderboardId,
    UserId,
};
use ludger_ports::read::StarPosition;
use ludger_ports::{Changes, Clock, Ids, Store};
use reads::Reads;
use std::sync::Arc;

/// Somebody asks for all that is known of them.
pub struct ExportMe {
    reads: Reads,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why there is no export.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ExportMeError {
    /// It is for a person.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// Show again who you are.
    #[error(transparent)]
    FreshSignInRequired(#[from] FreshSignInRequired),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ExportMeError {}

/// An export under way.
pub struct UserExport {
    reads: Reads,
    user: UserId,
    /// What comes next; `None` at the end.
    step: Option<Step>,
    /// Whether the section that is open has anything yet.
    is_begun: bool,
}

/// A part of the document, and where in it to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Profile,
    Roles,
    Sessions(Option<AuthSessionId>),
    ApiTokens(Option<ApiTokenId>),
    Links(Option<TokenHash>),
    Tickets(Option<TokenHash>),
    Accounts(Option<AccountId>),
    /// Of the account that stands behind the first, the entries behind the second.
    Transactions(Option<AccountId>, Option<i64>),
    Holds(Option<HoldId>),
    Quizzes(Option<GameSessionId>),
    Boards(Option<i64>),
    Leaderboards(Option<LeaderboardId>),
    Stars(Option<StarPosition>),
    DoneByYou(Option<AuditId>),
    DoneToYou(Option<AuditId>),
    Jobs(Option<JobId>),
}

impl ExportMe {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            reads: Reads::new(ports, settings),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// An export, which the audit log tells of before anything of it leaves.
    ///
    /// # Errors
    /// See [`ExportMeError`].
    pub async fn begin(&self, caller: &Caller) -> Result<UserExport, ExportMeError> {
        let person = caller.principal.person()?;
        person.must_be_fresh(self.clock.now())?;
        let user = caller.principal.user;
        retry_stale(async || {
            let now = self.clock.now();
            let record = caller.record(AuditAction::UserExport, &*self.ids, now);
            let changes = Changes::at(now).audit(record.on("user", user));
            let told = self.store.commit(changes).await;
            told.map_err(Attempt::<ExportMeError>::rejected)
        })
        .await?;
        Ok(UserExport {
            reads: self.reads.clone(),
            user,
            step: Some(Step::Profile),
            is_begun: false,
        })
    }
}

impl UserExport {
    /// The next part of the document; `None` at its end. A chunk that failed can be asked for again.
    ///
    /// # Errors
    /// See [`Outage`].
    pub async fn next_chunk(&mut self) -> Result<Option<String>, Outage> {
        let Some(step) = self.step else {
            return Ok(None);
        };
        let (items, next) = self.reads.read(self.user, step).await?;
        let mut text = String::new();
        if step.is_first() {
            text.push(if step == Step::Profile { '{' } else { ',' });
            text.extend(["\"", step.section(), "\":["]);
            self.is_begun = false;
        }
        for item in items {
            if self.is_begun {
                text.push(',');
            }
            text.push_str(&item.to_string());
            self.is_begun = true;
        }
        if next.is_none_or(Step::is_first) {
            text.push(']');
        }
        if next.is_none() {
            text.push('}');
        }
        self.step = next;
        Ok(Some(text))
    }
}

impl Step {
    /// What its section is called.
    const fn section(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Roles => "roles",
            Self::Sessions(_) => "sessions",
            Self::ApiTokens(_) => "api_tokens",
            Self::Links(_) => "links",
            Self::Tickets(_) => "tickets",
            Self::Accounts(_) => "accounts",
            Self::Transactions(..) => "transactions",
            Self::Holds(_) => "holds",
            Self::Quizzes(_) => "quizzes",
            Self::Boards(_) => "boards",
            Self::Leaderboards(_) => "leaderboards",
            Self::Stars(_) => "stars",
            Self::DoneByYou(_) => "done_by_you",
            Self::DoneToYou(_) => "done_to_you",
            Self::Jobs(_) => "jobs",
        }
    }

    /// Whether its section begins with it.
    const fn is_first(self) -> bool {
        match self {
            Self::Profile | Self::Roles => true,
            Self::Sessions(after) => after.is_none(),
            Self::ApiTokens(after) => after.is_none(),
            Self::Links(after) | Self::Tickets(after) => after.is_none(),
            Self::Accounts(after) => after.is_none(),
            Self::Transactions(account, after) => account.is_none() && after.is_none(),
            Self::Holds(after) => after.is_none(),
            Self::Quizzes(after) => after.is_none(),
            Self::Boards(after) => after.is_none(),
            Self::Leaderboards(after) => after.is_none(),
            Self::Stars(after) => after.is_none(),
            Self::DoneByYou(after) | Self::DoneToYou(after) => after.is_none(),
            Self::Jobs(after) => after.is_none(),
        }
    }
}

//! A transfer as a service writes it, and how it becomes one.
//!
//! Everything in a draft is text, so that one look finds all that is wrong with it, each fault with a pointer. First
//! the users that the drafts name are looked up, each once; what follows is pure.

mod account;
mod entries;
mod rules;
mod users;

use crate::{Outage, Ports, Settings};
use ludger_domain::fault::Faults;
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::Transfer;
use ludger_domain::money::Currencies;
use ludger_ports::read::Users;
use ludger_ports::{Clock, Ids};
use rules::Rules;
use serde_json::Value;
use std::sync::Arc;
pub(super) use users::NamedUsers;

/// A transfer that is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TransferDraft {
    /// Any category but `admin_adjustment` and `reversal`.
    pub category: String,
    /// For people.
    pub description: Option<String>,
    /// For machines: a JSON object.
    pub metadata: Option<Value>,
    /// What it is the payment of, once for ever.
    pub reference: Option<String>,
    /// RFC 3339; else now. Not before 1970 and not more than a day ahead.
    pub occurred_at: Option<String>,
    /// Two or more, summing to zero in each currency.
    pub entries: Vec<EntryDraft>,
}

/// One signed amount on one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryDraft {
    /// Which account.
    pub account: AccountDraft,
    /// Signed decimal; positive: the account gets.
    pub amount: String,
    /// A code.
    pub currency: String,
}

/// A user's account (`user`, and `purpose`, which is `available` where it is left out) or one of the deployment's
/// (`system`: `house`, `fees`, `clearing/<provider>`, and for play currencies `mint`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountDraft {
    /// The id of a user.
    pub user: Option<String>,
    /// What the user has it for.
    pub purpose: Option<String>,
    /// What the deployment has it for.
    pub system: Option<String>,
}

/// Turns drafts into transfers.
pub(super) struct Drafts {
    users: Arc<dyn Users>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    currencies: Currencies,
}

impl Drafts {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            currencies: settings.currencies.clone(),
        }
    }

    /// The transfer of each draft, or all that is wrong with it.
    pub(super) async fn checked(
        &self,
        drafts: &[TransferDraft],
    ) -> Result<Vec<Result<Transfer, Faults>>, Outage> {
        let named = drafts.iter().flat_map(TransferDraft::users);
        let users = NamedUsers::load(self.users.as_ref(), named).await?;
        let rules = Rules {
            currencies: &self.currencies,
            users: &users,
            now: self.clock.now(),
        };
        let transfer = |draft| rules.transfer(draft, TransferId::from(self.ids.next()));
        Ok(drafts.iter().map(transfer).collect())
    }
}

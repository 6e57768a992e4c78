//! Which transactions: the query that the list and the export share.

use crate::extract::Params;
use ludger_application::ledger::{TransactionFilter, WalletAccount};
use ludger_domain::Timestamp;
use ludger_domain::fault::check_text;
use ludger_domain::ledger::{Category, Direction};
use ludger_ports::read::StatementFilter;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// Which account of a wallet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Account {
    /// What can be spent.
    #[default]
    Available,
    /// What is set aside in holds.
    Held,
}

/// Which transactions; every parameter narrows it.
#[derive(Debug, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filters {
    /// Of this currency; else of all.
    #[param(example = "INR")]
    currency: Option<String>,
    /// Of this account.
    #[param(inline, value_type = Option<Account>, default = "available")]
    account: Account,
    /// `credit` or `debit` only.
    #[param(value_type = Option<String>, pattern = "^(credit|debit)$")]
    r#type: Option<Direction>,
    /// Of this category only.
    #[param(value_type = Option<String>, example = "bet")]
    category: Option<Category>,
    /// Posted at or after this instant.
    #[param(example = "2026-01-01T00:00:00Z")]
    from: Option<Timestamp>,
    /// Posted before this instant.
    to: Option<Timestamp>,
    /// With this text in their description, without regard to case.
    #[param(max_length = 255)]
    text: Option<String>,
    /// Hidden ones too.
    #[param(value_type = Option<bool>, default = false)]
    hidden: bool,
}

impl Filters {
    /// Takes the parameters.
    pub(super) fn read(params: &mut Params) -> Self {
        Self {
            currency: params.optional("currency"),
            account: account(params),
            r#type: params.optional_with("type", direction),
            category: params.optional_with("category", category),
            from: params.optional_with("from", instant),
            to: params.optional_with("to", instant),
            text: params.optional_with("text", text),
            hidden: params.flag("hidden"),
        }
    }

    /// What the use cases take.
    pub(super) fn filter(&self) -> TransactionFilter {
        TransactionFilter {
            currency: self.currency.clone(),
            account: self.account.into(),
            entries: StatementFilter {
                direction: self.r#type,
                category: self.category,
                from: self.from,
                to: self.to,
                text: self.text.clone(),
                with_hidden: self.hidden,
            },
        }
    }
}

impl From<Account> for WalletAccount {
    fn from(account: Account) -> Self {
        match account {
            Account::Available => Self::Available,
            Account::Held => Self::Held,
        }
    }
}

/// Takes the parameter `account`.
pub(super) fn account(params: &mut Params) -> Account {
    let read = |text: &str| match text {
        "available" => Ok(Account::Available),
        "held" => Ok(Account::Held),
        _ => Err("must be available or held".to_owned()),
    };
    params.optional_with("account", read).unwrap_or_default()
}

/// Reads an instant.
pub(super) fn instant(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| "must be an instant such as 2026-01-31T12:00:00Z".to_owned())
}

fn direction(text: &str) -> Result<Direction, String> {
    [Direction::Credit, Direction::Debit]
        .into_iter()
        .find(|direction| direction.as_str() == text)
        .ok_or_else(|| "must be credit or debit".to_owned())
}

fn category(name: &str) -> Result<Category, String> {
    let names = || Category::ALL.iter().map(|category| category.as_str()).collect::<Vec<_>>();
    Category::from_name(name).ok_or_else(|| format!("must be one of {}", names().join(", ")))
}

fn text(text: &str) -> Result<String, String> {
    check_text("", text, 0, 255).map(|()| text.to_owned()).map_err(|fault| fault.detail)
}

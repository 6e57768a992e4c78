//! Which transactions are wanted.

use crate::extract::Params;
use crate::words;
use jiff::Timestamp;
use ludger_application::ledger::{TransactionFilter, WalletAccount};
use ludger_domain::fault::check_text;
use ludger_domain::ledger::{Category, Direction};
use ludger_ports::read::StatementFilter;
use serde::Serialize;
use utoipa::IntoParams;

/// Which transactions; every part narrows it.
#[derive(Debug, Clone, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Of this currency; left out: of all.
    #[param(example = "INR", pattern = "^[A-Z0-9]{3,10}$")]
    currency: Option<String>,
    /// Of what you can spend, or of what is in holds.
    #[param(schema_with = words::account, required = false)]
    account: Option<&'static str>,
    /// Credits only, or debits only.
    #[serde(rename = "type")]
    #[param(schema_with = words::direction, required = false)]
    direction: Option<Direction>,
    /// Of this category.
    #[param(schema_with = words::category, required = false)]
    category: Option<Category>,
    /// Posted at or after this instant.
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

impl Filter {
    /// Takes its parameters.
    pub(super) fn read(params: &mut Params) -> Self {
        let category = params.optional_with("category", |text| {
            Category::from_name(text).ok_or_else(|| "is no category".to_owned())
        });
        let direction = params.optional_with("type", |text| match text {
            "credit" => Ok(Direction::Credit),
            "debit" => Ok(Direction::Debit),
            _ => Err("must be credit or debit".to_owned()),
        });
        Self {
            currency: params.optional("currency"),
            account: account(params).map(name),
            direction,
            category,
            from: params.instant("from"),
            to: params.instant("to"),
            text: params.optional_with("text", text),
            hidden: params.flag("hidden"),
        }
    }

    /// As the use case takes it.
    pub(super) fn wanted(&self) -> TransactionFilter {
        TransactionFilter {
            currency: self.currency.clone(),
            account: if self.account == Some("held") {
                WalletAccount::Held
            } else {
                WalletAccount::Available
            },
            entries: StatementFilter {
                direction: self.direction,
                category: self.category,
                from: self.from,
                to: self.to,
                text: self.text.clone(),
                with_hidden: self.hidden,
            },
        }
    }
}

/// `?account=`.
pub(super) fn account(params: &mut Params) -> Option<WalletAccount> {
    params.optional_with("account", |text| match text {
        "available" => Ok(WalletAccount::Available),
        "held" => Ok(WalletAccount::Held),
        _ => Err("must be available or held".to_owned()),
    })
}

const fn name(account: WalletAccount) -> &'static str {
    match account {
        WalletAccount::Available => "available",
        WalletAccount::Held => "held",
    }
}

/// A text that a description could hold.
fn text(text: &str) -> Result<String, String> {
    check_text("", text, 0, 255)
        .map(|()| text.to_owned())
        .map_err(|fault| fault.detail)
}

//! Accounts of the ledger, as they are written.

use ludger_application::ledger::AccountDraft;
use ludger_domain::ledger::{AccountKey, Owner};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A user's account (`user` and `purpose`), or one of the deployment's (`system`).
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Account {
    /// Whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    user: Option<String>,
    /// What the user has it for: `available` (also when left out), `held`, `jar/<challenge>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        example = "available",
        pattern = "^(available|held|jar/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$"
    )]
    purpose: Option<String>,
    /// What the deployment has it for: `house`, `mint`, `fees`, `pool/<market>`, `clearing/<provider>`, `owed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        pattern = "^(house|mint|fees|owed|pool/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|clearing/[a-z0-9_-]{1,24})$"
    )]
    system: Option<String>,
}

impl From<Account> for AccountDraft {
    fn from(
        Account {
            user,
            purpose,
            system,
        }: Account,
    ) -> Self {
        Self {
            user,
            purpose,
            system,
        }
    }
}

impl From<AccountKey> for Account {
    fn from(key: AccountKey) -> Self {
        let purpose = Some(key.purpose.to_string());
        match key.owner {
            Owner::User(user) => Self {
                user: Some(user.to_string()),
                purpose,
                system: None,
            },
            Owner::System => Self {
                user: None,
                purpose: None,
                system: purpose,
            },
        }
    }
}

//! Rows of the ledger's small tables, and what they are in the domain.

use super::corrupt;
use crate::schema::{accounts, holds};
use diesel::prelude::*;
use diesel::result::Error;
use jiff::Timestamp;
use ludger_domain::ids::{AccountId, HoldId, UserId};
use ludger_domain::ledger::{AccountKey, AccountState, Hold, Owner};
use ludger_domain::money::{Amount, CurrencyCode};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(crate) struct AccountRow {
    pub(crate) id: AccountId,
    owner_id: UserId,
    purpose: String,
    currency: String,
    balance: i64,
    sequence: i64,
    floor: Option<i64>,
    updated_at: Timestamp,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = holds)]
pub(crate) struct HoldRow {
    id: HoldId,
    user_id: UserId,
    currency: String,
    amount: i64,
    captured: i64,
    released: i64,
    expires_at: Option<Timestamp>,
}

/// All zeros stand for the system.
pub(crate) fn owner(id: UserId) -> Owner {
    if id.uuid().is_nil() {
        Owner::System
    } else {
        Owner::User(id)
    }
}

/// What an account is unique by, from its columns.
pub(crate) fn account_key(
    owner_id: UserId,
    purpose: &str,
    currency: &str,
) -> Result<AccountKey, Error> {
    let purpose = purpose
        .parse()
        .map_err(|faults| corrupt(format_args!("the purpose {purpose:?}"), faults))?;
    Ok(AccountKey {
        owner: owner(owner_id),
        purpose,
        currency: currency_code(currency)?,
    })
}

pub(crate) fn currency_code(text: &str) -> Result<CurrencyCode, Error> {
    text.parse()
        .map_err(|faults| corrupt(format_args!("the currency {text:?}"), faults))
}

impl TryFrom<AccountRow> for AccountState {
    type Error = Error;

    fn try_from(row: AccountRow) -> Result<Self, Error> {
        Ok(Self {
            key: account_key(row.owner_id, &row.purpose, &row.currency)?,
            balance: row.balance,
            sequence: row.sequence,
            floor: row.floor,
            updated_at: row.updated_at,
        })
    }
}

impl TryFrom<HoldRow> for Hold {
    type Error = Error;

    fn try_from(row: HoldRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            user: row.user_id,
            amount: Amount {
                minor: row.amount,
                currency: currency_code(&row.currency)?,
            },
            captured: row.captured,
            released: row.released,
            expires_at: row.expires_at,
        })
    }
}

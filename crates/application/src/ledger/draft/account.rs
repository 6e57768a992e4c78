//! Which accounts a service may move value on. Holds, jars and pools have life cycles of their own, and what admins
//! adjust has an account of its own; a transfer from outside would break their sums.

use super::{AccountDraft, NamedUsers};
use crate::ledger::adjust::ADJUSTMENTS;
use ludger_domain::accounts::Standing;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{AccountKey, Owner, Purpose};
use ludger_domain::money::{Currency, CurrencyKind};

/// Whose account it is and what for; pointers are relative to the account.
pub(super) fn account(
    draft: &AccountDraft,
    users: &NamedUsers,
) -> Result<(Owner, Purpose), Faults> {
    match (&draft.user, &draft.system) {
        (Some(user), None) => of_user(user, draft.purpose.as_deref(), users),
        (None, Some(_)) if draft.purpose.is_some() => {
            let detail = "only a user's account is named by its purpose";
            Err(Fault::new("/purpose", "not_allowed", detail).into())
        }
        (None, Some(purpose)) => Ok((Owner::System, of_system(purpose)?)),
        _ => Err(Fault::new(
            "",
            "invalid_account",
            "an account has either a user or system",
        )
        .into()),
    }
}

fn of_user(
    user: &str,
    purpose: Option<&str>,
    users: &NamedUsers,
) -> Result<(Owner, Purpose), Faults> {
    let mut faults = Faults::default();
    let user = faults.take(known_user(user, users));
    match purpose.map_or(Ok(Purpose::Available), str::parse) {
        Ok(Purpose::Available) => {}
        Ok(purpose @ (Purpose::Held | Purpose::Jar(_))) => {
            faults.add("/purpose", "account_not_allowed", own_life_cycle(purpose));
        }
        _ => faults.add(
            "/purpose",
            "invalid_purpose",
            "a user's account is available",
        ),
    }
    match user {
        Some(user) if faults.0.is_empty() => Ok((Owner::User(user), Purpose::Available)),
        _ => Err(faults),
    }
}

fn known_user(text: &str, users: &NamedUsers) -> Result<UserId, Fault> {
    let id = text
        .parse()
        .map_err(|_| Fault::new("/user", "invalid_id", "a user's id is a UUID"))?;
    let unknown = || Fault::new("/user", "unknown_user", "there is no such user");
    users.standing(id).map(|_| id).ok_or_else(unknown)
}

fn of_system(text: &str) -> Result<Purpose, Fault> {
    match text.parse() {
        Ok(purpose @ (Purpose::House | Purpose::Mint | Purpose::Fees)) => Ok(purpose),
        Ok(Purpose::Clearing(provider)) if provider.as_str() != ADJUSTMENTS => {
            Ok(Purpose::Clearing(provider))
        }
        Ok(purpose @ (Purpose::Clearing(_) | Purpose::Pool(_) | Purpose::Owed)) => Err(Fault::new(
            "/system",
            "account_not_allowed",
            own_life_cycle(purpose),
        )),
        _ => Err(Fault::new(
            "/system",
            "invalid_purpose",
            "a system account is house, mint, fees or clearing/<provider>",
        )),
    }
}

/// Whether this much of this currency may go this way; pointers are relative to the entry.
pub(super) fn may_move(
    key: &AccountKey,
    currency: Currency,
    amount: Option<i64>,
    users: &NamedUsers,
) -> Result<(), Fault> {
    if key.purpose == Purpose::Mint && currency.kind != CurrencyKind::Play {
        let detail = format!(
            "{} is not made here: only play currencies have a mint",
            key.currency
        );
        return Err(Fault::new("/account/system", "mint_not_allowed", detail));
    }
    if let Owner::User(user) = key.owner
        && amount.is_some_and(|amount| amount > 0)
        && users.standing(user) == Some(Standing::Deleted)
    {
        let detail = "this user was deleted and receives nothing";
        return Err(Fault::new("/account/user", "deleted_user", detail));
    }
    Ok(())
}

fn own_life_cycle(purpose: Purpose) -> String {
    format!("{purpose} is moved by its own operations only")
}

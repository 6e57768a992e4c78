//! Words to write tests in: who asks, for what, under which key.

use crate::ledger::{AccountDraft, EntryDraft, TransferDraft};
use crate::{Caller, Origin, RequestKey};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Means, Principal, Role};
use ludger_domain::fault::Faults;
use ludger_domain::ids::{AuthSessionId, UserId};
use ludger_domain::ledger::{AccountKey, Purpose};
use ludger_domain::money::{Currencies, Currency};
use ludger_ports::{Fingerprint, IdempotencyKey};

/// Somebody with this role. Equal numbers are the same person.
pub(super) fn caller(number: u8, role: Role) -> Caller {
    let id = format!("00000000-0000-7000-9000-{number:012x}");
    Caller {
        principal: Principal {
            user: id.parse().unwrap(),
            username: role.as_str().to_owned(),
            roles: [role].into(),
            withheld: [].into(),
            means: Means::Session {
                id: id.parse::<AuthSessionId>().unwrap(),
                authenticated_at: Timestamp::UNIX_EPOCH,
            },
        },
        origin: Origin {
            address: Some("192.0.2.1".to_owned()),
            request_id: None,
            user_agent: None,
        },
    }
}

pub(super) fn service() -> Caller {
    caller(1, Role::Ledger)
}

pub(super) fn admin() -> Caller {
    caller(2, Role::Admin)
}

pub(super) fn player() -> Caller {
    caller(3, Role::Player)
}

/// A request under this key.
pub(super) fn key(key: &str) -> RequestKey {
    RequestKey {
        key: IdempotencyKey::try_from(key).unwrap(),
        operation: "POST /v1/test".to_owned(),
        fingerprint: Fingerprint([0; 32]),
    }
}

/// Another request under the same key.
pub(super) fn another(request: &RequestKey) -> RequestKey {
    RequestKey {
        fingerprint: Fingerprint([1; 32]),
        ..request.clone()
    }
}

pub(super) fn currency(code: &str) -> Currency {
    Currencies::built_in().get(code).unwrap()
}

pub(super) fn wallet(user: UserId, code: &str) -> AccountKey {
    AccountKey::available(user, currency(code).code)
}

pub(super) fn clearing(provider: &str, code: &str) -> AccountKey {
    AccountKey::system(
        Purpose::Clearing(provider.parse().unwrap()),
        currency(code).code,
    )
}

pub(super) fn of(user: UserId) -> AccountDraft {
    AccountDraft {
        user: Some(user.to_string()),
        ..AccountDraft::default()
    }
}

pub(super) fn system(purpose: &str) -> AccountDraft {
    AccountDraft {
        system: Some(purpose.to_owned()),
        ..AccountDraft::default()
    }
}

/// `amount` of `currency` from one account to another.
pub(super) fn draft(
    category: &str,
    (from, to): (AccountDraft, AccountDraft),
    amount: &str,
    currency: &str,
) -> TransferDraft {
    TransferDraft {
        category: category.to_owned(),
        entries: vec![
            entry(from, &format!("-{amount}"), currency),
            entry(to, amount, currency),
        ],
        ..TransferDraft::default()
    }
}

pub(super) fn entry(account: AccountDraft, amount: &str, currency: &str) -> EntryDraft {
    EntryDraft {
        account,
        amount: amount.to_owned(),
        currency: currency.to_owned(),
    }
}

impl TransferDraft {
    pub(super) fn referring(self, reference: &str) -> Self {
        Self {
            reference: Some(reference.to_owned()),
            ..self
        }
    }

    pub(super) fn described(self, description: &str) -> Self {
        Self {
            description: Some(description.to_owned()),
            ..self
        }
    }
}

/// Pointer and code of each fault.
pub(super) fn told(faults: &Faults) -> Vec<(&str, &str)> {
    faults
        .0
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code.as_str()))
        .collect()
}

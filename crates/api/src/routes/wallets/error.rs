//! What is said when a wallet or a transaction is not shown. The same error is a wrong path, or a wrong parameter.

use crate::problem::{Code, Problem};
use ludger_application::ledger::{TransactionError, WalletError};
use ludger_domain::fault::Fault;

/// The currency stood in the path.
pub(super) fn in_path(error: WalletError) -> Problem {
    match error {
        WalletError::UnknownCurrency(_) => Problem::not_found(),
        WalletError::Outage(outage) => outage.into(),
    }
}

/// The currency stood in the query.
pub(super) fn in_query(error: WalletError) -> Problem {
    match error {
        WalletError::UnknownCurrency(_) => Problem::new(Code::InvalidQuery).faults(Fault::new(
            "/currency",
            "unknown_currency",
            "is no currency of this deployment",
        )),
        WalletError::Outage(outage) => outage.into(),
    }
}

/// Another user's transaction is not there.
pub(super) fn of_transaction(error: TransactionError) -> Problem {
    match error {
        TransactionError::NotFound => Problem::not_found(),
        TransactionError::Outage(outage) => outage.into(),
    }
}

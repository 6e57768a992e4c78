//! What an unknown currency means hangs on where it stood.

use crate::problem::{Code, Problem};
use ludger_application::ledger::WalletError;
use ludger_domain::fault::Fault;

/// In the path, it names nothing.
pub(super) fn in_path(error: WalletError) -> Problem {
    match error {
        WalletError::UnknownCurrency(_) => Problem::not_found(),
        WalletError::Outage(outage) => outage.into(),
    }
}

/// In the query, it is a parameter like the others.
pub(super) fn in_query(error: WalletError) -> Problem {
    match error {
        WalletError::UnknownCurrency(_) => {
            let detail = "is no currency of this deployment";
            let fault = Fault::new("/currency", "unknown_currency", detail);
            Problem::new(Code::InvalidQuery).faults(fault)
        }
        WalletError::Outage(outage) => outage.into(),
    }
}

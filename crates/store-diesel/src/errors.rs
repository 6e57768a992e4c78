//! What a database error means to us. Diesel tells a few kinds apart; deadlocks, time-outs and a busy SQLite are all
//! `Unknown` to it, and only their text is left to read (Postgres' in English, see [`crate::durability`]).

use diesel::result::{DatabaseErrorKind as Kind, Error};
use ludger_ports::Unavailable;

/// Parts of the messages of errors after which the same statements may well succeed.
const PASSING: [&str; 7] = [
    "deadlock detected",
    "canceling statement due to lock timeout",
    "canceling statement due to statement timeout",
    "could not serialize access",
    "could not obtain lock",
    "database is locked",
    "database table is locked",
];

/// Parts of the messages with which Postgres ends a session.
const ENDING: [&str; 5] = [
    "terminating connection",
    "the database system is",
    "server closed the connection",
    "connection to server",
    "no connection to the server",
];

/// Whether the transaction was undone for a reason that may have passed when it is tried again.
pub(crate) fn is_retryable(error: &Error) -> bool {
    match error {
        Error::DatabaseError(Kind::SerializationFailure, _) => true,
        Error::DatabaseError(Kind::Unknown, information) => says(information.message(), &PASSING),
        _ => false,
    }
}

/// Whether a row is there already.
pub(crate) fn is_unique_violation(error: &Error) -> bool {
    match error {
        Error::DatabaseError(Kind::UniqueViolation, _) => true,
        // From a trigger of SQLite, which has no way to say what kind of error it raises.
        Error::DatabaseError(Kind::Unknown, information) => information
            .message()
            .starts_with("UNIQUE constraint failed"),
        _ => false,
    }
}

/// Whether the connection is gone. If this happened to a COMMIT, nobody knows what became of it.
pub(crate) fn is_connection_lost(error: &Error) -> bool {
    match error {
        Error::DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, _)
        | Error::BrokenTransactionManager => true,
        Error::DatabaseError(Kind::Unknown, information) => says(information.message(), &ENDING),
        Error::RollbackErrorOnCommit {
            rollback_error,
            commit_error,
        } => is_connection_lost(rollback_error) || is_connection_lost(commit_error),
        _ => false,
    }
}

/// For those outside: what may pass is overload, the rest is broken.
pub(crate) fn unavailable(error: Error) -> Unavailable {
    if is_retryable(&error) {
        Unavailable::overloaded(error)
    } else {
        Unavailable::broken(error)
    }
}

fn says(message: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| message.contains(part))
}

#[cfg(test)]
mod tests;

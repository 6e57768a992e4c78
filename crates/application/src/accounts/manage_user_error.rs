use crate::Outage;
use crate::retry::Rejected;
use ludger_domain::accounts::Forbidden;

/// Why an admin could do nothing about a user.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ManageUserError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Nobody has this id, or whoever had it is deleted.
    #[error("no such user")]
    NotFound,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ManageUserError {}

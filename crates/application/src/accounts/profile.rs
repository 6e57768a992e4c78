use ludger_domain::accounts::{RoleGrant, User};

/// A user and what they were granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The user.
    pub user: User,
    /// Oldest first.
    pub roles: Vec<RoleGrant>,
}

use super::Permission;
use super::words::words;
use crate::Timestamp;
use crate::ids::UserId;
use serde::{Deserialize, Serialize};

words! {
    /// A built-in role: a name for a set of permissions, granted to users. A user may hold several.
    Role, "role" {
        /// What every new user gets.
        Player = "player",
        /// Keeps the question bank.
        Moderator = "moderator",
        /// Runs the deployment. Everything but [`Permission::LedgerTransfer`]: by hand, value moves
        /// as an adjustment or a reversal, which carry a reason and are audited.
        Admin = "admin",
        /// A service that posts transfers.
        Ledger = "ledger",
    }
}

impl Role {
    /// One sentence for people.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Player => "Plays quizzes and has a wallet",
            Self::Moderator => "Keeps the question bank",
            Self::Admin => "Runs the deployment: users, question bank, adjustments, reversals",
            Self::Ledger => "A service that posts transfers and reads the books",
        }
    }

    /// What the role allows.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::Player => &[P::Play],
            Self::Moderator => &[P::QuestionsManage],
            Self::Admin => &[
                P::Play,
                P::QuestionsManage,
                P::LedgerRead,
                P::LedgerAdjust,
                P::LedgerReverse,
                P::UsersManage,
                P::AuditRead,
                P::JobsManage,
            ],
            Self::Ledger => &[P::LedgerRead, P::LedgerTransfer],
        }
    }

    /// Whether the role allows it.
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

/// That a user holds a role. There is one for each user and role at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleGrant {
    /// Who holds it.
    pub user: UserId,
    /// What is held.
    pub role: Role,
    /// Since when.
    pub granted_at: Timestamp,
    /// By whom; `None`: by the system (at registration, at setup).
    pub granted_by: Option<UserId>,
}

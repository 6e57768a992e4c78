//! Users, as they are told of.

use crate::words;
use jiff::Timestamp;
use ludger_application::accounts::Profile;
use ludger_domain::accounts::{self as domain, Permission, Role, RoleGrant};
use ludger_domain::ids::UserId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A user.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct User {
    /// Unique.
    #[schema(value_type = Uuid)]
    id: UserId,
    /// Where mail goes; service accounts have none.
    #[schema(required, example = "ada@example.org")]
    email: Option<String>,
    /// The public name.
    #[schema(example = "ada")]
    username: String,
    /// When the account was made.
    created_at: Timestamp,
    /// When it was deleted.
    #[schema(required)]
    deleted_at: Option<Timestamp>,
}

/// A user with what they may do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserWithRoles {
    #[serde(flatten)]
    user: User,
    /// What they were granted, oldest first.
    roles: Vec<Grant>,
    /// What the roles allow.
    #[schema(schema_with = words::permissions)]
    permissions: Vec<Permission>,
}

/// That a user holds a role.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Grant {
    /// Which.
    #[schema(schema_with = words::role)]
    role: Role,
    /// Since when.
    granted_at: Timestamp,
    /// By whom; `null`: by the system.
    #[schema(required)]
    granted_by: Option<Uuid>,
}

impl From<domain::User> for User {
    fn from(user: domain::User) -> Self {
        Self {
            id: user.id,
            email: user.email.map(Into::into),
            username: user.username.into(),
            created_at: user.created_at,
            deleted_at: user.deleted_at,
        }
    }
}

impl From<Profile> for UserWithRoles {
    fn from(Profile { user, roles }: Profile) -> Self {
        let may = |permission: &&Permission| roles.iter().any(|g| g.role.may(**permission));
        Self {
            permissions: Permission::ALL.iter().filter(may).copied().collect(),
            roles: roles.into_iter().map(Grant::from).collect(),
            user: user.into(),
        }
    }
}

impl From<RoleGrant> for Grant {
    fn from(grant: RoleGrant) -> Self {
        Self {
            role: grant.role,
            granted_at: grant.granted_at,
            granted_by: grant.granted_by.map(UserId::uuid),
        }
    }
}

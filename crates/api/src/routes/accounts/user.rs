//! Users, as they are told of.

use crate::words;
use jiff::Timestamp;
use ludger_application::accounts::Profile;
use ludger_domain::accounts::{self as domain, Flag, Permission, Role, RoleGrant, Tier};
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
    /// The public name; of a deleted user, `deleted`.
    #[schema(example = "ada")]
    username: String,
    /// A name in earnest.
    #[schema(required, example = "Ada King")]
    full_name: Option<String>,
    /// A picture on some other site.
    #[schema(required, example = "https://example.org/ada.png")]
    avatar_url: Option<String>,
    /// Where their days begin: a name of the IANA time zone database.
    #[schema(example = "Europe/Berlin")]
    time_zone: String,
    /// What they read: a language tag.
    #[schema(example = "de-AT")]
    locale: String,
    /// Whether they showed that they read the mail of their address.
    is_verified: bool,
    /// Whether they want to be seen on leaderboards.
    on_boards: bool,
    /// How far they have come.
    #[schema(schema_with = words::tier)]
    tier: Tier,
    /// Switches.
    #[schema(schema_with = words::flags)]
    flags: Vec<Flag>,
    /// When the account was made.
    created_at: Timestamp,
    /// Since when an admin shuts them out.
    #[schema(required)]
    locked_at: Option<Timestamp>,
    /// When it was deleted.
    #[schema(required)]
    deleted_at: Option<Timestamp>,
    /// Counts changes, from 1.
    #[schema(example = 1)]
    version: i64,
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
            username: user.public_name().to_owned(),
            is_verified: user.verified_at.is_some(),
            email: user.email.map(Into::into),
            full_name: user.profile.full_name.map(Into::into),
            avatar_url: user.profile.avatar_url.map(Into::into),
            time_zone: user.profile.time_zone.into(),
            locale: user.profile.locale.into(),
            on_boards: !user.profile.flags.contains(&Flag::HiddenFromBoards),
            tier: user.profile.tier,
            flags: user.profile.flags.into_iter().collect(),
            created_at: user.created_at,
            locked_at: user.locked_at,
            deleted_at: user.deleted_at,
            version: user.version,
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

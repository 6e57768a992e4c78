use crate::{Page, PageRequest, Unavailable};
use async_trait::async_trait;
use ludger_domain::accounts::{
    AuthSession, Role, RoleGrant, SetupToken, Standing, Token, TokenHash, User,
};
use ludger_domain::ids::UserId;

/// Users and their roles.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Users: Send + Sync + 'static {
    /// A user, deleted ones included.
    async fn find(&self, id: UserId) -> Result<Option<User>, Unavailable>;
    /// Whether a user is there, and whether they were deleted. What another node has committed may stay unseen for half a
    /// second.
    async fn standing(&self, id: UserId) -> Result<Option<Standing>, Unavailable>;
    /// A user who is not deleted, by the key of their email.
    async fn by_email(&self, key: &str) -> Result<Option<User>, Unavailable>;
    /// A user who is not deleted, by the key of their name.
    async fn by_username(&self, key: &str) -> Result<Option<User>, Unavailable>;
    /// What a user was granted, oldest first.
    async fn roles(&self, id: UserId) -> Result<Vec<RoleGrant>, Unavailable>;
    /// Whether anybody is an admin.
    async fn has_admin(&self) -> Result<bool, Unavailable>;
    /// Everybody who is not deleted, oldest first.
    async fn list(&self, page: PageRequest<UserId>) -> Result<Page<User, UserId>, Unavailable>;
}

/// Sign-in sessions, their tokens, and the links for the first admin.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AuthSessions: Send + Sync + 'static {
    /// What belongs to a token that somebody presents: one look-up.
    async fn by_token(&self, hash: TokenHash) -> Result<Option<PresentedToken>, Unavailable>;
    /// A link for the first admin.
    async fn setup_token(&self, hash: TokenHash) -> Result<Option<SetupToken>, Unavailable>;
}

/// A token with its session, its user's name and roles.
#[derive(Debug, Clone, PartialEq)]
pub struct PresentedToken {
    /// The token.
    pub token: Token,
    /// The session that it descends from.
    pub session: AuthSession,
    /// The user; their password hash is left out.
    pub user: User,
    /// Their roles.
    pub roles: Vec<Role>,
}

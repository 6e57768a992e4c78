use crate::{Page, PageRequest, SealedFactor, Unavailable};
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::accounts::{
    Allowed, ApiToken, Attempts, AuditAction, AuditRecord, AuthSession, OneTimeToken, Role,
    RoleGrant, SetupToken, Standing, ThrottleKey, Ticket, Token, TokenHash, User,
};
use ludger_domain::ids::{ApiTokenId, AuditId, AuthSessionId, UserId};

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
    /// Whether anybody is an admin who can get in: neither locked nor deleted.
    async fn has_admin(&self) -> Result<bool, Unavailable>;
    /// Those who fit and are not deleted, oldest first.
    async fn list(
        &self,
        filter: &UserFilter,
        page: PageRequest<UserId>,
    ) -> Result<Page<User, UserId>, Unavailable>;
    /// A user's second factor.
    async fn second_factor(&self, id: UserId) -> Result<Option<SealedFactor>, Unavailable>;
    /// Somebody who may register, by the key of their email.
    async fn allowed(&self, email_key: &str) -> Result<Option<Allowed>, Unavailable>;
    /// Everybody who may register, by the keys of their emails.
    async fn allow_list(
        &self,
        page: PageRequest<String>,
    ) -> Result<Page<Allowed, String>, Unavailable>;
}

/// Which users; empty: all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// Their email is this one, by its key.
    pub email_key: Option<String>,
    /// The key of their name begins like this.
    pub username_key_prefix: Option<String>,
    /// They have this role.
    pub role: Option<Role>,
    /// They are locked, or not.
    pub is_locked: Option<bool>,
}

/// What was tried that can be guessed.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Guesses: Send + Sync + 'static {
    /// The attempts that were counted.
    async fn attempts(&self, key: ThrottleKey) -> Result<Option<Attempts>, Unavailable>;
}

/// The audit log.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Audit: Send + Sync + 'static {
    /// Records that fit, newest first.
    async fn list(
        &self,
        filter: &AuditFilter,
        page: PageRequest<AuditId>,
    ) -> Result<Page<AuditRecord, AuditId>, Unavailable>;
    /// Recomputes the chains in one snapshot.
    async fn verify(&self) -> Result<AuditVerification, Unavailable>;
}

/// Which records; empty: all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Done by this user.
    pub actor: Option<UserId>,
    /// Of this action.
    pub action: Option<AuditAction>,
    /// Done to this.
    pub target: Option<uuid::Uuid>,
    /// Not before.
    pub since: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

impl AuditFilter {
    /// Whether it takes this record.
    pub fn takes(&self, record: &AuditRecord) -> bool {
        let Self {
            actor,
            action,
            target,
            since,
            until,
        } = self;
        (actor.is_none() || *actor == record.actor)
            && action.is_none_or(|action| action == record.action)
            && target.is_none_or(|id| record.target.as_ref().is_some_and(|it| it.id == id))
            && since.is_none_or(|since| record.at >= since)
            && until.is_none_or(|until| record.at < until)
    }
}

/// What came of recomputing the audit log's chains.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditVerification {
    /// Records that were read.
    pub records: u64,
    /// Records from before the log was chained; nothing speaks for them.
    pub unsealed: u64,
    /// The first record of each chain that does not fit, and chains whose end does not.
    pub broken: Vec<String>,
}

/// Sign-in sessions, their tokens, and the links for the first admin.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AuthSessions: Send + Sync + 'static {
    /// What belongs to a token that somebody presents: one look-up.
    async fn by_token(&self, hash: TokenHash) -> Result<Option<PresentedToken>, Unavailable>;
    /// A link for the first admin.
    async fn setup_token(&self, hash: TokenHash) -> Result<Option<SetupToken>, Unavailable>;
    /// A session, whatever became of it.
    async fn session(&self, id: AuthSessionId) -> Result<Option<AuthSession>, Unavailable>;
    /// What belongs to a session whose owner was let in by it before, and has stayed: one look-up. What another node has
    /// committed may stay unseen for half a second.
    async fn by_session(&self, id: AuthSessionId) -> Result<Option<PresentedSession>, Unavailable>;
    /// The sessions of a user that were not ended, newest first. Those whose time is over may be among them.
    async fn sessions_of(&self, user: UserId) -> Result<Vec<AuthSession>, Unavailable>;
    /// A token that came by mail.
    async fn one_time_token(&self, hash: TokenHash) -> Result<Option<OneTimeToken>, Unavailable>;
    /// A ticket, whatever became of it.
    async fn ticket(&self, hash: TokenHash) -> Result<Option<Ticket>, Unavailable>;
    /// Invitations that were not used and are good at this instant, newest first.
    async fn invitations(
        &self,
        at: Timestamp,
        page: PageRequest<SentAt>,
    ) -> Result<Page<OneTimeToken, SentAt>, Unavailable>;
    /// What belongs to an API token that somebody presents: one look-up. What another node has committed may stay unseen
    /// for half a second.
    async fn by_api_token(&self, id: ApiTokenId) -> Result<Option<PresentedApiToken>, Unavailable>;
    /// The API tokens of a user that were not revoked, newest first.
    async fn api_tokens_of(&self, user: UserId) -> Result<Vec<ApiToken>, Unavailable>;
}

/// Where a one-time token stands in a list: when it was sent, and which of those it is.
pub type SentAt = (Timestamp, TokenHash);

/// An API token with its user and their roles.
#[derive(Debug, Clone, PartialEq)]
pub struct PresentedApiToken {
    /// The token.
    pub token: ApiToken,
    /// The user; their password hash and profile are left out.
    pub user: User,
    /// Their roles.
    pub roles: Vec<Role>,
}

/// A session with its user and their roles.
#[derive(Debug, Clone, PartialEq)]
pub struct PresentedSession {
    /// The session, whatever became of it.
    pub session: AuthSession,
    /// The user; their password hash and profile are left out.
    pub user: User,
    /// Their roles.
    pub roles: Vec<Role>,
}

/// A token with its session, its user's name and roles.
#[derive(Debug, Clone, PartialEq)]
pub struct PresentedToken {
    /// The token.
    pub token: Token,
    /// The session that it descends from.
    pub session: AuthSession,
    /// The user; their password hash and profile are left out.
    pub user: User,
    /// Their roles.
    pub roles: Vec<Role>,
}

use super::{behind, page};
use crate::MemoryStore;
use crate::state::State;
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::accounts::{
    Allowed, ApiToken, Attempts, AuthSession, Email, OneTimeToken, Profile, Purpose, Role,
    RoleGrant, SetupToken, Standing, ThrottleKey, Ticket, TokenHash, User,
};
use ludger_domain::ids::{ApiTokenId, AuthSessionId, UserId};
use ludger_ports::read::{
    AuthSessions, Guesses, PresentedApiToken, PresentedSession, PresentedToken, SentAt, UserFilter,
    Users,
};
use ludger_ports::{Page, PageRequest, SealedFactor, Unavailable};
use std::cmp::Reverse;

#[async_trait]
impl Users for MemoryStore {
    async fn find(&self, id: UserId) -> Result<Option<User>, Unavailable> {
        Ok(self.read(|state| state.users.get(&id).cloned()))
    }

    async fn standing(&self, id: UserId) -> Result<Option<Standing>, Unavailable> {
        Ok(self.read(|state| state.users.get(&id).map(User::standing)))
    }

    async fn by_email(&self, key: &str) -> Result<Option<User>, Unavailable> {
        Ok(self.read(|state| {
            let id = state.emails.get(key)?;
            state.users.get(id).filter(|user| user.is_active()).cloned()
        }))
    }

    async fn by_username(&self, key: &str) -> Result<Option<User>, Unavailable> {
        Ok(self.read(|state| {
            let id = state.usernames.get(key)?;
            state.users.get(id).filter(|user| user.is_active()).cloned()
        }))
    }

    async fn roles(&self, id: UserId) -> Result<Vec<RoleGrant>, Unavailable> {
        Ok(self.read(|state| {
            let mut grants: Vec<_> = state.roles_of(id).copied().collect();
            grants.sort_by_key(|grant| (grant.granted_at, grant.role));
            grants
        }))
    }

    async fn has_admin(&self) -> Result<bool, Unavailable> {
        Ok(self.read(|state| state.admins().next().is_some()))
    }

    async fn list(
        &self,
        filter: &UserFilter,
        request: PageRequest<UserId>,
    ) -> Result<Page<User, UserId>, Unavailable> {
        Ok(self.read(|state| {
            let users = state
                .users
                .range(behind(request.after))
                .map(|(_, user)| user);
            let fits = |user: &&User| user.is_active() && state.fits(user, filter);
            page(users.filter(fits).cloned(), request.limit, |user| user.id)
        }))
    }

    async fn second_factor(&self, id: UserId) -> Result<Option<SealedFactor>, Unavailable> {
        Ok(self.read(|state| state.second_factors.get(&id).cloned()))
    }

    async fn allowed(&self, email_key: &str) -> Result<Option<Allowed>, Unavailable> {
        Ok(self.read(|state| state.allowed.get(email_key).cloned()))
    }

    async fn allow_list(
        &self,
        request: PageRequest<String>,
    ) -> Result<Page<Allowed, String>, Unavailable> {
        Ok(self.read(|state| {
            let allowed = state
                .allowed
                .range(behind(request.after))
                .map(|(_, allowed)| allowed.clone());
            page(allowed, request.limit, |allowed| allowed.email.key())
        }))
    }
}

impl State {
    fn fits(&self, user: &User, filter: &UserFilter) -> bool {
        let UserFilter {
            email_key,
            username_key_prefix,
            role,
            is_locked,
        } = filter;
        let email = user.email.as_ref().map(Email::key);
        (email_key.is_none() || *email_key == email)
            && username_key_prefix
                .as_ref()
                .is_none_or(|prefix| user.username.key().starts_with(prefix))
            && role.is_none_or(|role| self.roles.contains_key(&(user.id, role)))
            && is_locked.is_none_or(|is_locked| user.locked_at.is_some() == is_locked)
    }
}

#[async_trait]
impl Guesses for MemoryStore {
    async fn attempts(&self, key: ThrottleKey) -> Result<Option<Attempts>, Unavailable> {
        Ok(self.read(|state| state.attempts.get(&key).copied()))
    }
}

#[async_trait]
impl AuthSessions for MemoryStore {
    async fn by_token(&self, hash: TokenHash) -> Result<Option<PresentedToken>, Unavailable> {
        Ok(self.read(|state| {
            let token = state.tokens.get(&hash)?.clone();
            let session = state.auth_sessions.get(&token.session)?.clone();
            let (user, roles) = bearer(state, session.user)?;
            Some(PresentedToken {
                token,
                session,
                user,
                roles,
            })
        }))
    }

    async fn setup_token(&self, hash: TokenHash) -> Result<Option<SetupToken>, Unavailable> {
        Ok(self.read(|state| state.setup_tokens.get(&hash).copied()))
    }

    async fn session(&self, id: AuthSessionId) -> Result<Option<AuthSession>, Unavailable> {
        Ok(self.read(|state| state.auth_sessions.get(&id).cloned()))
    }

    async fn by_session(&self, id: AuthSessionId) -> Result<Option<PresentedSession>, Unavailable> {
        Ok(self.read(|state| {
            let session = state.auth_sessions.get(&id)?.clone();
            let (user, roles) = bearer(state, session.user)?;
            Some(PresentedSession {
                session,
                user,
                roles,
            })
        }))
    }

    async fn sessions_of(&self, user: UserId) -> Result<Vec<AuthSession>, Unavailable> {
        Ok(self.read(|state| {
            let sessions = state.auth_sessions.values().rev();
            sessions
                .filter(|session| session.user == user && session.revoked_at.is_none())
                .cloned()
                .collect()
        }))
    }

    async fn one_time_token(&self, hash: TokenHash) -> Result<Option<OneTimeToken>, Unavailable> {
        Ok(self.read(|state| state.one_time_tokens.get(&hash).cloned()))
    }

    async fn ticket(&self, hash: TokenHash) -> Result<Option<Ticket>, Unavailable> {
        Ok(self.read(|state| state.tickets.get(&hash).cloned()))
    }

    async fn invitations(
        &self,
        at: Timestamp,
        request: PageRequest<SentAt>,
    ) -> Result<Page<OneTimeToken, SentAt>, Unavailable> {
        let place = |token: &OneTimeToken| (token.created_at, token.hash);
        Ok(self.read(|state| {
            let mut open: Vec<_> = state
                .one_time_tokens
                .values()
                .filter(|token| token.purpose == Purpose::Invitation)
                .filter(|token| token.used_at.is_none() && token.expires_at > at)
                .filter(|token| request.after.is_none_or(|after| place(token) < after))
                .cloned()
                .collect();
            open.sort_by_key(|token| Reverse(place(token)));
            page(open.into_iter(), request.limit, place)
        }))
    }

    async fn by_api_token(&self, id: ApiTokenId) -> Result<Option<PresentedApiToken>, Unavailable> {
        Ok(self.read(|state| {
            let token = state.api_tokens.get(&id)?.clone();
            let (user, roles) = bearer(state, token.user)?;
            Some(PresentedApiToken { token, user, roles })
        }))
    }

    async fn api_tokens_of(&self, user: UserId) -> Result<Vec<ApiToken>, Unavailable> {
        Ok(self.read(|state| {
            let tokens = state.api_tokens.values().rev();
            tokens
                .filter(|token| token.user == user && token.revoked_at.is_none())
                .cloned()
                .collect()
        }))
    }
}

/// A user without their password hash and profile, and their roles.
fn bearer(state: &State, id: UserId) -> Option<(User, Vec<Role>)> {
    let user = User {
        password_hash: None,
        profile: Profile::default(),
        ..state.users.get(&id)?.clone()
    };
    let roles = state.roles_of(id).map(|grant| grant.role).collect();
    Some((user, roles))
}

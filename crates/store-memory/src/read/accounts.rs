use super::{behind, page};
use crate::MemoryStore;
use async_trait::async_trait;
use ludger_domain::accounts::{RoleGrant, SetupToken, Standing, TokenHash, User};
use ludger_domain::ids::UserId;
use ludger_ports::read::{AuthSessions, PresentedToken, Users};
use ludger_ports::{Page, PageRequest, Unavailable};

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

    async fn list(&self, request: PageRequest<UserId>) -> Result<Page<User, UserId>, Unavailable> {
        Ok(self.read(|state| {
            let users = state
                .users
                .range(behind(request.after))
                .map(|(_, user)| user);
            page(
                users.filter(|user| user.is_active()).cloned(),
                request.limit,
                |user| user.id,
            )
        }))
    }
}

#[async_trait]
impl AuthSessions for MemoryStore {
    async fn by_token(&self, hash: TokenHash) -> Result<Option<PresentedToken>, Unavailable> {
        Ok(self.read(|state| {
            let token = state.tokens.get(&hash)?.clone();
            let session = state.auth_sessions.get(&token.session)?.clone();
            let user = User {
                password_hash: None,
                ..state.users.get(&session.user)?.clone()
            };
            let roles = state
                .roles_of(session.user)
                .map(|grant| grant.role)
                .collect();
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
}

use crate::state::State;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    ApiToken, Attempt, Attempts, AuthSession, OneTimeToken, Purpose, RoleGrant, ThrottleKey,
    Ticket, User,
};
use ludger_domain::ids::{AuthSessionId, UserId};
use ludger_ports::Unavailable;

impl State {
    pub(super) fn save_user(&mut self, user: &User) -> Result<(), Unavailable> {
        if let Some(before) = self
            .users
            .get(&user.id)
            .filter(|_| user.version > 1)
            .cloned()
        {
            if let Some(email) = before.email {
                self.emails.remove(&email.key());
            }
            self.usernames.remove(&before.username.key());
            self.users.remove(&user.id);
        }
        if let Some(email) = &user.email {
            self.emails.add(email.key(), user.id)?;
        }
        self.usernames.add(user.username.key(), user.id)?;
        self.users.add(user.id, user.clone())
    }

    pub(super) fn save_one_time_token(&mut self, token: &OneTimeToken) -> Result<(), Unavailable> {
        if token.used_at.is_some() {
            self.one_time_tokens.put(token.hash, token.clone());
            return Ok(());
        }
        self.one_time_tokens.add(token.hash, token.clone())
    }

    pub(super) fn save_ticket(&mut self, ticket: &Ticket) -> Result<(), Unavailable> {
        if ticket.used_at.is_some() {
            self.tickets.put(ticket.hash, ticket.clone());
            return Ok(());
        }
        self.tickets.add(ticket.hash, ticket.clone())
    }

    pub(super) fn spend_one_time_tokens(&mut self, user: UserId, purpose: Purpose, at: Timestamp) {
        let those: Vec<_> = self
            .one_time_tokens
            .values()
            .filter(|token| token.user == Some(user) && token.purpose == purpose)
            .filter(|token| token.used_at.is_none())
            .cloned()
            .collect();
        for token in those {
            let used_at = Some(at);
            self.one_time_tokens
                .put(token.hash, OneTimeToken { used_at, ..token });
        }
    }

    pub(super) fn revoke_auth_sessions(
        &mut self,
        user: UserId,
        except: Option<AuthSessionId>,
        at: Timestamp,
    ) {
        let those: Vec<_> = self
            .auth_sessions
            .values()
            .filter(|session| session.user == user && Some(session.id) != except)
            .cloned()
            .collect();
        for session in those.into_iter().filter_map(|session| session.sign_out(at)) {
            self.auth_sessions.put(session.id, session);
        }
    }

    pub(super) fn count(&mut self, attempt: &Attempt) {
        let before = self.attempts.get(&attempt.key).copied();
        if let Ok(attempts) = attempt.take(before) {
            self.attempts.put(attempt.key, attempts);
        }
    }

    pub(super) fn forgive(&mut self, key: &ThrottleKey) {
        let Some(before) = self.attempts.get(key).copied() else {
            return;
        };
        if before.count > 1 {
            let count = before.count - 1;
            self.attempts.put(*key, Attempts { count, ..before });
        } else {
            self.attempts.remove(key);
        }
    }

    pub(super) fn save_api_token(&mut self, token: &ApiToken) -> Result<(), Unavailable> {
        if token.version > 1 {
            self.api_tokens.put(token.id, token.clone());
            return Ok(());
        }
        self.api_tokens.add(token.id, token.clone())
    }

    /// A role that the user has already stays as it is.
    pub(super) fn grant(&mut self, grant: &RoleGrant) {
        let key = (grant.user, grant.role);
        if !self.roles.contains_key(&key) {
            self.roles.put(key, *grant);
        }
    }

    pub(super) fn save_auth_session(&mut self, session: &AuthSession) -> Result<(), Unavailable> {
        if session.version == 1 {
            return self.auth_sessions.add(session.id, session.clone());
        }
        self.auth_sessions.put(session.id, session.clone());
        Ok(())
    }
}

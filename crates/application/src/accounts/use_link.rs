use super::sign_in::{ACCOUNT, SignedIn};
use super::tokens::{Tokens, draw};
use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    AuditAction, AuthSession, Email, OneTimeToken, Opened, Password, PasswordOwner, PasswordPolicy,
    Purpose, ReturnTo, ThrottleKey, TokenLifetimes, TokenSecret, User,
};
use ludger_domain::fault::Faults;
use ludger_ports::read::{AuthSessions, Users};
use ludger_ports::{
    Changes, Clock, Entropy, Expectation, Ids, Letter, PasswordHasher, Store, Unavailable,
};
use serde_json::json;
use std::sync::Arc;

/// Somebody comes with a link that was sent to them.
pub struct UseLink {
    users: Arc<dyn Users>,
    sessions: Arc<dyn AuthSessions>,
    store: Arc<dyn Store>,
    hasher: Arc<dyn PasswordHasher>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    outbox: Outbox,
    lifetimes: TokenLifetimes,
    passwords: PasswordPolicy,
}

/// Why the link did nothing.
#[derive(Debug, Clone, thiserror::Error)]
pub enum UseLinkError {
    /// It was used, its time is over, it was for something else, or it never was a link of ours: nobody is told which.
    #[error("this link is not good any more")]
    InvalidLink,
    /// What is wrong with the new password. The link is still good.
    #[error("the password is not valid")]
    Invalid(#[from] Faults),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for UseLinkError {}

/// A good link, and whose it is.
struct Good {
    token: OneTimeToken,
    user: User,
    now: Timestamp,
}

impl UseLink {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            sessions: ports.auth_sessions.clone(),
            store: ports.store.clone(),
            hasher: ports.hasher.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            outbox: Outbox::new(ports, settings),
            lifetimes: settings.tokens,
            passwords: settings.passwords,
        }
    }

    /// Shows that its owner reads their mail.
    ///
    /// # Errors
    /// See [`UseLinkError`].
    pub async fn to_verify(&self, token: &str, origin: &Origin) -> Result<(), UseLinkError> {
        retry_stale(async || {
            let good = self.good(Purpose::Verification, token).await?;
            let record = origin
                .record(AuditAction::UserVerifyEmail, &*self.ids, good.now)
                .by(good.user.id)
                .on("user", good.user.id);
            let user = verified(good.user.clone(), good.now);
            let changes = Changes::at(good.now)
                .save_one_time_token(good.token)
                .save_user(user, &good.user)
                .audit(record);
            self.commit(changes).await
        })
        .await
    }

    /// Signs in; gives where to go then. Every failure of a password before is forgotten.
    ///
    /// # Errors
    /// See [`UseLinkError`].
    pub async fn to_sign_in(
        &self,
        token: &str,
        origin: &Origin,
    ) -> Result<(SignedIn, ReturnTo), UseLinkError> {
        retry_stale(async || {
            let Good { token, user, now } = self.good(Purpose::MagicLink, token).await?;
            let secrets = draw(&*self.entropy);
            let (id, client) = (self.ids.next().into(), origin.client());
            let Opened { session, pair } =
                AuthSession::open(id, user.id, client, &secrets, &self.lifetimes, now);
            let tokens = Tokens::new(&secrets, &pair);
            let record = origin
                .record(AuditAction::UserSignIn, &*self.ids, now)
                .by(user.id)
                .on("user", user.id)
                .with(json!({ "session": id, "by": "magic_link" }));
            let return_to = token.return_to.clone();
            let mut changes = Changes::at(now)
                .save_one_time_token(token)
                .save_auth_session(session)
                .add_tokens(pair)
                .forget_attempts(failures_of(&user))
                .audit(record);
            let seen = if user.verified_at.is_none() {
                let seen = verified(user.clone(), now);
                changes = changes.save_user(seen.clone(), &user);
                seen
            } else {
                changes = changes.expect(Expectation::UserAt(user.id, user.version));
                user
            };
            self.commit(changes).await?;
            let signed_in = SignedIn { user: seen, tokens };
            Ok((signed_in, return_to))
        })
        .await
    }

    /// Sets a password, and ends every session.
    ///
    /// # Errors
    /// See [`UseLinkError`].
    pub async fn to_reset_password(
        &self,
        token: &str,
        password: &str,
        origin: &Origin,
    ) -> Result<(), UseLinkError> {
        // Before the slow hash, and again with the commit.
        let good = self.good(Purpose::PasswordReset, token).await;
        let good = good.map_err(|attempt| match attempt {
            Attempt::Failed(error) => error,
            Attempt::Stale => UseLinkError::InvalidLink,
        })?;
        let owner = PasswordOwner {
            email: good.token.email.as_str(),
            username: good.user.username.as_str(),
        };
        let password = Password::new(password, self.passwords, owner)
            .map_err(|faults| faults.under("/password"))?;
        let hash = self.hasher.hash(&password).await.map_err(Outage::from)?;
        retry_stale(async || {
            let Good {
                token: used,
                user,
                now,
            } = self.good(Purpose::PasswordReset, token).await?;
            let record = origin
                .record(AuditAction::UserPasswordReset, &*self.ids, now)
                .by(user.id)
                .on("user", user.id);
            let cause = format!("password_changed/{}", used.hash);
            let to = used.email.clone();
            let renewed = user.clone().recovered(hash.clone(), now);
            let job = self.outbox.job(cause, to, Letter::PasswordChanged, now);
            let changes = Changes::at(now)
                .save_one_time_token(used)
                .spend_one_time_tokens(user.id, Purpose::PasswordReset, now)
                .save_user(renewed, &user)
                .revoke_auth_sessions(user.id, None, now)
                .forget_attempts(failures_of(&user))
                .save_job(job)
                .audit(record);
            self.commit(changes).await
        })
        .await
    }

    async fn good(&self, purpose: Purpose, token: &str) -> Result<Good, Attempt<UseLinkError>> {
        let invalid = || Attempt::Failed(UseLinkError::InvalidLink);
        let secret = TokenSecret::parse(purpose.token(), token).map_err(|_| invalid())?;
        let outage = |unavailable: Unavailable| Attempt::outage(unavailable);
        let found = self.sessions.one_time_token(secret.hash()).await;
        let found = found.map_err(outage)?.ok_or_else(invalid)?;
        let now = self.clock.now();
        let token = found.use_for(purpose, now).map_err(|_| invalid())?;
        let user = token.user.ok_or_else(invalid)?;
        let user = self.users.find(user).await.map_err(outage)?;
        let user = user.filter(User::may_enter).ok_or_else(invalid)?;
        // It dies with the address that it was sent to.
        let is_theirs = user.email.as_ref().map(Email::key) == Some(token.email.key());
        if is_theirs {
            Ok(Good { token, user, now })
        } else {
            Err(invalid())
        }
    }

    async fn commit(&self, changes: Changes) -> Result<(), Attempt<UseLinkError>> {
        let committed = self.store.commit(changes).await;
        committed.map(|_| ()).map_err(Attempt::rejected)
    }
}

/// The mail that brought the link was read.
fn verified(user: User, now: Timestamp) -> User {
    match user.email.clone() {
        Some(email) if user.verified_at.is_none() => user.with_verified_email(email, now),
        _ => user,
    }
}

fn failures_of(user: &User) -> ThrottleKey {
    let key = user.email.as_ref().map(Email::key).unwrap_or_default();
    ThrottleKey::new(ACCOUNT, &key)
}

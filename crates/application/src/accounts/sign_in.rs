use super::Credentials;
use super::tokens::{Tokens, draw};
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::accounts::{
    AuditAction, AuthSession, Email, Opened, Password, TokenLifetimes, User,
};
use ludger_domain::ids::UserId;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Entropy, Ids, PasswordHasher, Store};
use serde_json::json;
use std::sync::Arc;

/// Somebody signs in by password.
pub struct SignIn {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    hasher: Arc<dyn PasswordHasher>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    lifetimes: TokenLifetimes,
}

/// Somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// Their first pair.
    pub tokens: Tokens,
}

/// Why nobody was signed in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SignInError {
    /// No such user, a deleted one, one without a password, or another password: nobody is told which.
    #[error("email or password is wrong")]
    InvalidCredentials,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for SignInError {}

impl SignIn {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            hasher: ports.hasher.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            lifetimes: settings.tokens,
        }
    }

    /// Opens a session. Every failure takes the same way as every other: one look-up, one comparison of a password,
    /// one commit with its audit record.
    ///
    /// # Errors
    /// See [`SignInError`]. After an unknown outcome there may be a session whose tokens nobody has.
    pub async fn run(
        &self,
        credentials: &Credentials,
        origin: &Origin,
    ) -> Result<SignedIn, SignInError> {
        let found = self
            .users
            .by_email(&Email::key_of(&credentials.email))
            .await
            .map_err(Outage::from)?;
        let user = found.filter(User::may_enter);
        let hash = user.as_ref().and_then(|user| user.password_hash.clone());
        let password = Password::for_sign_in(&credentials.password);
        let right = self
            .hasher
            .verify(&password, hash)
            .await
            .map_err(Outage::from)?;
        match user {
            Some(user) if right => self.open(user, origin).await,
            user => self.fail(user.map(|user| user.id), origin).await,
        }
    }

    async fn open(&self, user: User, origin: &Origin) -> Result<SignedIn, SignInError> {
        retry_stale(async || {
            let (secrets, now) = (draw(&*self.entropy), self.clock.now());
            let id = self.ids.next().into();
            let Opened { session, pair } =
                AuthSession::open(id, user.id, origin.client(), &secrets, &self.lifetimes, now);
            let tokens = Tokens::new(&secrets, &pair);
            let record = origin
                .record(AuditAction::UserSignIn, &*self.ids, now)
                .by(user.id);
            let changes = Changes::at(now)
                .save_auth_session(session)
                .add_tokens(pair)
                .audit(record.on("user", user.id).with(json!({ "session": id })));
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(SignedIn {
                user: user.clone(),
                tokens,
            })
        })
        .await
    }

    /// Says nothing of what was typed: it may be a password, or the address of somebody who is not here.
    async fn fail(&self, user: Option<UserId>, origin: &Origin) -> Result<SignedIn, SignInError> {
        retry_stale(async || {
            let now = self.clock.now();
            let record = origin.record(AuditAction::UserSignInFailed, &*self.ids, now);
            let record = match user {
                Some(user) => record.on("user", user),
                None => record,
            };
            self.store
                .commit(Changes::at(now).audit(record))
                .await
                .map_err(Attempt::rejected)?;
            Err(Attempt::Failed(SignInError::InvalidCredentials))
        })
        .await
    }
}

use super::blocked::Blocked;
use super::guessing::{Guessing, NotCounted};
use super::opening::{By, Opening, Sessions, SignedIn};
use super::second_factor::{Factors, NotPassed, Passed};
use super::{Credentials, Entry};
use crate::outbox::Outbox;
use crate::retry::{Attempt as Attempted, Rejected, retry_stale};
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    Attempt, AuditAction, AuthSession, Email, Password, SessionKind, Throttle, ThrottleKey,
    TooMany, User,
};
use ludger_domain::ids::UserId;
use ludger_ports::read::{AuthSessions, Users};
use ludger_ports::{
    Changes, Clock, Expectation, Ids, Letter, PasswordHasher, PasswordVerdict, Store,
};
use std::sync::Arc;

/// What failures of an account are counted as.
pub(super) const ACCOUNT: &str = "sign_in.account";

/// Somebody signs in by password.
pub struct SignIn {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    hasher: Arc<dyn PasswordHasher>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    known: Arc<dyn AuthSessions>,
    sessions: Sessions,
    factors: Factors,
    guessing: Guessing,
    blocked: Blocked,
    outbox: Outbox,
    verified_only: bool,
}

/// What a sign-in counts as.
#[derive(Debug, Clone, Copy)]
struct Counted {
    account: Attempt,
    address: Option<Attempt>,
}

/// Why nobody was signed in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SignInError {
    /// No such user, a deleted one, one without a password, or another password: nobody is told which.
    #[error("email or password is wrong")]
    InvalidCredentials,
    /// The password is right, and nobody has shown that they read the mail of the address, which is asked for here.
    #[error("the address is not verified")]
    EmailNotVerified,
    /// All is right so far, and the account has a second factor, of which no code came.
    #[error("a code of the second factor is required")]
    SecondFactorRequired,
    /// All is right but the code of the second factor.
    #[error("this code is not valid")]
    InvalidCode,
    /// Too many failed, for this account or from this address. A magic link still works.
    #[error(transparent)]
    TooMany(#[from] TooMany),
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
            known: ports.auth_sessions.clone(),
            sessions: Sessions::new(ports, settings),
            factors: Factors::new(ports, settings),
            guessing: Guessing::new(ports),
            blocked: Blocked::new(ports, settings),
            outbox: Outbox::new(ports, settings),
            verified_only: settings.is_verified_only(),
        }
    }

    /// Opens a session. It counts as a failure until it has succeeded, and every failure takes the same way as every other:
    /// one commit that counts it, one look-up, one comparison of a password, one commit with its audit record.
    ///
    /// # Errors
    /// See [`SignInError`]. After an unknown outcome there may be a session whose tokens nobody has.
    pub async fn run(
        &self,
        credentials: &Credentials,
        origin: &Origin,
    ) -> Result<SignedIn, SignInError> {
        let email_key = Email::key_of(&credentials.email);
        let counted = Counted::now(&email_key, origin, self.clock.now());
        self.count(&counted, &email_key).await?;
        retry_stale(async || {
            self.attempt(credentials, &email_key, &counted, origin)
                .await
        })
        .await
    }

    /// A user who is changed at the same moment, by another password or a lock, is looked up and compared again.
    async fn attempt(
        &self,
        credentials: &Credentials,
        email_key: &str,
        counted: &Counted,
        origin: &Origin,
    ) -> Result<SignedIn, Attempted<SignInError>> {
        let found = self.users.by_email(email_key).await;
        let user = found.map_err(Attempted::outage)?.filter(User::may_enter);
        let hash = user.as_ref().and_then(|user| user.password_hash.clone());
        let password = Password::for_sign_in(&credentials.password);
        let verdict = match self.hasher.verify(&password, hash).await {
            Ok(verdict) => verdict,
            Err(busy) => {
                self.forgive(counted).await;
                return Err(SignInError::from(Outage::from(busy)).into());
            }
        };
        let user = match user {
            Some(user) if verdict.is_right() => user,
            user => {
                let failed = SignInError::InvalidCredentials;
                return Ok(self.fail(user.map(|user| user.id), failed, origin).await?);
            }
        };
        if self.verified_only && user.verified_at.is_none() {
            self.forgive(counted).await;
            let failed = SignInError::EmailNotVerified;
            return Ok(self.fail(Some(user.id), failed, origin).await?);
        }
        let Entry { code, session } = &credentials.entry;
        match self.factors.pass(user.id, code.as_deref(), origin).await {
            Ok(passed) => {
                let renewed = self.renewed(&user, &password, verdict).await;
                self.open((user, renewed, passed), *session, counted, origin)
                    .await
            }
            Err(NotPassed::Required) => {
                self.forgive(counted).await;
                Err(SignInError::SecondFactorRequired.into())
            }
            Err(NotPassed::Invalid) => Err(SignInError::InvalidCode.into()),
            Err(NotPassed::TooMany(too_many)) => Err(SignInError::from(too_many).into()),
            Err(NotPassed::Outage(outage)) => Err(SignInError::from(outage).into()),
        }
    }

    async fn count(&self, counted: &Counted, email_key: &str) -> Result<(), SignInError> {
        let attempts: Vec<_> = [Some(counted.account), counted.address]
            .into_iter()
            .flatten()
            .collect();
        let changes = Changes::at(counted.account.at);
        match self.guessing.count(&attempts, changes).await {
            Ok(()) => Ok(()),
            Err(NotCounted::Outage(outage)) => Err(outage.into()),
            Err(NotCounted::TooMany {
                refused,
                since,
                too_many,
            }) => {
                if refused.key == counted.account.key {
                    let owner = self.users.by_email(email_key).await;
                    let owner = owner.map_err(Outage::from)?;
                    self.blocked.sign_ins(owner, since, refused.at).await?;
                }
                Err(too_many.into())
            }
        }
    }

    /// Nobody has looked at the password. If this fails too, it counts: that is the safe side.
    async fn forgive(&self, counted: &Counted) {
        let changes = Changes::at(self.clock.now()).forgive_attempt(counted.account.key);
        let changes = match counted.address {
            Some(address) => changes.forgive_attempt(address.key),
            None => changes,
        };
        if let Err(error) = self.store.commit(changes).await {
            tracing::debug!(%error, "an attempt that was none stays counted");
        }
    }

    /// The user under a hash as they are made now, if theirs is another one. That is no reason to let them wait, or not in:
    /// when the hasher is busy, the next sign-in does it.
    async fn renewed(
        &self,
        user: &User,
        password: &Password,
        verdict: PasswordVerdict,
    ) -> Option<User> {
        if verdict != PasswordVerdict::Outdated {
            return None;
        }
        let hash = self.hasher.hash(password).await.ok()?;
        Some(user.clone().with_password(hash))
    }

    async fn open(
        &self,
        (user, renewed, passed): (User, Option<User>, Passed),
        kind: SessionKind,
        counted: &Counted,
        origin: &Origin,
    ) -> Result<SignedIn, Attempted<SignInError>> {
        let known = self.known.sessions_of(user.id).await;
        let is_new = is_new_device(&known.map_err(Attempted::outage)?, origin);
        let now = self.clock.now();
        let Opening { id, kept, changes } =
            self.sessions.open(&user, kind, By::Password, origin, now);
        let mut changes = passed.noted(changes).forget_attempts(counted.account.key);
        // Neither locked nor under another password meanwhile.
        changes = match &renewed {
            Some(renewed) => changes.save_user(renewed.clone(), &user),
            None => changes.expect(Expectation::UserAt(user.id, user.version)),
        };
        if let Some(address) = counted.address {
            changes = changes.forgive_attempt(address.key);
        }
        if let Some(to) = user.email.clone().filter(|_| is_new) {
            let letter = Letter::NewDevice {
                device: origin.user_agent.clone(),
                address: origin.address.clone(),
                at: now,
            };
            let cause = format!("new_device/{id}");
            let to = (Some(user.id), to);
            changes = changes.save_job(self.outbox.job(cause, to, letter, now));
        }
        let opened = self.store.commit(changes).await;
        opened.map_err(Attempted::rejected)?;
        let user = renewed.unwrap_or(user);
        Ok(SignedIn { user, kept })
    }

    /// Says nothing of what was typed: it may be a password, or the address of somebody who is not here.
    async fn fail(
        &self,
        user: Option<UserId>,
        failed: SignInError,
        origin: &Origin,
    ) -> Result<SignedIn, SignInError> {
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
                .map_err(Attempted::rejected)?;
            Err(Attempted::Failed(failed.clone()))
        })
        .await
    }
}

impl Counted {
    fn now(email_key: &str, origin: &Origin, at: Timestamp) -> Self {
        Self {
            account: Attempt {
                key: ThrottleKey::new(ACCOUNT, email_key),
                throttle: Throttle::SIGN_IN_OF_ACCOUNT,
                at,
            },
            address: origin.attempt("sign_in.address", Throttle::SIGN_IN_OF_ADDRESS, at),
        }
    }
}

/// Whether somebody who is signed in elsewhere has not been seen with this program.
fn is_new_device(known: &[AuthSession], origin: &Origin) -> bool {
    let agent = origin.client().user_agent;
    !known.is_empty()
        && known
            .iter()
            .all(|session| session.client.user_agent != agent)
}

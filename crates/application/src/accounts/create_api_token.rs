use super::SecretText;
use super::own_user::own_user;
use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    ApiToken, ApiTokenName, AuditAction, FreshSignInRequired, Permission, Principal,
    SessionRequired, TokenSecret, User,
};
use ludger_domain::fault::Faults;
use ludger_ports::read::{AuthSessions, Users};
use ludger_ports::{Changes, Clock, Entropy, Ids, Letter, Store};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A user makes a token for a program of theirs.
pub struct CreateApiToken {
    users: Arc<dyn Users>,
    sessions: Arc<dyn AuthSessions>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    outbox: Outbox,
}

/// What is asked for; not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewApiToken {
    /// See [`ApiTokenName`].
    pub name: String,
    /// What it may do, of what its user may.
    pub scopes: Vec<Permission>,
    /// Its end, if it is to have one.
    pub expires_at: Option<Timestamp>,
}

/// A token, and its text, which nobody is told again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedApiToken {
    /// As it is stored.
    pub token: ApiToken,
    /// As it is sent with requests.
    pub text: SecretText,
}

/// Why there is no token.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CreateApiTokenError {
    /// A token makes no tokens.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// They showed who they are too long ago.
    #[error(transparent)]
    FreshSignInRequired(#[from] FreshSignInRequired),
    /// Everything that is wrong with the fields.
    #[error("the token is not valid")]
    Invalid(#[from] Faults),
    /// There are [`ApiToken::LIVE_MAX`] already.
    #[error("there are too many tokens")]
    TooMany,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for CreateApiTokenError {}

impl CreateApiToken {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            sessions: ports.auth_sessions.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// Makes a token, which outlives the session; its owner is told by mail. The user is touched by it, so that of two at once the later one counts the earlier one too.
    ///
    /// # Errors
    /// See [`CreateApiTokenError`]. After an unknown outcome there may be a token whose text nobody has: it is in the
    /// list, to be revoked.
    pub async fn run(
        &self,
        caller: &Caller,
        new: &NewApiToken,
    ) -> Result<CreatedApiToken, CreateApiTokenError> {
        let person = caller.principal.person()?;
        person.must_be_fresh(self.clock.now())?;
        let (name, scopes) = checked(new, &caller.principal, self.clock.now())?;
        retry_stale(async || {
            let now = self.clock.now();
            let user = self.room(caller, now).await?;
            let (id, secret) = (
                self.ids.next().into(),
                TokenSecret::new(self.entropy.bytes32()),
            );
            let told = (name.clone(), scopes.clone());
            let token = ApiToken::new(id, user.id, told, new.expires_at, &secret, now);
            let record = caller.record(AuditAction::ApiTokenCreate, &*self.ids, now);
            let mut changes = Changes::at(now);
            if let Some(to) = user.email.clone() {
                let (cause, to) = (format!("api_token_created/{id}"), (Some(user.id), to));
                let name = token.name.to_string();
                let letter = Letter::ApiTokenCreated { name, at: now };
                changes = changes.save_job(self.outbox.job(cause, to, letter, now));
            }
            let changes = changes
                .save_user(user.clone().touched(), &user)
                .save_api_token(token.clone())
                .audit(
                    record
                        .on("api_token", id)
                        .with(json!({ "scopes": token.scopes })),
                );
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            let text = SecretText::new(ApiToken::text(id, &secret));
            Ok(CreatedApiToken { token, text })
        })
        .await
    }

    /// The user, who may have one more. They are read first: whoever makes a token later finds them changed.
    async fn room(
        &self,
        caller: &Caller,
        now: Timestamp,
    ) -> Result<User, Attempt<CreateApiTokenError>> {
        let user = own_user::<CreateApiTokenError>(&*self.users, caller).await?;
        let tokens = self
            .sessions
            .api_tokens_of(user.id)
            .await
            .map_err(Attempt::outage)?;
        let live = tokens.iter().filter(|token| token.is_alive(now)).count();
        if live >= ApiToken::LIVE_MAX {
            return Err(CreateApiTokenError::TooMany.into());
        }
        Ok(user)
    }
}

fn checked(
    new: &NewApiToken,
    owner: &Principal,
    now: Timestamp,
) -> Result<(ApiTokenName, BTreeSet<Permission>), Faults> {
    let mut faults = Faults::default();
    let name = ApiTokenName::try_from(new.name.clone());
    let name = faults.take(name.map_err(|f| f.under("/name")));
    let mut scopes = BTreeSet::new();
    for (at, scope) in new.scopes.iter().enumerate() {
        if !scopes.insert(*scope) {
            faults.add(format!("/scopes/{at}"), "repeated", "stands here twice");
        } else if !owner.may(*scope) {
            let detail = format!("you do not have the permission {scope} yourself");
            faults.add(format!("/scopes/{at}"), "scope_not_held", detail);
        }
    }
    if new.expires_at.is_some_and(|end| end <= now) {
        faults.add("/expires_at", "out_of_range", "must lie in the future");
    }
    match name {
        Some(name) if faults.0.is_empty() => Ok((name, scopes)),
        _ => Err(faults),
    }
}

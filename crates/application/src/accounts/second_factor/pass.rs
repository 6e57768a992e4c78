use super::sealed::{open, seal};
use crate::accounts::blocked::Blocked;
use crate::accounts::guessing::{Guessing, NotCounted};
use crate::retry::Attempt as Retried;
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::accounts::{Attempt, AuditAction, Throttle, ThrottleKey, TooMany};
use ludger_domain::ids::UserId;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Expectation, Ids, SealedFactor, Store, Vault};
use serde_json::json;
use std::sync::Arc;

/// Asks for the second factor, where there is one.
pub(in crate::accounts) struct Factors {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    vault: Arc<dyn Vault>,
    guessing: Guessing,
    blocked: Blocked,
}

/// The second factor was shown, or there is none: to be noted in the commit that lets its user in.
#[must_use]
#[derive(Debug)]
pub(in crate::accounts) enum Passed {
    /// None is on; at this version one was offered.
    NotAsked(UserId, Option<i64>),
    /// It was shown: what it has become, and where attempts were counted.
    Shown(SealedFactor, ThrottleKey),
}

/// Why it does not let its user in.
#[derive(Debug)]
pub(in crate::accounts) enum NotPassed {
    /// There is one, and no code came.
    Required,
    /// Another code, or one that was used.
    Invalid,
    /// Too many were wrong.
    TooMany(TooMany),
    /// See there.
    Outage(Outage),
}

impl Factors {
    pub(in crate::accounts) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            vault: ports.vault.clone(),
            guessing: Guessing::new(ports),
            blocked: Blocked::new(ports, settings),
        }
    }

    /// A code counts as a failure before it is looked at, until the commit in which it is noted; a wrong one is recorded
    /// before that is told, whatever it was typed for.
    pub(in crate::accounts) async fn pass(
        &self,
        user: UserId,
        code: Option<&str>,
        origin: &Origin,
    ) -> Result<Passed, NotPassed> {
        let found = self.users.second_factor(user).await;
        let found = found.map_err(Outage::from)?;
        let offered = found.as_ref().map(|factor| factor.version);
        let Some(factor) = found.filter(|factor| factor.confirmed_at.is_some()) else {
            return Ok(Passed::NotAsked(user, offered));
        };
        let code = code.ok_or(NotPassed::Required)?;
        let key = self.count(user).await?;
        let factor = open(&*self.vault, factor)?;
        match factor.take(code, self.clock.now()) {
            Ok(taken) => Ok(Passed::Shown(seal(&*self.vault, taken), key)),
            Err(_) => Err(self.refused(user, origin).await),
        }
    }

    async fn refused(&self, user: UserId, origin: &Origin) -> NotPassed {
        let now = self.clock.now();
        let record = origin.record(AuditAction::UserSignInFailed, &*self.ids, now);
        let record = record
            .on("user", user)
            .with(json!({ "by": "second_factor" }));
        match self.store.commit(Changes::at(now).audit(record)).await {
            Ok(_) => NotPassed::Invalid,
            Err(error) => match Retried::<Outage>::rejected(error) {
                Retried::Failed(outage) => outage.into(),
                // A record expects nothing.
                Retried::Stale => NotPassed::Invalid,
            },
        }
    }

    /// The owner is told when there were too many: whoever gives codes has the password, or reads their mail.
    pub(super) async fn count(&self, user: UserId) -> Result<ThrottleKey, NotPassed> {
        let attempt = Attempt {
            key: ThrottleKey::new("second_factor", &user.to_string()),
            throttle: Throttle::SECOND_FACTOR,
            at: self.clock.now(),
        };
        let changes = Changes::at(attempt.at);
        match self.guessing.count(&[attempt], changes).await {
            Ok(()) => Ok(attempt.key),
            Err(NotCounted::TooMany {
                refused,
                since,
                too_many,
            }) => {
                let owner = self.users.find(user).await.map_err(Outage::from)?;
                self.blocked.codes(owner, since, refused.at).await?;
                Err(NotPassed::TooMany(too_many))
            }
            Err(NotCounted::Outage(outage)) => Err(outage.into()),
        }
    }
}

impl Passed {
    /// So that the same code lets nobody in at the same moment, nor one who had no second factor a moment ago.
    pub(in crate::accounts) fn noted(self, changes: Changes) -> Changes {
        match self {
            Self::NotAsked(user, version) => {
                changes.expect(Expectation::SecondFactorAt(user, version))
            }
            Self::Shown(factor, counted) => {
                let before = factor.version - 1;
                changes
                    .save_second_factor(factor, Some(before))
                    .forget_attempts(counted)
            }
        }
    }
}

impl From<Outage> for NotPassed {
    fn from(outage: Outage) -> Self {
        Self::Outage(outage)
    }
}

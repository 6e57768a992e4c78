use super::admission::{Admission, Admitted};
use super::enrolment::{Enrolment, Ready, Taken, as_player};
use super::owner::Owner;
use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    AuditAction, OneTimeToken, Purpose, Registration, TokenSecret, User,
};
use ludger_domain::fault::Faults;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, CommitError, Entropy, Expectation, Ids, Letter, Store};
use std::sync::Arc;

/// Somebody becomes a user.
pub struct Register {
    admission: Admission,
    enrolment: Enrolment,
    owner: Owner,
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    outbox: Outbox,
}

/// Why nobody was registered.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RegisterError {
    /// Everything that is wrong with the fields: a rule not kept, `email_not_allowed`, `username_taken`. Of an email that is taken only an
    /// operator is told.
    #[error("the registration is not valid")]
    Invalid(#[from] Faults),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for RegisterError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::UsernameFree(_))
            .then(|| Self::Invalid(Taken::USERNAME.faults()))
    }
}

impl Register {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            admission: Admission::new(ports, settings),
            enrolment: Enrolment::new(ports, settings),
            owner: Owner::new(ports, settings),
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// Makes a user with the role of a player, and sends them a link that verifies their address. They are not signed in by
    /// it. If the address has an account already, none is made, and its owner is told by mail.
    ///
    /// Whether it had one shows in nothing: either way the names are looked up, a password is hashed, and there is one commit,
    /// which expects the same of the username.
    ///
    /// # Errors
    /// See [`RegisterError`]. After an unknown outcome, signing in tells whether there is an account.
    pub async fn run(
        &self,
        registration: Registration,
        origin: &Origin,
    ) -> Result<(), RegisterError> {
        let (mut faults, admitted) = self.looked_at(&registration).await?;
        faults.0.extend(admitted.faults.0.iter().cloned());
        let ready = self.enrolment.ready::<RegisterError>(registration, faults);
        let ready = ready.await?;
        retry_stale(async || self.attempt(&ready, &admitted, origin).await).await
    }

    /// What the store knows against it, whether or not its fields keep their rules.
    async fn looked_at(&self, registration: &Registration) -> Result<(Faults, Admitted), Outage> {
        let admitted = match registration.email.parse() {
            Ok(email) => self.admission.of(&email, false).await?,
            Err(_) => Admitted::default(),
        };
        let username = registration.username.parse().ok();
        let taken = self.enrolment.taken(None, username.as_ref()).await?;
        Ok((taken.faults(), admitted))
    }

    async fn attempt(
        &self,
        ready: &Ready,
        admitted: &Admitted,
        origin: &Origin,
    ) -> Result<(), Attempt<RegisterError>> {
        let (key, now) = (ready.email.key(), self.clock.now());
        let owner = self.users.by_email(&key).await.map_err(Attempt::outage)?;
        let allowance = self.owner.allowance(&key, now).await;
        let allowance = allowance.map_err(Attempt::outage)?;
        let changes = match &owner {
            None => self.anew(ready, admitted, now, origin),
            Some(owner) => {
                let changes = self.again(ready, Some(owner), now, origin);
                self.owner.tell(changes, owner, allowance)
            }
        };
        let mut done = self.store.commit(changes).await;
        if matches!(&done, Err(CommitError::Stale(Expectation::EmailFree(_)))) {
            let rival = self.users.by_email(&key).await.map_err(Attempt::outage)?;
            if rival.is_none() {
                // Whoever had it is deleted, and not erased yet.
                let changes = self.again(ready, None, now, origin);
                done = self.store.commit(changes).await;
            }
        }
        done.map(|_| ()).map_err(Attempt::rejected)
    }

    /// A new user.
    fn anew(&self, ready: &Ready, admitted: &Admitted, now: Timestamp, origin: &Origin) -> Changes {
        let user = admitted.furnish(ready.user(self.ids.next().into(), now));
        let record = origin.record(AuditAction::UserRegister, &*self.ids, now);
        let changes = as_player(Changes::at(now), &user);
        self.with_link(changes, &user, now)
            .audit(record.by(user.id).on("user", user.id))
    }

    /// Nobody new: the address has an account.
    fn again(
        &self,
        ready: &Ready,
        owner: Option<&User>,
        now: Timestamp,
        origin: &Origin,
    ) -> Changes {
        let record = origin.record(AuditAction::UserRegisterAgain, &*self.ids, now);
        let record = match owner {
            Some(owner) => record.on("user", owner.id),
            None => record,
        };
        Changes::at(now)
            .expect(Expectation::UsernameFree(ready.username.key()))
            .audit(record)
    }

    fn with_link(&self, changes: Changes, user: &User, now: Timestamp) -> Changes {
        let Some(email) = user.email.clone() else {
            return changes;
        };
        let purpose = Purpose::Verification;
        let secret = TokenSecret::new(self.entropy.bytes32());
        let token = OneTimeToken::issue(purpose, Some(user.id), email.clone(), &secret, now);
        let link = self.outbox.link(purpose, &secret);
        let cause = format!("{purpose}/{}", token.hash);
        let job = self
            .outbox
            .job(cause, email, Letter::Verification { link }, now);
        changes.save_one_time_token(token).save_job(job)
    }
}

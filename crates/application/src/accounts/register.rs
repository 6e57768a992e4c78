use super::admission::{Admission, Admitted};
use super::enrolment::{Enrolment, Ready, Taken, as_player};
use super::guessing::{Guessing, NotCounted};
use super::invitations::{Invitation, NotInvited, OpenInvitations};
use super::owner::Owner;
use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    AuditAction, Email, OneTimeToken, Purpose, Registration, Throttle, TokenSecret, TooMany, User,
};
use ludger_domain::fault::Faults;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, CommitError, Entropy, Expectation, Ids, Letter, Store};
use serde_json::json;
use std::sync::Arc;

/// Somebody becomes a user.
pub struct Register {
    admission: Admission,
    enrolment: Enrolment,
    invitations: OpenInvitations,
    owner: Owner,
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    outbox: Outbox,
    guessing: Guessing,
}

/// A registration on its way.
struct Asked<'a> {
    ready: Ready,
    admitted: Admitted,
    token: Option<&'a str>,
    origin: &'a Origin,
}

/// Why nobody was registered.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RegisterError {
    /// Everything that is wrong with the fields: a rule not kept, `email_not_allowed`, `username_taken`. Of an email that is
    /// taken only an operator is told.
    #[error("the registration is not valid")]
    Invalid(#[from] Faults),
    /// The invitation was used, is over, was taken back, is for another address, or never was one: nobody is told which.
    #[error("this link is not good any more")]
    InvalidLink,
    /// Too many registered from this address.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<NotInvited> for RegisterError {
    fn from(_: NotInvited) -> Self {
        Self::InvalidLink
    }
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
            invitations: OpenInvitations::new(ports),
            owner: Owner::new(ports, settings),
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            outbox: Outbox::new(ports, settings),
            guessing: Guessing::new(ports),
        }
    }

    /// Makes a user with the role of a player, and sends them a link that verifies their address. They are not signed in by
    /// it. If the address has an account already, none is made, and its owner is told by mail.
    ///
    /// Whether it had one shows in nothing: either way the names are looked up, what came from there is counted, a password
    /// is hashed, and there is one commit, which expects the same of the username.
    ///
    /// # Errors
    /// See [`RegisterError`]. After an unknown outcome, signing in tells whether there is an account.
    pub async fn run(
        &self,
        registration: Registration,
        origin: &Origin,
    ) -> Result<(), RegisterError> {
        self.register(registration, None, origin).await
    }

    /// The same by an invitation, which admits under every policy and is used up by it. Since its link came by mail to that
    /// address, the address is verified at once. Of two who come with one invitation one becomes a user.
    ///
    /// # Errors
    /// See [`Self::run`].
    pub async fn by_invitation(
        &self,
        registration: Registration,
        token: &str,
        origin: &Origin,
    ) -> Result<(), RegisterError> {
        self.register(registration, Some(token), origin).await
    }

    async fn register(
        &self,
        registration: Registration,
        token: Option<&str>,
        origin: &Origin,
    ) -> Result<(), RegisterError> {
        let (mut faults, admitted) = self.looked_at(&registration, token).await?;
        faults.0.extend(admitted.faults.0.iter().cloned());
        let account = self.enrolment.checked(registration, faults)?;
        self.count(origin).await?;
        let ready = self.enrolment.hashed(account).await?;
        let asked = Asked {
            ready,
            admitted,
            token,
            origin,
        };
        retry_stale(async || self.attempt(&asked).await).await
    }

    /// Before the slow hash: else one address could keep the hasher busy, and the store full.
    async fn count(&self, origin: &Origin) -> Result<(), RegisterError> {
        let now = self.clock.now();
        let throttle = Throttle::REGISTRATION_OF_ADDRESS;
        let Some(attempt) = origin.attempt("register.address", throttle, now) else {
            return Ok(());
        };
        let counted = self.guessing.count(&[attempt], Changes::at(now)).await;
        counted.map_err(|error| match error {
            NotCounted::TooMany { too_many, .. } => too_many.into(),
            NotCounted::Outage(outage) => outage.into(),
        })
    }

    /// What the store knows against it, whether or not its fields keep their rules.
    async fn looked_at(
        &self,
        registration: &Registration,
        token: Option<&str>,
    ) -> Result<(Faults, Admitted), RegisterError> {
        let admitted = match registration.email.parse() {
            Ok(email) => {
                // Before the slow hash, and again with the commit.
                let invited = self.invited(token, &email, self.clock.now()).await;
                let is_invited = invited.map_err(Attempt::failed)?.is_some();
                let admitted = self.admission.of(&email, is_invited).await;
                admitted.map_err(Outage::from)?
            }
            Err(_) => Admitted::default(),
        };
        let username = registration.username.parse().ok();
        let names = self.enrolment.taken(None, username.as_ref()).await;
        Ok((names.map_err(Outage::from)?.faults(), admitted))
    }

    /// The invitation, used; `None`: there is none.
    async fn invited(
        &self,
        token: Option<&str>,
        email: &Email,
        now: Timestamp,
    ) -> Result<Option<OneTimeToken>, Attempt<RegisterError>> {
        match token {
            Some(token) => {
                let used = self.invitations.used(Invitation { token, email }, now);
                used.await.map(Some)
            }
            None => Ok(None),
        }
    }

    async fn attempt(&self, asked: &Asked<'_>) -> Result<(), Attempt<RegisterError>> {
        let (email, now) = (&asked.ready.email, self.clock.now());
        let key = email.key();
        let invitation = self.invited(asked.token, email, now).await?;
        let owner = self.users.by_email(&key).await.map_err(Attempt::outage)?;
        let allowance = self.owner.allowance(&key, now).await;
        let allowance = allowance.map_err(Attempt::outage)?;
        let changes = match &owner {
            None => self.anew(asked, invitation, now),
            Some(owner) => {
                let changes = self.again(asked, Some(owner), now);
                self.owner.tell(changes, owner, allowance)
            }
        };
        let mut done = self.store.commit(changes).await;
        if matches!(&done, Err(CommitError::Stale(Expectation::EmailFree(_)))) {
            let rival = self.users.by_email(&key).await.map_err(Attempt::outage)?;
            if rival.is_none() {
                // Whoever had it is deleted, and not erased yet.
                done = self.store.commit(self.again(asked, None, now)).await;
            }
        }
        done.map(|_| ()).map_err(Attempt::rejected)
    }

    /// A new user.
    fn anew(&self, asked: &Asked<'_>, invitation: Option<OneTimeToken>, now: Timestamp) -> Changes {
        let user = asked.ready.user(self.ids.next().into(), now);
        let user = asked.admitted.furnish(user);
        let record = asked
            .origin
            .record(AuditAction::UserRegister, &*self.ids, now)
            .by(user.id)
            .on("user", user.id);
        let Some(link) = invitation else {
            let changes = as_player(Changes::at(now), &user);
            return self.with_link(changes, &user, now).audit(record);
        };
        let user = user.vouched_for();
        as_player(Changes::at(now), &user)
            .save_one_time_token(link)
            .audit(record.with(json!({ "by": Purpose::Invitation })))
    }

    /// Nobody new: the address has an account.
    fn again(&self, asked: &Asked<'_>, owner: Option<&User>, now: Timestamp) -> Changes {
        let action = AuditAction::UserRegisterAgain;
        let record = asked.origin.record(action, &*self.ids, now);
        let record = match owner {
            Some(owner) => record.on("user", owner.id),
            None => record,
        };
        Changes::at(now)
            .expect(Expectation::UsernameFree(asked.ready.username.key()))
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
        let job = self.outbox.job(
            cause,
            (Some(user.id), email),
            Letter::Verification { link },
            now,
        );
        changes.save_one_time_token(token).save_job(job)
    }
}

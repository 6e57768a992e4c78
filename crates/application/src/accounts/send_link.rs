use super::guessing::{Guessing, NotCounted};
use crate::outbox::Outbox;
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    Attempt, Email, OneTimeToken, Purpose, ReturnTo, Throttle, ThrottleKey, TokenSecret, TooMany,
    User,
};
use ludger_domain::fault::Faults;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Entropy, Letter};
use std::sync::Arc;

/// Somebody wants a link by mail.
pub struct SendLink {
    users: Arc<dyn Users>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    guessing: Guessing,
    outbox: Outbox,
}

/// Why no link was sent, as far as anybody is told.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SendLinkError {
    /// That is no address of mail.
    #[error("the address is not valid")]
    Invalid(#[from] Faults),
    /// From this address too many were asked for.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl SendLink {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            clock: ports.clock.clone(),
            entropy: ports.entropy.clone(),
            guessing: Guessing::new(ports),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// A link that signs in, and leads to `return_to` then.
    ///
    /// # Errors
    /// See [`SendLinkError`]. Whether the address has an account, or was sent a link a moment ago, shows in nothing.
    pub async fn to_sign_in(
        &self,
        email: &str,
        return_to: &str,
        origin: &Origin,
    ) -> Result<(), SendLinkError> {
        self.send(Purpose::MagicLink, email, ReturnTo::new(return_to), origin)
            .await
    }

    /// A link that sets a password.
    ///
    /// # Errors
    /// See [`Self::to_sign_in`].
    pub async fn to_reset_password(
        &self,
        email: &str,
        origin: &Origin,
    ) -> Result<(), SendLinkError> {
        self.send(Purpose::PasswordReset, email, ReturnTo::default(), origin)
            .await
    }

    /// A link that shows that a user reads their mail; nothing if that was shown already.
    ///
    /// # Errors
    /// See [`SendLinkError`].
    pub async fn to_verify(&self, user: &User, origin: &Origin) -> Result<(), SendLinkError> {
        match &user.email {
            Some(email) if user.verified_at.is_none() => {
                let return_to = ReturnTo::default();
                self.send(Purpose::Verification, email.as_str(), return_to, origin)
                    .await
            }
            _ => Ok(()),
        }
    }

    /// With an account or without, there is one look-up and one commit.
    async fn send(
        &self,
        purpose: Purpose,
        email: &str,
        return_to: ReturnTo,
        origin: &Origin,
    ) -> Result<(), SendLinkError> {
        let email: Email = email
            .parse()
            .map_err(|faults: Faults| faults.under("/email"))?;
        let key = email.key();
        let now = self.clock.now();
        let user = self.users.by_email(&key).await.map_err(Outage::from)?;
        let mut changes = Changes::at(now);
        if let Some((user, to)) = user
            .filter(User::may_enter)
            .and_then(|user| Some((user.id, user.email?)))
        {
            let secret = TokenSecret::new(self.entropy.bytes32());
            let token = OneTimeToken::issue(purpose, Some(user), to.clone(), &secret, now)
                .leading_to(return_to);
            let link = self.outbox.link(purpose, &secret);
            let letter = match purpose {
                Purpose::PasswordReset => Letter::PasswordReset { link },
                Purpose::MagicLink => Letter::MagicLink { link },
                _ => Letter::Verification { link },
            };
            let cause = format!("{purpose}/{}", token.hash);
            changes = changes.save_one_time_token(token).save_job(self.outbox.job(
                cause,
                (Some(user), to),
                letter,
                now,
            ));
        }
        let to_one = ThrottleKey::new(purpose.as_str(), &key);
        let attempts = attempts(to_one, origin, now);
        match self.guessing.count(&attempts, changes).await {
            Ok(()) => Ok(()),
            // Whoever asks again within the moment is told what they were told before.
            Err(NotCounted::TooMany { refused, .. }) if refused.key == to_one => Ok(()),
            Err(NotCounted::TooMany { too_many, .. }) => Err(too_many.into()),
            Err(NotCounted::Outage(outage)) => Err(outage.into()),
        }
    }
}

fn attempts(to_one: ThrottleKey, origin: &Origin, at: Timestamp) -> Vec<Attempt> {
    let address = origin.attempt("mail.address", Throttle::MAIL_OF_ADDRESS, at);
    let to_one = Attempt {
        key: to_one,
        throttle: Throttle::MAIL,
        at,
    };
    address.into_iter().chain([to_one]).collect()
}

use super::SecondFactorError;
use super::sealed::seal_secret;
use crate::accounts::SecretText;
use crate::accounts::own_user::own_user;
use crate::retry::{Attempt, retry_stale};
use crate::{Caller, Ports};
use ludger_domain::accounts::TotpSecret;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Entropy, SealedFactor, Store, Vault};
use std::sync::Arc;

/// What applications call this deployment.
const ISSUER: &str = "Ludger";

/// Somebody wants a second factor.
pub struct OfferSecondFactor {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    vault: Arc<dyn Vault>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

/// What their application needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedSecondFactor {
    /// To be typed.
    pub secret: SecretText,
    /// To be read from a picture: an `otpauth:` address, with the secret in it.
    pub address: SecretText,
}

impl OfferSecondFactor {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            vault: ports.vault.clone(),
            clock: ports.clock.clone(),
            entropy: ports.entropy.clone(),
        }
    }

    /// Another one each time; nothing asks for it before it is confirmed.
    ///
    /// # Errors
    /// See [`SecondFactorError`].
    pub async fn run(&self, caller: &Caller) -> Result<OfferedSecondFactor, SecondFactorError> {
        caller.principal.person()?.must_be_fresh(self.clock.now())?;
        retry_stale(async || {
            let user = own_user::<SecondFactorError>(&*self.users, caller).await?;
            let before = self.users.second_factor(user.id).await;
            let before = before.map_err(Attempt::outage)?;
            if before.as_ref().is_some_and(|it| it.confirmed_at.is_some()) {
                return Err(SecondFactorError::AlreadyOn.into());
            }
            let mut bytes = [0; 20];
            bytes.copy_from_slice(&self.entropy.bytes32()[..20]);
            let secret = TotpSecret::new(bytes);
            let account = user
                .email
                .as_ref()
                .map_or(user.username.as_str(), |email| email.as_str());
            let offered = OfferedSecondFactor {
                secret: SecretText::new(secret.text()),
                address: SecretText::new(secret.address(ISSUER, account)),
            };
            let now = self.clock.now();
            let sealed = seal_secret(&*self.vault, user.id, &secret);
            let mut factor = SealedFactor::offered(user.id, sealed, Vec::new(), now);
            let before = before.map(|factor| factor.version);
            // Two offers within a microsecond are two.
            factor.version = factor.version.max(before.unwrap_or(0).saturating_add(1));
            let changes = Changes::at(now).save_second_factor(factor, before);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(offered)
        })
        .await
    }
}

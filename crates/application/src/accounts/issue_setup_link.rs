use super::SecretText;
use crate::retry::{Attempt, retry_stale};
use crate::{Outage, Ports};
use ludger_domain::accounts::{SetupToken, TokenKind, TokenSecret};
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Entropy, Expectation, Store};
use std::sync::Arc;

/// A deployment without an admin starts.
pub struct IssueSetupLink {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl IssueSetupLink {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            entropy: ports.entropy.clone(),
        }
    }

    /// The token of a new link by which the first admin comes to be; `None` when there is an admin. Only its hash is
    /// stored, so each start prints another one.
    ///
    /// # Errors
    /// See [`Outage`].
    pub async fn run(&self) -> Result<Option<SecretText>, Outage> {
        retry_stale(async || {
            if self.users.has_admin().await.map_err(Attempt::outage)? {
                return Ok(None);
            }
            let (secret, now) = (TokenSecret::new(self.entropy.bytes32()), self.clock.now());
            let changes = Changes::at(now)
                .expect(Expectation::NoAdmin)
                .add_setup_token(SetupToken::new(&secret, now));
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(Some(SecretText::new(secret.text(TokenKind::Setup))))
        })
        .await
    }
}

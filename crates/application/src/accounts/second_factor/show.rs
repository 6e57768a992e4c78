use super::SecondFactorError;
use crate::{Caller, Outage, Ports};
use ludger_domain::Timestamp;
use ludger_ports::read::Users;
use std::sync::Arc;

/// Somebody asks whether they have a second factor.
pub struct ShowSecondFactor {
    users: Arc<dyn Users>,
}

/// How it stands about a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondFactorStanding {
    /// Since when signing in asks for it; `None`: it does not.
    pub on_since: Option<Timestamp>,
    /// How many recovery codes are left.
    pub recovery_codes_left: usize,
}

impl ShowSecondFactor {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
        }
    }

    /// One read.
    ///
    /// # Errors
    /// [`SecondFactorError::SessionRequired`] and [`SecondFactorError::Outage`].
    pub async fn run(&self, caller: &Caller) -> Result<SecondFactorStanding, SecondFactorError> {
        caller.principal.person()?;
        let found = self.users.second_factor(caller.principal.user).await;
        let found = found.map_err(Outage::from)?;
        Ok(SecondFactorStanding {
            on_since: found.as_ref().and_then(|factor| factor.confirmed_at),
            recovery_codes_left: found.map_or(0, |factor| factor.recovery.len()),
        })
    }
}

//! Who may register here, and what whoever stands on the list gets.

use crate::{Ports, Settings};
use ludger_domain::accounts::{Allowed, Email, FullName, Profile, RegistrationPolicy, User};
use ludger_domain::fault::Faults;
use ludger_ports::Unavailable;
use ludger_ports::read::Users;
use std::sync::Arc;

/// Asks the policy.
pub(super) struct Admission {
    users: Arc<dyn Users>,
    policy: RegistrationPolicy,
}

/// What the policy says of an address.
#[derive(Default)]
pub(super) struct Admitted {
    listed: Option<Allowed>,
    /// Why nobody may register with it; empty: they may.
    pub(super) faults: Faults,
}

impl Admission {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            policy: settings.registration.clone(),
        }
    }

    /// What is said of this address. The list is looked at where it counts.
    pub(super) async fn of(
        &self,
        email: &Email,
        is_invited: bool,
    ) -> Result<Admitted, Unavailable> {
        let listed = match self.policy {
            RegistrationPolicy::AllowList => self.users.allowed(&email.key()).await?,
            _ => None,
        };
        let mut faults = Faults::default();
        faults.take(self.policy.admits(email, listed.is_some(), is_invited));
        Ok(Admitted { listed, faults })
    }
}

impl Admitted {
    /// A new user as the list has them: with its tier, and its name if it gives one.
    pub(super) fn furnish(&self, user: User) -> User {
        let Some(Allowed { name, level, .. }) = &self.listed else {
            return user;
        };
        let profile = Profile {
            tier: *level,
            full_name: FullName::try_from(name.clone()).ok(),
            ..user.profile
        };
        User { profile, ..user }
    }
}

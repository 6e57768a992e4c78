use ludger_domain::accounts::{Email, Username};
use ludger_domain::fault::Faults;
use ludger_ports::read::Users;
use ludger_ports::{Expectation, Unavailable};

/// Which of a person's names somebody else has.
#[derive(Clone, Copy, Default)]
pub(in crate::accounts) struct Taken {
    email: bool,
    username: bool,
}

impl Taken {
    /// The public name alone.
    pub(in crate::accounts) const USERNAME: Self = Self {
        email: false,
        username: true,
    };

    /// What a look tells now.
    pub(super) async fn find(
        users: &dyn Users,
        email: Option<&Email>,
        username: Option<&Username>,
    ) -> Result<Self, Unavailable> {
        let mut taken = Self::default();
        if let Some(email) = email {
            taken.email = users.by_email(&email.key()).await?.is_some();
        }
        if let Some(username) = username {
            taken.username = users.by_username(&username.key()).await?.is_some();
        }
        Ok(taken)
    }

    /// What an expectation that does not hold tells; `None`: it is about something else.
    pub(super) fn by(expectation: &Expectation) -> Option<Self> {
        let taken = Self {
            email: matches!(expectation, Expectation::EmailFree(_)),
            username: matches!(expectation, Expectation::UsernameFree(_)),
        };
        (taken.email || taken.username).then_some(taken)
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self {
            email: self.email || other.email,
            username: self.username || other.username,
        }
    }

    pub(in crate::accounts) fn faults(self) -> Faults {
        let mut faults = Faults::default();
        if self.email {
            faults.add(
                "/email",
                "email_taken",
                "somebody has registered with this email address",
            );
        }
        if self.username {
            faults.add(
                "/username",
                "username_taken",
                "somebody has this name, or one that reads the same",
            );
        }
        faults
    }
}

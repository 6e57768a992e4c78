use super::Email;
use crate::fault::Fault;
use regex::{Regex, RegexBuilder};
use std::sync::Arc;

/// Who may register.
#[derive(Debug, Clone, Default)]
pub enum RegistrationPolicy {
    /// Anybody.
    #[default]
    Open,
    /// Whoever has an address of this shape.
    Pattern(EmailPattern),
    /// Whoever stands on a list.
    AllowList,
    /// Whoever was invited.
    Invitation,
}

/// A regular expression that a whole address, as typed, has to match. It runs in linear time, whatever the expression
/// and the address.
#[derive(Debug, Clone)]
pub struct EmailPattern(Arc<Regex>);

/// A text that is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PatternFault(String);

/// Someone who may register, and what they get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// What the list calls them; may be empty.
    pub name: String,
    /// Compared by [`Email::key`].
    pub email: Email,
    /// The tier to begin with.
    pub level: super::Tier,
}

impl EmailPattern {
    /// Bytes of an expression when it is compiled.
    const SIZE_MAX: usize = 1 << 20;

    /// Compiles an expression.
    ///
    /// # Errors
    /// It is none, or too large.
    pub fn new(expression: &str) -> Result<Self, PatternFault> {
        // By itself too, so that it cannot close the group and open another.
        Self::compile(expression)?;
        let whole = Self::compile(&format!(r"\A(?:{expression})\z"))?;
        Ok(Self(Arc::new(whole)))
    }

    fn compile(expression: &str) -> Result<Regex, PatternFault> {
        RegexBuilder::new(expression)
            .size_limit(Self::SIZE_MAX)
            .dfa_size_limit(Self::SIZE_MAX)
            .build()
            .map_err(|error| PatternFault(error.to_string()))
    }

    /// Whether an address fits.
    pub fn fits(&self, email: &Email) -> bool {
        self.0.is_match(email.as_str())
    }
}

impl RegistrationPolicy {
    /// Whether it goes by the address: whoever has not shown that they read its mail has not shown that they may be here.
    pub const fn goes_by_address(&self) -> bool {
        matches!(self, Self::Pattern(_) | Self::AllowList)
    }

    /// Whether an address may register: `listed` and `invited` tell what the store knows of it.
    ///
    /// # Errors
    /// It may not, at the pointer `/email`. What is wrong is told without telling who may.
    pub fn admits(&self, email: &Email, listed: bool, invited: bool) -> Result<(), Fault> {
        let is_admitted = invited
            || match self {
                Self::Open => true,
                Self::Pattern(pattern) => pattern.fits(email),
                Self::AllowList => listed,
                Self::Invitation => false,
            };
        if is_admitted {
            return Ok(());
        }
        let detail = match self {
            Self::Invitation => "here nobody registers without an invitation",
            _ => "nobody with this address may register here",
        };
        Err(Fault::new("/email", "email_not_allowed", detail))
    }
}

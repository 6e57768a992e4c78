use crate::config::ConfigFaults;
use ludger_application::Outage;
use ludger_ports::Unavailable;
use ludger_store_diesel::{MigrateError, OpenError};
use std::io::Write;
use std::process::ExitCode;

/// What the shell is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It is done.
    Success,
    /// It is not.
    Failure,
    /// The command line makes no sense.
    Usage,
    /// Something that is needed cannot be reached (`EX_UNAVAILABLE`).
    Unavailable,
    /// The configuration is wrong (`EX_CONFIG`).
    Configuration,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::Failure => 1,
            Exit::Usage => 2,
            Exit::Unavailable => 69,
            Exit::Configuration => 78,
        })
    }
}

impl Exit {
    /// The code of an error.
    pub(crate) fn of(error: &anyhow::Error) -> Self {
        let is_outage = error.is::<Unavailable>() || error.is::<Outage>();
        if error.is::<ConfigFaults>() {
            Self::Configuration
        } else if is_outage || error.is::<OpenError>() || error.is::<MigrateError>() {
            Self::Unavailable
        } else {
            Self::Failure
        }
    }
}

/// Writes an error with its causes to standard error. If that is closed there is nobody left to tell.
pub(crate) fn tell(error: &anyhow::Error) {
    drop(writeln!(std::io::stderr(), "ludger: {error:#}"));
}

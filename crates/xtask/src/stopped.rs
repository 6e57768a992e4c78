//! How a command that ended badly becomes our own exit code.

use std::fmt;
use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;

/// A command ended badly, and its reason is on the screen already.
#[derive(Debug)]
pub(crate) struct Stopped(u8);

impl Stopped {
    /// What a shell reports for a command that SIGINT ended.
    pub(crate) const INTERRUPTED: Self = Self(130);

    pub(crate) fn code(&self) -> u8 {
        self.0
    }
}

impl From<ExitStatus> for Stopped {
    /// As a shell has it: 128 and the number for a command that a signal ended.
    fn from(status: ExitStatus) -> Self {
        let code = status
            .code()
            .or_else(|| status.signal().map(|signal| signal.saturating_add(128)));
        Self(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stopped with exit code {}", self.0)
    }
}

impl std::error::Error for Stopped {}

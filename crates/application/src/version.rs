/// Whoever asked for a change had seen another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it was changed since: it is at version {current}")]
pub struct VersionMismatch {
    /// The version that there is.
    pub current: i64,
}

impl VersionMismatch {
    /// Whether what is `expected`, if anything, is what there is.
    pub(crate) fn check(expected: Option<i64>, current: i64) -> Result<(), Self> {
        match expected {
            Some(expected) if expected != current => Err(Self { current }),
            _ => Ok(()),
        }
    }
}

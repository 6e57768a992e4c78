use ludger_ports::{HasherBusy, OutcomeUnknown, Unavailable};

/// What can befall any use case, through no fault of whoever asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Outage {
    /// The store cannot answer now; nothing was changed.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// It may have happened, or not. Asking again with the same key tells.
    #[error(transparent)]
    Unknown(#[from] OutcomeUnknown),
    /// Others changed the same thing again and again; nothing was changed.
    #[error("the decision was out of date too many times")]
    Contended,
    /// Too many passwords wait to be checked.
    #[error(transparent)]
    HasherBusy(#[from] HasherBusy),
    /// A rule of ours was broken by ourselves.
    #[error("broken invariant: {0}")]
    Broken(String),
}

impl Outage {
    /// Something that our own rules exclude.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "so that it stands in `map_err` by its name"
    )]
    pub(crate) fn broken(what: impl ToString) -> Self {
        Self::Broken(what.to_string())
    }
}

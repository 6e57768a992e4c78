use super::BYTES_MAX;
use crate::Outage;
use crate::retry::Rejected;
use ludger_domain::accounts::Forbidden;
use ludger_domain::fault::Faults;

/// Why a document as a whole is not taken.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ImportError {
    /// Not everyone may.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is an end to what is read at once.
    #[error("a document has at most {BYTES_MAX} bytes")]
    TooLarge,
    /// Neither the request nor the document says how it is written.
    #[error("the format of the document is not known")]
    UnknownFormat,
    /// It cannot be read, or the topic that it is for is none.
    #[error(transparent)]
    Invalid(#[from] Faults),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ImportError {}

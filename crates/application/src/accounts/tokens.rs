use super::SecretText;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{PairSecrets, TokenKind, TokenPair, TokenSecret};
use ludger_ports::Entropy;

/// A pair of tokens, for the one who signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// To be sent with every request.
    pub access: SecretText,
    /// From then on it is refused.
    pub access_expires_at: Timestamp,
    /// Buys the next pair.
    pub refresh: SecretText,
    /// From then on it is refused.
    pub refresh_expires_at: Timestamp,
}

impl Tokens {
    pub(super) fn new(secrets: &PairSecrets, pair: &TokenPair) -> Self {
        Self {
            access: SecretText::new(secrets.access.text(TokenKind::Access)),
            access_expires_at: pair.access.expires_at,
            refresh: SecretText::new(secrets.refresh.text(TokenKind::Refresh)),
            refresh_expires_at: pair.refresh.expires_at,
        }
    }
}

/// Secrets that nobody has had before.
pub(super) fn draw(entropy: &dyn Entropy) -> PairSecrets {
    PairSecrets {
        access: TokenSecret::new(entropy.bytes32()),
        refresh: TokenSecret::new(entropy.bytes32()),
    }
}

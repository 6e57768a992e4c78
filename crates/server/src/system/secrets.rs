//! The deployment's one secret, and the keys that are derived from it.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// At least 32 bytes that every node of a deployment shares. Whoever has it can forge cursors, and is one step nearer to
/// guessing passwords from a stolen database.
#[derive(Debug, Clone)]
pub(crate) struct Secrets(SecretString);

impl Secrets {
    /// The fewest bytes of a secret.
    pub(crate) const BYTES_MIN: usize = 32;

    pub(crate) fn new(secret: SecretString) -> Self {
        Self(secret)
    }

    /// The pepper of passwords. Changing the secret makes every stored password hash worthless.
    pub(crate) fn password_pepper(&self) -> [u8; 32] {
        self.derive(b"ludger password pepper 1")
    }

    /// What is sealed by it can be read again. Changing the secret makes second factors and unsent mail worthless.
    pub(crate) fn vault_key(&self) -> [u8; 32] {
        self.derive(b"ludger vault 1")
    }

    /// What cursors are signed with.
    pub(crate) fn cursor_key(&self) -> [u8; 32] {
        self.derive(b"ludger cursor 1")
    }

    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    fn derive(&self, purpose: &[u8]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.0.expose_secret().as_bytes()).expect("any length");
        mac.update(purpose);
        mac.finalize().into_bytes().into()
    }
}

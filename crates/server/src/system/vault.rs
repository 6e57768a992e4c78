//! What has to be read again and that nobody may find in a stolen database.

use super::SystemEntropy;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use ludger_ports::{Entropy, Vault};

/// Bytes of a nonce, which stands before what it sealed. Long enough to be drawn at random for ever.
const NONCE: usize = 24;

/// XChaCha20-Poly1305 under a key of the deployment, with the label as associated data.
pub(crate) struct SealedVault(XChaCha20Poly1305);

impl SealedVault {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(key.into()))
    }
}

impl Vault for SealedVault {
    fn seal(&self, label: &str, secret: &[u8]) -> Vec<u8> {
        let mut nonce = XNonce::default();
        nonce.copy_from_slice(&SystemEntropy.bytes32()[..NONCE]);
        let payload = Payload {
            msg: secret,
            aad: label.as_bytes(),
        };
        // It fails for 256 GiB and more.
        let sealed = self.0.encrypt(&nonce, payload).unwrap_or_default();
        [nonce.as_slice(), &sealed].concat()
    }

    fn open(&self, label: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, msg) = sealed.split_at_checked(NONCE)?;
        let payload = Payload {
            msg,
            aad: label.as_bytes(),
        };
        let nonce = <[u8; NONCE]>::try_from(nonce).ok()?;
        self.0.decrypt(&nonce.into(), payload).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_under_its_label_and_key_alone() {
        let vault = SealedVault::new(&[1; 32]);
        let sealed = vault.seal("totp", b"secret");
        assert_eq!(vault.open("totp", &sealed).as_deref(), Some(&b"secret"[..]));
        assert!(!sealed.windows(6).any(|bytes| bytes == b"secret"));
        assert_eq!(vault.open("mail", &sealed), None);
        assert_eq!(SealedVault::new(&[2; 32]).open("totp", &sealed), None);
        assert_ne!(vault.seal("totp", b"secret"), sealed);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(vault.open("totp", &changed), None, "{at}");
            assert_eq!(vault.open("totp", &sealed[..at]), None, "{at}");
        }
    }
}

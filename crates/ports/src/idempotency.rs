use crate::store::Committed;
use jiff::Timestamp;
use ludger_domain::ids::UserId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt;

/// What a client calls a request by, so that it can send it again: 1 to 255 visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

/// A text that is no [`IdempotencyKey`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an idempotency key is 1 to 255 visible ASCII characters")]
pub struct InvalidKey;

/// Whose key it is, and for which operation: equal keys of two users, or of two operations, are two keys.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyScope {
    /// Who asks.
    pub principal: UserId,
    /// What they ask for, for example `POST /v1/ledger/transfers`.
    pub operation: String,
    /// What they call it by.
    pub key: IdempotencyKey,
}

/// A digest of what is asked. The same key with another fingerprint is a mistake of the client's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint(pub [u8; 32]);

/// What is stored in the commit of the effect.
#[derive(Debug, Clone, PartialEq)]
pub struct IdempotencyRecord {
    /// Unique.
    pub scope: IdempotencyScope,
    /// What was asked.
    pub fingerprint: Fingerprint,
    /// What the use case needs, beside [`Committed`], to give its answer again. JSON, into which no store looks.
    pub receipt: String,
}

/// A record as a store has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// What was asked.
    pub fingerprint: Fingerprint,
    /// See [`IdempotencyRecord::receipt`].
    pub receipt: String,
    /// What the commit answered.
    pub committed: Committed,
    /// When.
    pub created_at: Timestamp,
}

impl IdempotencyKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for IdempotencyKey {
    type Error = InvalidKey;
    fn try_from(text: &str) -> Result<Self, InvalidKey> {
        let plain = (1..=255).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if plain {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidKey)
        }
    }
}

impl IdempotencyScope {
    /// The first 16 bytes of the scope's SHA-256: what stores index by.
    pub fn digest(&self) -> [u8; 16] {
        let mut hash = Sha256::new();
        hash.update(self.principal.uuid().as_bytes());
        hash.update(self.operation.as_bytes());
        hash.update(b"\0");
        hash.update(self.key.as_str().as_bytes());
        let whole: [u8; 32] = hash.finalize().into();
        let mut digest = [0; 16];
        digest
            .iter_mut()
            .zip(whole)
            .for_each(|(to, from)| *to = from);
        digest
    }
}

impl Fingerprint {
    /// Of a request, as what was understood of it: two texts of the same request have one fingerprint.
    pub fn of(request: &Value) -> Self {
        Self(Sha256::digest(request.to_string().as_bytes()).into())
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

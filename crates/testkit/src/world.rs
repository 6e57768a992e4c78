//! The world as a test has it: time stands still until it is moved, ids count, randomness repeats, and hashing takes
//! no time.

use async_trait::async_trait;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Password, PasswordHash};
use ludger_domain::quiz::{MediaName, MediaType};
use ludger_ports::{
    Clock, Entropy, HasherBusy, Ids, InspectedMedia, MediaInspector, MediaRefusal, PasswordHasher,
    PasswordVerdict, Vault,
};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// A clock that moves only when it is told to.
#[derive(Debug)]
pub struct FakeClock(Mutex<Timestamp>);

impl FakeClock {
    /// It is noon of the first day of 2026. Shared: the test moves it, the tested reads it.
    pub fn new() -> Arc<Self> {
        let noon = "2026-01-01T12:00:00Z".parse().unwrap();
        Arc::new(Self(Mutex::new(noon)))
    }

    /// Lets so much time pass.
    pub fn advance(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// 1, 2, 3, …, written as UUIDs of version 7.
#[derive(Debug, Default)]
pub struct SequentialIds(AtomicU64);

impl Ids for SequentialIds {
    fn next(&self) -> Uuid {
        let number = self.0.fetch_add(1, Relaxed) + 1;
        // Decimal, so that a reader of a failed test sees which one it was.
        format!("00000000-0000-7000-8000-{number:012}")
            .parse()
            .unwrap()
    }
}

/// A new count.
pub fn sequential_ids() -> Arc<dyn Ids> {
    Arc::new(SequentialIds::default())
}

/// Anything but random: four times 1, four times 2, …, as 64 bits each; nothing comes twice before 2^64.
#[derive(Debug, Default)]
pub struct SeededEntropy(AtomicU64);

impl Entropy for SeededEntropy {
    fn bytes32(&self) -> [u8; 32] {
        let number = self.0.fetch_add(1, Relaxed) + 1;
        let mut bytes = [0; 32];
        for chunk in bytes.chunks_exact_mut(8) {
            chunk.copy_from_slice(&number.to_be_bytes());
        }
        bytes
    }
}

/// A new seed.
pub fn seeded_entropy() -> Arc<dyn Entropy> {
    Arc::new(SeededEntropy::default())
}

/// Keeps passwords **in the clear**, since a hash that is worth its name takes longer than a test should. It is never
/// busy.
#[derive(Debug, Default)]
pub struct PlainHasher;

#[async_trait]
impl PasswordHasher for PlainHasher {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HasherBusy> {
        Ok(plain_hash(password.expose()))
    }

    async fn verify(
        &self,
        password: &Password,
        hash: Option<PasswordHash>,
    ) -> Result<PasswordVerdict, HasherBusy> {
        let typed = password.expose();
        Ok(match hash {
            Some(hash) if hash == plain_hash(typed) => PasswordVerdict::Right,
            Some(hash) if hash == outdated_hash(typed) => PasswordVerdict::Outdated,
            _ => PasswordVerdict::Wrong,
        })
    }
}

/// See [`PlainHasher`].
pub fn plain_hasher() -> Arc<dyn PasswordHasher> {
    Arc::new(PlainHasher)
}

/// Keeps what it is given **in the clear**, with the label before it.
#[derive(Debug, Default)]
pub struct PlainVault;

impl Vault for PlainVault {
    fn seal(&self, label: &str, secret: &[u8]) -> Vec<u8> {
        [label.as_bytes(), b":", secret].concat()
    }

    fn open(&self, label: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let rest = sealed.strip_prefix(label.as_bytes())?;
        rest.strip_prefix(b":").map(<[u8]>::to_vec)
    }
}

/// See [`PlainVault`].
pub fn plain_vault() -> Arc<dyn Vault> {
    Arc::new(PlainVault)
}

/// What [`PlainHasher`] makes of a password: the password, and `plain` before it.
pub fn plain_hash(password: &str) -> PasswordHash {
    PasswordHash::from(format!("plain {password}"))
}

/// A hash of the same password that [`PlainHasher`] takes, and would make otherwise now.
pub fn outdated_hash(password: &str) -> PasswordHash {
    PasswordHash::from(format!("outdated {password}"))
}

/// Takes what begins with the name of a type and a colon for a file of it; its hash is its end.
#[derive(Debug)]
struct PlainInspector;

#[async_trait]
impl MediaInspector for PlainInspector {
    async fn inspect(&self, content: Vec<u8>) -> Result<InspectedMedia, MediaRefusal> {
        let begins = |it: &&MediaType| content.starts_with(format!("{it}:").as_bytes());
        let found = MediaType::ALL.iter().find(begins).copied();
        let media_type = found.ok_or(MediaRefusal::UnknownType)?;
        let mut hash = [0; 32];
        hash.iter_mut()
            .zip(content.iter().rev())
            .for_each(|(to, from)| *to = *from);
        let name = MediaName { hash, media_type };
        Ok(InspectedMedia { name, content })
    }
}

/// An inspector that looks at the first letters alone.
pub fn plain_inspector() -> Arc<dyn MediaInspector> {
    Arc::new(PlainInspector)
}

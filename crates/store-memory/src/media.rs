use async_trait::async_trait;
use ludger_domain::quiz::MediaName;
use ludger_ports::{MediaStore, Unavailable};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Files whose content lives as long as its last clone. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct MemoryMedia(Arc<Mutex<BTreeMap<MediaName, Vec<u8>>>>);

impl MemoryMedia {
    fn files(&self) -> MutexGuard<'_, BTreeMap<MediaName, Vec<u8>>> {
        // Whoever panicked left it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl MediaStore for MemoryMedia {
    async fn put(&self, name: &MediaName, content: Vec<u8>) -> Result<(), Unavailable> {
        self.files().entry(*name).or_insert(content);
        Ok(())
    }

    async fn get(&self, name: &MediaName) -> Result<Option<Vec<u8>>, Unavailable> {
        Ok(self.files().get(name).cloned())
    }

    async fn delete(&self, name: &MediaName) -> Result<(), Unavailable> {
        self.files().remove(name);
        Ok(())
    }
}

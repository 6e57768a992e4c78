use crate::MemoryStore;
use async_trait::async_trait;
use ludger_domain::Timestamp;
use ludger_domain::quiz::{MediaFile, MediaName};
use ludger_ports::Unavailable;
use ludger_ports::read::MediaFiles;

#[async_trait]
impl MediaFiles for MemoryStore {
    async fn find(&self, name: &MediaName) -> Result<Option<MediaFile>, Unavailable> {
        Ok(self.read(|state| state.media_files.get(name).copied()))
    }

    async fn orphans(
        &self,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<MediaName>, Unavailable> {
        Ok(self.read(|state| {
            let old = state.media_files.values();
            let old = old.filter(|file| file.uploaded_at < before);
            let mut orphans: Vec<_> = old.filter(|file| !state.shows(&file.name)).collect();
            orphans.sort_by_key(|file| (file.uploaded_at, file.name.to_string()));
            let names = orphans.into_iter().map(|file| file.name);
            names.take(limit).collect()
        }))
    }
}

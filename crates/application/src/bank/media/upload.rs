use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::quiz::MediaFile;
use ludger_ports::{Changes, Clock, Ids, MediaInspector, MediaRefusal, MediaStore, Store};
use serde_json::json;
use std::sync::Arc;

/// Takes a picture or a sound in, for questions to show.
pub struct UploadMedia {
    store: Arc<dyn Store>,
    media_store: Arc<dyn MediaStore>,
    inspector: Arc<dyn MediaInspector>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why a file is not taken.
#[derive(Debug, Clone, thiserror::Error)]
pub enum UploadMediaError {
    /// Not everyone may.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// It is not what it should be.
    #[error(transparent)]
    Refused(#[from] MediaRefusal),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for UploadMediaError {}

impl UploadMedia {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            media_store: ports.media_store.clone(),
            inspector: ports.media_inspector.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The file as it is kept. The same content again is the same file.
    ///
    /// # Errors
    /// See [`UploadMediaError`].
    pub async fn run(
        &self,
        caller: &Caller,
        content: Vec<u8>,
    ) -> Result<MediaFile, UploadMediaError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let found = self.inspector.inspect(content).await?;
        let file = MediaFile {
            name: found.name,
            bytes: i64::try_from(found.content.len()).unwrap_or(i64::MAX),
            uploaded_at: self.clock.now(),
        };
        // Its content first: what the database knows of is there.
        let kept = self.media_store.put(&file.name, found.content).await;
        kept.map_err(Outage::from)?;
        retry_stale(async || {
            let record = caller.record(AuditAction::MediaUpload, &*self.ids, file.uploaded_at);
            let record = record.with(json!({ "file": file.name.to_string(), "bytes": file.bytes }));
            let changes = Changes::at(file.uploaded_at).save_media(file).audit(record);
            let done = self.store.commit(changes).await;
            done.map_err(Attempt::<UploadMediaError>::rejected)
        })
        .await?;
        Ok(file)
    }
}

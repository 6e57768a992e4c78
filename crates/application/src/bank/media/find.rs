use crate::{Outage, Ports};
use ludger_domain::quiz::MediaName;
use ludger_ports::MediaStore;
use std::sync::Arc;

/// Gives the content of a file to whoever knows its name: it is shown by pages, which send no token along.
pub struct FindMedia {
    media_store: Arc<dyn MediaStore>,
}

impl FindMedia {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            media_store: ports.media_store.clone(),
        }
    }

    /// `None`: there is no such file.
    ///
    /// # Errors
    /// See [`Outage`].
    pub async fn run(&self, name: &MediaName) -> Result<Option<Vec<u8>>, Outage> {
        Ok(self.media_store.get(name).await?)
    }
}

use super::Hub;
use async_trait::async_trait;
use ludger_ports::{Changes, CommitError, Committed, Store};
use std::sync::Arc;

/// A store that tells a hub of what is committed through it, so that whoever follows it here need not wait for the hub to
/// look. It says where to look and nothing else: what was told is read from the store, in its order, as for any other node.
pub struct Signalled {
    inner: Arc<dyn Store>,
    hub: Arc<Hub>,
}

impl Signalled {
    /// The same store, heard by `hub`.
    pub fn new(inner: Arc<dyn Store>, hub: Arc<Hub>) -> Self {
        Self { inner, hub }
    }
}

#[async_trait]
impl Store for Signalled {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        let streams: Vec<_> = changes.streams().collect();
        let answer = self.inner.commit(changes).await;
        // It may have happened where nobody knows.
        if matches!(answer, Ok(_) | Err(CommitError::Unknown(_))) {
            self.hub.look_at(&streams);
        }
        answer
    }
}

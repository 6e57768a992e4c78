use crate::MemoryStore;
use async_trait::async_trait;
use ludger_ports::read::Idempotency;
use ludger_ports::{IdempotencyScope, Recorded, Unavailable};

#[async_trait]
impl Idempotency for MemoryStore {
    async fn find(&self, scope: &IdempotencyScope) -> Result<Option<Recorded>, Unavailable> {
        Ok(self.read(|state| state.idempotency.get(&scope.digest()).cloned()))
    }
}

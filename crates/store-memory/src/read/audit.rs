use super::{before, page};
use crate::MemoryStore;
use crate::postings::SHARD;
use async_trait::async_trait;
use ludger_domain::accounts::AuditRecord;
use ludger_domain::ids::AuditId;
use ludger_domain::ledger::Sealed;
use ludger_ports::read::{Audit, AuditFilter, AuditVerification};
use ludger_ports::{Page, PageRequest, Unavailable};

#[async_trait]
impl Audit for MemoryStore {
    async fn list(
        &self,
        filter: &AuditFilter,
        request: PageRequest<AuditId>,
    ) -> Result<Page<AuditRecord, AuditId>, Unavailable> {
        Ok(self.read(|state| {
            let records = state.audit.range(before(request.after)).rev();
            let records = records
                .map(|(_, record)| record)
                .filter(|record| filter.takes(record));
            page(records.cloned(), request.limit, |record| record.id)
        }))
    }

    async fn verify(&self) -> Result<AuditVerification, Unavailable> {
        Ok(self.read(|state| {
            let mut found = AuditVerification::default();
            let mut head = Sealed::genesis(SHARD);
            for (id, sealed) in state.audit_chain.values() {
                found.records += 1;
                let record = state.audit.get(id);
                if record.map(|record| record.seal(&head)) != Some(*sealed) {
                    found.broken.push(id.to_string());
                    break;
                }
                head = *sealed;
            }
            found
        }))
    }
}

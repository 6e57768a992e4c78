use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditRecord, Forbidden, Permission};
use ludger_domain::ids::AuditId;
use ludger_ports::PageRequest;
use ludger_ports::read::{Audit, AuditFilter};
use std::sync::Arc;

/// How many records one chunk holds at most.
const CHUNK_MAX: usize = 500;

/// Begins exports of the audit log.
pub struct ExportAudit {
    audit: Arc<dyn Audit>,
}

/// An export under way.
pub struct AuditExport {
    audit: Arc<dyn Audit>,
    filter: AuditFilter,
    position: Position,
}

enum Position {
    Start,
    After(AuditId),
    End,
}

impl ExportAudit {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            audit: ports.audit.clone(),
        }
    }

    /// An export of the records that fit, newest first.
    ///
    /// # Errors
    /// It needs `audit.read`.
    pub fn begin(&self, caller: &Caller, filter: AuditFilter) -> Result<AuditExport, Forbidden> {
        caller.principal.must(Permission::AuditRead)?;
        Ok(AuditExport {
            audit: self.audit.clone(),
            filter,
            position: Position::Start,
        })
    }
}

impl AuditExport {
    /// The next records; none at the end. A chunk that failed can be asked for again.
    ///
    /// # Errors
    /// See [`Outage`].
    pub async fn next_chunk(&mut self) -> Result<Vec<AuditRecord>, Outage> {
        let after = match self.position {
            Position::Start => None,
            Position::After(id) => Some(id),
            Position::End => return Ok(Vec::new()),
        };
        let request = PageRequest {
            after,
            limit: CHUNK_MAX,
        };
        let page = self.audit.list(&self.filter, request).await?;
        self.position = page.next.map_or(Position::End, Position::After);
        Ok(page.items)
    }
}

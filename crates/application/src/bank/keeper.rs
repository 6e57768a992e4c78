use crate::{Caller, Origin};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, AuditRecord, Forbidden, Permission};
use ludger_ports::Ids;

/// Who carries whole documents into the bank and out of it.
#[derive(Debug, Clone, Copy)]
pub enum Keeper<'a> {
    /// Someone who has to have the permission for it.
    Caller(&'a Caller),
    /// The deployment itself: its command line, its first start.
    System,
}

impl Keeper<'_> {
    pub(super) fn must_manage(self) -> Result<(), Forbidden> {
        match self {
            Self::Caller(caller) => caller.principal.must(Permission::QuestionsManage),
            Self::System => Ok(()),
        }
    }

    pub(super) fn record(self, action: AuditAction, ids: &dyn Ids, now: Timestamp) -> AuditRecord {
        match self {
            Self::Caller(caller) => caller.record(action, ids, now),
            Self::System => Origin::default().record(action, ids, now),
        }
    }
}

//! What was done, by whom, to what.

pub(super) mod export;
mod filter;
pub(super) mod list;

use crate::words;
use jiff::Timestamp;
use ludger_domain::accounts::{self as domain, AuditAction};
use ludger_domain::ids::{AuditId, UserId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// A line of the audit log.
#[derive(Debug, Serialize, ToSchema)]
struct AuditRecord {
    /// Unique.
    #[schema(value_type = Uuid)]
    id: AuditId,
    /// When.
    at: Timestamp,
    /// Who did it; `null`: the system, or nobody who could be told.
    #[schema(required)]
    actor: Option<Uuid>,
    /// What was done.
    #[schema(schema_with = words::audit_action)]
    action: AuditAction,
    /// To what.
    #[schema(required)]
    target: Option<AuditTarget>,
    /// What else is worth knowing, if anything.
    #[schema(required)]
    meta: Value,
    /// The client's address, as far as trusted proxies vouch for it.
    #[schema(required, example = "192.0.2.7")]
    address: Option<String>,
    /// The request that did it.
    #[schema(required)]
    request_id: Option<String>,
}

/// What something was done to.
#[derive(Debug, Serialize, ToSchema)]
struct AuditTarget {
    /// `user`, `transfer`, `question`, …
    #[schema(example = "user")]
    kind: String,
    /// Its id.
    id: Uuid,
}

impl From<domain::AuditRecord> for AuditRecord {
    fn from(record: domain::AuditRecord) -> Self {
        let target = record.target.map(|target| AuditTarget {
            kind: target.kind,
            id: target.id,
        });
        Self {
            id: record.id,
            at: record.at,
            actor: record.actor.map(UserId::uuid),
            action: record.action,
            target,
            meta: record.meta,
            address: record.address,
            request_id: record.request_id,
        }
    }
}

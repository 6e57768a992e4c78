use crate::extract::Params;
use crate::words;
use jiff::Timestamp;
use ludger_domain::accounts::AuditAction;
use ludger_ports::read::AuditFilter;
use serde::Serialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Which records; every part narrows it.
#[derive(Debug, Clone, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Done by this user.
    actor: Option<Uuid>,
    /// Of this action.
    #[param(schema_with = words::audit_action, required = false)]
    action: Option<AuditAction>,
    /// Done to what has this id.
    target: Option<Uuid>,
    /// At or after this instant.
    since: Option<Timestamp>,
    /// Before this instant.
    until: Option<Timestamp>,
}

impl Filter {
    /// Takes its parameters.
    pub(super) fn read(params: &mut Params) -> Self {
        Self {
            actor: params.optional("actor"),
            action: params.optional("action"),
            target: params.optional("target"),
            since: params.instant("since"),
            until: params.instant("until"),
        }
    }

    /// As the use case takes it.
    pub(super) fn wanted(&self) -> AuditFilter {
        AuditFilter {
            actor: self.actor.map(Into::into),
            action: self.action,
            target: self.target,
            since: self.since,
            until: self.until,
        }
    }
}

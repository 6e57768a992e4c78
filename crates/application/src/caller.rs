use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    Attempt, AuditAction, AuditRecord, Client, Principal, Throttle, ThrottleKey,
};
use ludger_domain::ids::AuditId;
use ludger_ports::Ids;

/// Where a request came from, for the audit log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The client's address, as far as trusted proxies vouch for it.
    pub address: Option<String>,
    /// The request's id.
    pub request_id: Option<String>,
    /// What the client calls itself.
    pub user_agent: Option<String>,
}

/// Who asks, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who, and what they may do.
    pub principal: Principal,
    /// From where.
    pub origin: Origin,
}

impl Origin {
    /// What a session that is opened from here remembers.
    pub(crate) fn client(&self) -> Client {
        Client::new(self.user_agent.as_deref(), self.address.clone())
    }

    /// An attempt that is counted by where it came from. Whoever has no address, as within one process, is not counted.
    pub(crate) fn attempt(&self, kind: &str, throttle: Throttle, at: Timestamp) -> Option<Attempt> {
        let address = self.address.as_deref()?;
        let key = ThrottleKey::of_address(kind, address);
        Some(Attempt { key, throttle, at })
    }

    /// A record of something that was done from here.
    pub(crate) fn record(&self, action: AuditAction, ids: &dyn Ids, now: Timestamp) -> AuditRecord {
        AuditRecord::new(AuditId::from(ids.next()), action, now)
            .from_request(self.address.clone(), self.request_id.clone())
    }
}

impl Caller {
    /// A record of something that this caller did.
    pub(crate) fn record(&self, action: AuditAction, ids: &dyn Ids, now: Timestamp) -> AuditRecord {
        self.origin.record(action, ids, now).by(self.principal.user)
    }
}

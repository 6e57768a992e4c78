use super::super::VersionMismatch;
use super::told;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::ids::TopicId;
use ludger_ports::read::Topics;
use ludger_ports::{Changes, Clock, Expectation, Ids, Store};
use std::sync::Arc;

/// Takes a topic without questions out of the bank.
pub struct DeleteTopic {
    store: Arc<dyn Store>,
    topics: Arc<dyn Topics>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why a topic stays.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DeleteTopicError {
    /// Not everyone may.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The bank has no such topic.
    #[error("there is no such topic")]
    NotFound,
    /// It was changed meanwhile.
    #[error(transparent)]
    VersionMismatch(#[from] VersionMismatch),
    /// Delete or move its questions first.
    #[error("the topic has questions")]
    TopicInUse,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for DeleteTopicError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::TopicUnused(_)).then_some(Self::TopicInUse)
    }
}

impl DeleteTopic {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            topics: ports.topics.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// With an `expected` version it deletes no other one.
    pub async fn run(
        &self,
        caller: &Caller,
        id: TopicId,
        expected: Option<i64>,
    ) -> Result<(), DeleteTopicError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let now = self.clock.now();
        retry_stale(async || {
            let found = self.topics.find(id).await.map_err(Attempt::outage)?;
            let topic = found.ok_or(DeleteTopicError::NotFound)?;
            VersionMismatch::check(expected, topic.version).map_err(DeleteTopicError::from)?;
            let deleted = topic.delete(now);
            let told = told(caller, AuditAction::TopicDelete, &deleted, &*self.ids, now);
            let changes = Changes::at(now).save_topic(deleted, false).audit(told);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}

use super::told;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::quiz::{Topic, TopicDraft};
use ludger_ports::{Changes, Clock, Expectation, Ids, Store};
use std::sync::Arc;

/// Adds a topic.
pub struct CreateTopic {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why a topic is not added.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CreateTopicError {
    /// Not everyone may.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Fields that break their rules.
    #[error(transparent)]
    Invalid(#[from] Faults),
    /// Titles are unique.
    #[error("another topic has this title")]
    TitleTaken,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for CreateTopicError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::TitleFree(_)).then_some(Self::TitleTaken)
    }
}

impl CreateTopic {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The topic, at version 1.
    pub async fn run(&self, caller: &Caller, draft: TopicDraft) -> Result<Topic, CreateTopicError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let now = self.clock.now();
        let topic = Topic::new(self.ids.next().into(), draft, now)?;
        retry_stale(async || {
            let told = told(caller, AuditAction::TopicCreate, &topic, &*self.ids, now);
            let changes = Changes::at(now).save_topic(topic.clone(), true).audit(told);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(topic.clone())
        })
        .await
    }
}

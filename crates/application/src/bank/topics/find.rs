use crate::{Outage, Ports};
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::Topic;
use ludger_ports::read::Topics;
use std::sync::Arc;

/// Shows one topic.
pub struct FindTopic {
    topics: Arc<dyn Topics>,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FindTopicError {
    /// The bank has no such topic.
    #[error("there is no such topic")]
    NotFound,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl FindTopic {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            topics: ports.topics.clone(),
        }
    }

    /// A topic of the bank.
    pub async fn run(&self, id: TopicId) -> Result<Topic, FindTopicError> {
        self.topics
            .find(id)
            .await
            .map_err(Outage::from)?
            .ok_or(FindTopicError::NotFound)
    }
}

use crate::{Outage, Ports};
use ludger_domain::quiz::Topic;
use ludger_ports::read::Topics;
use ludger_ports::{Page, PageRequest};
use std::sync::Arc;

/// Shows the topics of the bank.
pub struct ListTopics {
    topics: Arc<dyn Topics>,
}

/// A topic, and what there is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedTopic {
    /// The topic.
    pub topic: Topic,
    /// How many questions it has.
    pub questions: u64,
}

impl ListTopics {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            topics: ports.topics.clone(),
        }
    }

    /// Topics by title, without regard to case.
    pub async fn run(
        &self,
        page: PageRequest<String>,
    ) -> Result<Page<ListedTopic, String>, Outage> {
        let listed = |(topic, questions)| ListedTopic { topic, questions };
        Ok(self.topics.list(page).await?.map(listed))
    }
}

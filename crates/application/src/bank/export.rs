use super::Keeper;
use crate::formats::{self, Exported, Format};
use crate::{Outage, Ports};
use ludger_domain::accounts::Forbidden;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::{Topic, TopicDraft};
use ludger_ports::PageRequest;
use ludger_ports::read::{Questions, Topics};
use std::sync::Arc;

/// What is read at once.
const PAGE: usize = 500;

/// Writes the bank, or one topic of it, into a document.
pub struct Export {
    topics: Arc<dyn Topics>,
    questions: Arc<dyn Questions>,
}

/// Why there is no document.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ExportError {
    /// Not everyone may see right answers.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The bank has no such topic.
    #[error("there is no such topic")]
    NotFound,
    /// Some formats are for reading alone.
    #[error("{} is read, but not written", .0.as_str())]
    ReadOnly(Format),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Export {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            topics: ports.topics.clone(),
            questions: ports.questions.clone(),
        }
    }

    /// A document that [imports](super::Import) as the same questions. Topics stand in the order of their titles,
    /// their questions by age.
    pub async fn run(
        &self,
        keeper: Keeper<'_>,
        format: Format,
        topic: Option<TopicId>,
    ) -> Result<String, ExportError> {
        keeper.must_manage()?;
        let topics = match topic {
            Some(id) => vec![self.topic(id).await?],
            None => self.all_topics().await?,
        };
        let questions = self.questions(topic).await?;
        let topics: Vec<_> = topics.into_iter().map(draft).collect();
        formats::write(format, &topics, &questions).ok_or(ExportError::ReadOnly(format))
    }

    async fn topic(&self, id: TopicId) -> Result<Topic, ExportError> {
        self.topics
            .find(id)
            .await
            .map_err(Outage::from)?
            .ok_or(ExportError::NotFound)
    }

    async fn all_topics(&self) -> Result<Vec<Topic>, Outage> {
        let (mut topics, mut after) = (Vec::new(), None);
        loop {
            let page = self.topics.list(PageRequest { after, limit: PAGE }).await?;
            topics.extend(page.items.into_iter().map(|(topic, ..)| topic));
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(topics),
            }
        }
    }

    async fn questions(&self, topic: Option<TopicId>) -> Result<Vec<Exported>, Outage> {
        let (mut questions, mut after) = (Vec::new(), None);
        loop {
            let page = self
                .questions
                .export(topic, PageRequest { after, limit: PAGE })
                .await?;
            questions.extend(page.items.into_iter().map(|item| Exported {
                topic: item.topic.title,
                draft: item.question.draft(),
            }));
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(questions),
            }
        }
    }
}

fn draft(topic: Topic) -> TopicDraft {
    TopicDraft {
        title: topic.title,
        description: topic.description,
    }
}

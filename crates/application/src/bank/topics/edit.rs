use super::super::VersionMismatch;
use super::told;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::{Topic, TopicDraft};
use ludger_ports::read::Topics;
use ludger_ports::{Changes, Clock, Expectation, Ids, Store};
use std::sync::Arc;

/// Gives a topic other words.
pub struct EditTopic {
    store: Arc<dyn Store>,
    topics: Arc<dyn Topics>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// What is to change of a topic. What is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TopicEdit {
    /// Unique.
    pub title: Option<String>,
    /// May be empty.
    pub description: Option<String>,
}

impl TopicEdit {
    fn of(&self, topic: &Topic) -> TopicDraft {
        let or = |new: &Option<String>, old: &String| new.as_ref().unwrap_or(old).clone();
        TopicDraft {
            title: or(&self.title, &topic.title),
            description: or(&self.description, &topic.description),
        }
    }
}

/// All of it anew.
impl From<TopicDraft> for TopicEdit {
    fn from(TopicDraft { title, description }: TopicDraft) -> Self {
        Self {
            title: Some(title),
            description: Some(description),
        }
    }
}

/// Why a topic stays as it is.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EditTopicError {
    /// Not everyone may.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The bank has no such topic.
    #[error("there is no such topic")]
    NotFound,
    /// It was changed meanwhile.
    #[error(transparent)]
    VersionMismatch(#[from] VersionMismatch),
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

impl Rejected for EditTopicError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::TitleFree(_)).then_some(Self::TitleTaken)
    }
}

impl EditTopic {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            topics: ports.topics.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The topic as it is now. With an `expected` version it changes no other one. Who may not edit topics is told so
    /// before it is looked for.
    pub async fn run(
        &self,
        caller: &Caller,
        id: TopicId,
        expected: Option<i64>,
        edit: impl Into<TopicEdit>,
    ) -> Result<Topic, EditTopicError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let edit = edit.into();
        let now = self.clock.now();
        retry_stale(async || {
            let found = self.topics.find(id).await.map_err(Attempt::outage)?;
            let topic = found.ok_or(EditTopicError::NotFound)?;
            VersionMismatch::check(expected, topic.version).map_err(EditTopicError::from)?;
            let key = topic.title_key();
            let draft = edit.of(&topic);
            let edited = topic.edit(draft).map_err(EditTopicError::from)?;
            let renamed = edited.title_key() != key;
            let told = told(caller, AuditAction::TopicEdit, &edited, &*self.ids, now);
            let changes = Changes::at(now)
                .save_topic(edited.clone(), renamed)
                .audit(told);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(edited)
        })
        .await
    }
}

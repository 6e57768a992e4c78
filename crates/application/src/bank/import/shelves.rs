use super::ImportError;
use super::document::Document;
use super::shelf::Shelf;
use crate::Outage;
use crate::retry::Attempt;
use ludger_domain::Timestamp;
use ludger_domain::quiz::Topic;
use ludger_ports::Ids;
use ludger_ports::read::{Questions, Topics};
use std::collections::BTreeMap;

/// What the bank has of a document's topics, loaded as it is needed.
pub(super) struct Shelves<'a> {
    topics: &'a dyn Topics,
    questions: &'a dyn Questions,
    document: &'a Document<'a>,
    now: Timestamp,
    loaded: BTreeMap<String, Shelf>,
}

impl<'a> Shelves<'a> {
    pub(super) fn new(
        topics: &'a dyn Topics,
        questions: &'a dyn Questions,
        document: &'a Document<'a>,
        now: Timestamp,
    ) -> Self {
        Self {
            topics,
            questions,
            document,
            now,
            loaded: BTreeMap::new(),
        }
    }

    /// The shelf of a topic, by its title.
    pub(super) async fn of_topic(
        &mut self,
        title: &str,
        ids: &dyn Ids,
    ) -> Result<&mut Shelf, Attempt<ImportError>> {
        let key = Topic::key_of(title);
        if !self.loaded.contains_key(&key) {
            let loaded = self.load(&key, title, ids).await?;
            self.loaded.insert(key.clone(), loaded);
        }
        let found = self.loaded.get_mut(&key);
        Ok(found.ok_or_else(|| ImportError::from(Outage::broken("a shelf was lost")))?)
    }

    /// When the import began.
    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// The rows of all topics that the chunk at hand makes or adds to.
    pub(super) fn rows(&mut self) -> Vec<(Topic, bool)> {
        self.loaded.values_mut().filter_map(Shelf::row).collect()
    }

    /// The topic is read before its questions: what comes in between moves it to another version.
    async fn load(
        &self,
        key: &str,
        title: &str,
        ids: &dyn Ids,
    ) -> Result<Shelf, Attempt<ImportError>> {
        if let Some(topic) = self.topics.by_title(key).await.map_err(Attempt::outage)? {
            let keys = self
                .questions
                .content_keys(topic.id)
                .await
                .map_err(Attempt::outage)?;
            return Ok(Shelf::stored(topic, keys));
        }
        let draft = self.document.topic(title);
        let topic = Topic::new(ids.next().into(), draft, self.now).map_err(ImportError::from)?;
        Ok(Shelf::missing(topic))
    }
}

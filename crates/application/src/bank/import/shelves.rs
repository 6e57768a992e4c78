use super::ImportError;
use super::document::Document;
use super::shelf::Shelf;
use crate::Outage;
use crate::retry::Attempt;
use ludger_domain::Timestamp;
use ludger_domain::fault::Faults;
use ludger_domain::quiz::{QuestionDraft, Topic};
use ludger_ports::Ids;
use ludger_ports::read::{MediaFiles, Questions, Topics};
use std::collections::BTreeMap;

/// What the bank has of a document's topics, loaded as it is needed.
pub(super) struct Shelves<'a> {
    topics: &'a dyn Topics,
    questions: &'a dyn Questions,
    files: &'a dyn MediaFiles,
    document: &'a Document<'a>,
    now: Timestamp,
    loaded: BTreeMap<String, Shelf>,
}

/// What there is.
type Bank<'a> = (&'a dyn Topics, &'a dyn Questions, &'a dyn MediaFiles);

impl<'a> Shelves<'a> {
    pub(super) fn new(
        (topics, questions, files): Bank<'a>,
        document: &'a Document<'a>,
        now: Timestamp,
    ) -> Self {
        Self {
            topics,
            questions,
            files,
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

    /// What a question would show and what is not there: a document brings no files along.
    pub(super) async fn missing(
        &self,
        draft: &QuestionDraft,
    ) -> Result<Faults, Attempt<ImportError>> {
        let mut faults = Faults::default();
        for (index, media) in draft.media.iter().enumerate() {
            if let Some(name) = media.file()
                && self
                    .files
                    .find(&name)
                    .await
                    .map_err(Attempt::outage)?
                    .is_none()
            {
                let here = format!("/media/{index}/url");
                faults.add(here, "unknown_file", "there is no such file");
            }
        }
        Ok(faults)
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

use super::ImportError;
use super::document::{Document, Entry, Titled};
use super::report::{ImportedItem, Tally};
use super::shelves::Shelves;
use crate::retry::Attempt;
use ludger_domain::quiz::{Question, Topic};
use ludger_ports::Ids;

/// The next part of an import: what one commit makes true.
pub(super) struct Chunk {
    /// Topics to store, each with whether it is new.
    pub(super) topics: Vec<(Topic, bool)>,
    /// Questions to store.
    pub(super) questions: Vec<Question>,
    /// What becomes of the questions of the document that were looked at.
    pub(super) items: Vec<ImportedItem>,
    /// How many of the topics that the document describes were looked at.
    pub(super) described: usize,
}

impl Chunk {
    /// Decides on what comes behind what is done, until `max` questions are to be stored.
    pub(super) async fn decide(
        document: &Document<'_>,
        shelves: &mut Shelves<'_>,
        ids: &dyn Ids,
        done: &Tally,
        max: usize,
    ) -> Result<Self, Attempt<ImportError>> {
        let mut chunk = Self {
            topics: Vec::new(),
            questions: Vec::new(),
            items: Vec::new(),
            described: 0,
        };
        for topic in document.described.iter().skip(done.described()).take(max) {
            shelves.of_topic(&topic.title, ids).await?.make();
            chunk.described += 1;
        }
        for entry in document.items.iter().skip(done.items()) {
            if chunk.questions.len() >= max {
                break;
            }
            chunk.take(entry, shelves, ids).await?;
        }
        chunk.topics = shelves.rows();
        Ok(chunk)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.questions.is_empty()
    }

    async fn take(
        &mut self,
        Entry { line, question }: &Entry,
        shelves: &mut Shelves<'_>,
        ids: &dyn Ids,
    ) -> Result<(), Attempt<ImportError>> {
        let item = match question {
            Err(faults) => ImportedItem::skipped(*line, faults),
            Ok(Titled { title, draft }) => {
                let now = shelves.now();
                let missing = shelves.missing(draft).await?;
                if !missing.0.is_empty() {
                    self.items.push(ImportedItem::skipped(*line, &missing));
                    return Ok(());
                }
                let place = shelves.of_topic(title, ids).await?;
                if place.put(draft) {
                    let (id, topic) = (ids.next().into(), place.topic.id);
                    let made = Question::new(id, topic, draft.clone(), || ids.next().into(), now);
                    self.questions.push(made.map_err(ImportError::from)?);
                    ImportedItem::taken(*line, draft.kind)
                } else {
                    ImportedItem::repeated(*line, draft.kind)
                }
            }
        };
        self.items.push(item);
        Ok(())
    }
}

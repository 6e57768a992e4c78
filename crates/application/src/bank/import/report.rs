use super::chunk::Chunk;
use super::document::Document;
use crate::formats::Format;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::quiz::QuestionKind;
use serde::{Serialize, Serializer};

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// How it was read.
    #[serde(serialize_with = "name")]
    pub format: Format,
    /// Whether nothing was written, and all of this is what would have been.
    pub dry_run: bool,
    /// Questions that were stored.
    pub taken: usize,
    /// Questions with faults.
    pub skipped: usize,
    /// Questions that were there already.
    pub repeated: usize,
    /// Titles of the topics that were made, in the order of their making.
    pub topics_created: Vec<String>,
    /// One for each question of the document, in its order.
    pub items: Vec<ImportedItem>,
}

/// What became of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportedItem {
    /// Where it starts; the first line is 1.
    pub line: usize,
    /// Stored or not.
    pub status: ItemStatus,
    /// How it is answered, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<QuestionKind>,
    /// Why it was not stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The same, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Everything that is wrong with it; pointers are relative to the question.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// Whether a question was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemStatus {
    /// It was.
    Taken,
    /// It has faults.
    Skipped,
    /// The topic has it, or it stands earlier in the document.
    Repeated,
}

impl ImportedItem {
    pub(super) fn taken(line: usize, kind: QuestionKind) -> Self {
        Self::known(line, ItemStatus::Taken, kind, None)
    }

    pub(super) fn repeated(line: usize, kind: QuestionKind) -> Self {
        let because = ("repeated", "the topic has this question already".to_owned());
        Self::known(line, ItemStatus::Repeated, kind, Some(because))
    }

    pub(super) fn skipped(line: usize, faults: &Faults) -> Self {
        Self {
            line,
            status: ItemStatus::Skipped,
            kind: None,
            code: faults.0.first().map(|fault| fault.code.clone()),
            detail: Some(faults.to_string()),
            faults: faults.0.clone(),
        }
    }

    fn known(
        line: usize,
        status: ItemStatus,
        kind: QuestionKind,
        because: Option<(&str, String)>,
    ) -> Self {
        let (code, detail) = because
            .map(|(code, detail)| (code.to_owned(), detail))
            .unzip();
        Self {
            line,
            status,
            kind: Some(kind),
            code,
            detail,
            faults: Vec::new(),
        }
    }
}

/// What is done of an import.
#[derive(Default)]
pub(super) struct Tally {
    items: Vec<ImportedItem>,
    described: usize,
    topics_created: Vec<String>,
}

impl Tally {
    /// How many questions of the document.
    pub(super) fn items(&self) -> usize {
        self.items.len()
    }

    /// How many of the topics that it describes.
    pub(super) fn described(&self) -> usize {
        self.described
    }

    pub(super) fn covers(&self, document: &Document<'_>) -> bool {
        self.items() >= document.items.len() && self.described >= document.described.len()
    }

    pub(super) fn add(&mut self, chunk: Chunk) {
        let created = chunk.topics.into_iter().filter(|(_, is_new)| *is_new);
        self.topics_created
            .extend(created.map(|(topic, _)| topic.title));
        self.items.extend(chunk.items);
        self.described += chunk.described;
    }

    pub(super) fn report(self, format: Format, dry_run: bool) -> ImportReport {
        let with = |status| self.items.iter().filter(move |item| item.status == status);
        ImportReport {
            format,
            dry_run,
            taken: with(ItemStatus::Taken).count(),
            skipped: with(ItemStatus::Skipped).count(),
            repeated: with(ItemStatus::Repeated).count(),
            topics_created: self.topics_created,
            items: self.items,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn name<S: Serializer>(format: &Format, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(format.as_str())
}

//! What became of a document, as it is told.

use crate::openapi::FieldFaultBody;
use crate::words;
use ludger_application::bank::{self, ItemStatus};
use ludger_domain::fault::Fault;
use ludger_domain::quiz::QuestionKind;
use serde::Serialize;
use utoipa::ToSchema;

/// What became of a document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportReport {
    /// How it was read.
    #[schema(schema_with = words::import_format)]
    format: &'static str,
    /// Whether nothing was written, and all of this is what would have been.
    dry_run: bool,
    /// Questions that were stored.
    taken: usize,
    /// Questions with faults.
    skipped: usize,
    /// Questions that were there already.
    repeated: usize,
    /// Those of the stored ones that sessions cannot ask yet.
    not_playable: usize,
    /// Titles of the topics that were made.
    topics_created: Vec<String>,
    /// One for each question of the document, in its order.
    items: Vec<ImportedItem>,
}

/// What became of one question of a document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportedItem {
    /// Where it starts; the first line is 1.
    line: usize,
    /// Stored, faulty, or there already.
    #[schema(value_type = ImportedStatus)]
    status: ItemStatus,
    /// How it is answered, where it could be read.
    #[schema(schema_with = words::question_kind_or_null)]
    kind: Option<QuestionKind>,
    /// Whether sessions can ask it.
    playable: bool,
    /// Why it was not stored, or cannot be asked.
    #[schema(required)]
    code: Option<String>,
    /// The same, for people.
    #[schema(required)]
    detail: Option<String>,
    /// Everything that is wrong with it; pointers are relative to the question.
    #[schema(value_type = Vec<FieldFaultBody>)]
    faults: Vec<Fault>,
}

/// Whether a question of a document was stored.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only documented")]
pub(crate) enum ImportedStatus {
    /// It was.
    Taken,
    /// It has faults.
    Skipped,
    /// The topic has it, or it stands earlier in the document.
    Repeated,
}

impl From<bank::ImportReport> for ImportReport {
    fn from(report: bank::ImportReport) -> Self {
        Self {
            format: report.format.as_str(),
            dry_run: report.dry_run,
            taken: report.taken,
            skipped: report.skipped,
            repeated: report.repeated,
            not_playable: report.not_playable,
            topics_created: report.topics_created,
            items: report.items.into_iter().map(ImportedItem::from).collect(),
        }
    }
}

impl From<bank::ImportedItem> for ImportedItem {
    fn from(item: bank::ImportedItem) -> Self {
        let bank::ImportedItem { line, status, kind, playable, code, detail, faults } = item;
        Self { line, status, kind, playable, code, detail, faults }
    }
}

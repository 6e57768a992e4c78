use crate::words;
use ludger_application::bank::{ImportReport, ImportedItem, ItemStatus};
use ludger_domain::fault::Fault;
use ludger_domain::quiz::QuestionKind;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::Ref;
use utoipa::openapi::schema::{Array, ArrayBuilder, Object, ObjectBuilder, Type};

/// What became of a document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportReport)]
pub(super) struct ApiImportReport {
    #[schema(schema_with = words::import_format)]
    format: &'static str,
    /// Whether nothing was written, and all of this is what would have been.
    dry_run: bool,
    /// Questions that were stored.
    #[schema(example = 24)]
    taken: usize,
    /// Questions with faults.
    #[schema(example = 1)]
    skipped: usize,
    /// Questions that were there already.
    #[schema(example = 0)]
    repeated: usize,
    /// Titles of the topics that were made, in the order of their making.
    #[schema(example = json!(["Astronomy"]))]
    topics_created: Vec<String>,
    /// One for each question of the document, in its order.
    items: Vec<ApiImportedItem>,
}

/// What became of one question of a document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportedItem)]
struct ApiImportedItem {
    /// Where it starts; the first line is 1.
    #[schema(example = 17)]
    line: usize,
    #[schema(schema_with = statuses)]
    status: ItemStatus,
    /// How it is answered, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = words::question_kind, required = false)]
    kind: Option<QuestionKind>,
    /// Why it was not stored, or cannot be asked: for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "one_right_answer")]
    code: Option<String>,
    /// The same, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "exactly one answer is right, not 2")]
    detail: Option<String>,
    /// Everything that is wrong with it; pointers are relative to the question.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = faults, required = false)]
    faults: Vec<Fault>,
}

/// `skipped`: it has faults. `repeated`: the topic has it, or it stands earlier in the document.
fn statuses() -> Object {
    let names = ["taken", "skipped", "repeated"];
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(names))
        .build()
}

/// As in problems.
fn faults() -> Array {
    ArrayBuilder::new()
        .items(Ref::from_schema_name("FieldFault"))
        .build()
}

impl From<ImportReport> for ApiImportReport {
    fn from(report: ImportReport) -> Self {
        Self {
            format: report.format.as_str(),
            dry_run: report.dry_run,
            taken: report.taken,
            skipped: report.skipped,
            repeated: report.repeated,
            topics_created: report.topics_created,
            items: report
                .items
                .into_iter()
                .map(ApiImportedItem::from)
                .collect(),
        }
    }
}

impl From<ImportedItem> for ApiImportedItem {
    fn from(item: ImportedItem) -> Self {
        let ImportedItem {
            line,
            status,
            kind,
            code,
            detail,
            faults,
        } = item;
        Self {
            line,
            status,
            kind,
            code,
            detail,
            faults,
        }
    }
}

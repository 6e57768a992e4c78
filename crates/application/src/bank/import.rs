//! A document is taken into the bank, question by question.
//!
//! # Shape
//! The document is read whole, then decided and committed in chunks, in its own order. Each question of it is taken
//! whole, skipped with its faults, or found to be a repeat: the topic has a question of the same kind and words, or
//! one that came earlier in the document is the same. So an import that was cut off is simply run again.
//!
//! # Many imports at once
//! Nothing in a store keeps two questions apart that say the same. What does is the topic: every chunk that puts
//! questions into a topic moves the topic to its next version, or makes it under a free title. Of two chunks that
//! were decided on the same shelf only one is applied; the other one looks at the shelf again, and finds its
//! questions there.

mod chunk;
mod document;
mod error;
mod report;
mod request;
mod shelf;
mod shelves;

pub use error::ImportError;
pub use report::{ImportReport, ImportedItem, ItemStatus};
pub use request::{BYTES_MAX, ImportRequest, Progress};

use super::Keeper;
use crate::retry::{Attempt, retry_stale};
use crate::{Outage, Ports};
use chunk::Chunk;
use document::Document;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, AuditRecord};
use ludger_ports::read::{MediaFiles, Questions, Topics};
use ludger_ports::{Changes, Clock, Ids, PageRequest, Store};
use report::Tally;
use serde_json::json;
use shelves::Shelves;
use std::sync::{Arc, Mutex, PoisonError};

/// Questions in one commit of an import.
const CHUNK: usize = 100;
/// The starter bank comes in one commit up to this size, so that it is never left half there.
const STARTER_CHUNK: usize = 1_000;

/// Takes documents into the bank.
pub struct Import {
    store: Arc<dyn Store>,
    topics: Arc<dyn Topics>,
    questions: Arc<dyn Questions>,
    files: Arc<dyn MediaFiles>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl Import {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            topics: ports.topics.clone(),
            questions: ports.questions.clone(),
            files: ports.media_files.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// What became of each question of the document; of a dry run: what would. `progress` is told after each commit.
    ///
    /// After an [`Outage`] the commits before it stand. Running the import again takes the rest.
    pub async fn run(
        &self,
        keeper: Keeper<'_>,
        request: ImportRequest<'_>,
        progress: Progress<'_>,
    ) -> Result<ImportReport, ImportError> {
        keeper.must_manage()?;
        let document = Document::read(&request)?;
        let in_chunks = (request.dry_run, CHUNK);
        self.take_in(keeper, &document, in_chunks, progress).await
    }

    /// Takes the starter bank into a bank without topics; `None`: it has some, and nothing was changed.
    pub async fn starter(
        &self,
        file_name: &str,
        text: &str,
    ) -> Result<Option<ImportReport>, ImportError> {
        let first = PageRequest {
            after: None,
            limit: 1,
        };
        let topics = self.topics.list(first).await.map_err(Outage::from)?;
        if !topics.items.is_empty() {
            return Ok(None);
        }
        let document = Document::read(&ImportRequest::of(file_name, text))?;
        let whole = (false, STARTER_CHUNK);
        let report = self.take_in(Keeper::System, &document, whole, &|_, _| {});
        report.await.map(Some)
    }

    async fn take_in(
        &self,
        keeper: Keeper<'_>,
        document: &Document<'_>,
        (dry_run, chunk_max): (bool, usize),
        progress: Progress<'_>,
    ) -> Result<ImportReport, ImportError> {
        let now = self.clock.now();
        let mut tally = Tally::default();
        let mut told = Some(self.told(keeper, document, now));
        // What is known of the shelves outlives an attempt only if the attempt came through.
        let known = Mutex::new(None);
        while !tally.covers(document) {
            let chunk = retry_stale(async || {
                let mut shelves = take(&known).unwrap_or_else(|| self.shelves(document, now));
                let chunk =
                    Chunk::decide(document, &mut shelves, &*self.ids, &tally, chunk_max).await?;
                if !dry_run && !chunk.is_empty() {
                    let changes = chunk.changes(now, told.clone());
                    self.store
                        .commit(changes)
                        .await
                        .map_err(Attempt::rejected)?;
                }
                *known.lock().unwrap_or_else(PoisonError::into_inner) = Some(shelves);
                Ok::<_, Attempt<ImportError>>(chunk)
            })
            .await?;
            if !chunk.is_empty() {
                told = None;
            }
            tally.add(chunk);
            progress(tally.items(), document.items.len());
        }
        Ok(tally.report(document.format, dry_run))
    }

    fn shelves<'a>(&'a self, document: &'a Document<'a>, now: Timestamp) -> Shelves<'a> {
        let bank = (&*self.topics, &*self.questions, &*self.files);
        Shelves::new(bank, document, now)
    }

    /// The audit log is told once, with the first commit: whatever is written, it knows of.
    fn told(&self, keeper: Keeper<'_>, document: &Document<'_>, now: Timestamp) -> AuditRecord {
        let meta = json!({
            "file": document.file_name,
            "format": document.format.as_str(),
            "questions": document.items.len(),
        });
        keeper
            .record(AuditAction::QuestionsImport, &*self.ids, now)
            .with(meta)
    }
}

fn take<T>(known: &Mutex<Option<T>>) -> Option<T> {
    known.lock().unwrap_or_else(PoisonError::into_inner).take()
}

impl Chunk {
    fn changes(&self, now: Timestamp, told: Option<AuditRecord>) -> Changes {
        let mut changes = Changes::at(now);
        for (topic, is_new) in &self.topics {
            changes = changes.save_topic(topic.clone(), *is_new);
        }
        for question in &self.questions {
            changes = changes.save_question(question.clone());
        }
        match told {
            Some(record) => changes.audit(record),
            None => changes,
        }
    }
}

//! The question bank: topics, questions, and the documents that they come from and go to.
//!
//! Everyone who is signed in may see the topics. Questions carry their right answers, so seeing them takes the
//! permission to manage them, as every change does; and every change is told to the audit log.

mod export;
mod import;
mod keeper;
mod questions;
#[cfg(test)]
mod tests;
mod topics;

pub use export::{Export, ExportError};
pub use import::{
    BYTES_MAX, Import, ImportError, ImportReport, ImportRequest, ImportedItem, ItemStatus, Progress,
};
pub use keeper::Keeper;
pub use questions::{
    CreateQuestion, CreateQuestionError, DeleteQuestion, DeleteQuestionError, EditQuestion,
    EditQuestionError, FindQuestion, FindQuestionError, ListQuestions, ListQuestionsError,
};
pub use topics::{
    CreateTopic, CreateTopicError, DeleteTopic, DeleteTopicError, EditTopic, EditTopicError,
    FindTopic, FindTopicError, ListTopics, ListedTopic, TopicEdit,
};

pub use crate::VersionMismatch;

use crate::Ports;

/// What can be done with the bank.
#[expect(missing_docs, reason = "each field is named after its use case")]
pub struct Bank {
    pub create_topic: CreateTopic,
    pub edit_topic: EditTopic,
    pub delete_topic: DeleteTopic,
    pub find_topic: FindTopic,
    pub list_topics: ListTopics,
    pub create_question: CreateQuestion,
    pub edit_question: EditQuestion,
    pub delete_question: DeleteQuestion,
    pub find_question: FindQuestion,
    pub list_questions: ListQuestions,
    pub import: Import,
    pub export: Export,
}

impl Bank {
    /// Takes from `ports` what each use case needs.
    pub fn new(ports: &Ports) -> Self {
        Self {
            create_topic: CreateTopic::new(ports),
            edit_topic: EditTopic::new(ports),
            delete_topic: DeleteTopic::new(ports),
            find_topic: FindTopic::new(ports),
            list_topics: ListTopics::new(ports),
            create_question: CreateQuestion::new(ports),
            edit_question: EditQuestion::new(ports),
            delete_question: DeleteQuestion::new(ports),
            find_question: FindQuestion::new(ports),
            list_questions: ListQuestions::new(ports),
            import: Import::new(ports),
            export: Export::new(ports),
        }
    }
}

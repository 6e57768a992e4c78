//! The question bank: topics, questions, the quizzes that are put together of them, and the documents that they come from and go to.
//!
//! Everyone who is signed in may see the topics. Questions carry their right answers, so seeing them takes the
//! permission to manage them, as every change does; and every change is told to the audit log.

mod export;
mod import;
mod keeper;
mod media;
mod questions;
mod quizzes;
mod stars;
#[cfg(test)]
mod tests;
mod topics;

pub use export::{Export, ExportError};
pub use import::{
    BYTES_MAX, Import, ImportError, ImportReport, ImportRequest, ImportedItem, ItemStatus, Progress,
};
pub use keeper::Keeper;
pub use media::{FindMedia, UploadMedia, UploadMediaError};
pub use questions::{
    CreateQuestion, CreateQuestionError, DeleteQuestion, DeleteQuestionError, EditQuestion,
    EditQuestionError, FindQuestion, FindQuestionError, ListQuestions, ListQuestionsError,
    ShowQuestionStatistics,
};
pub use quizzes::{
    ChangeQuizStatus, ChangeQuizStatusError, CreateQuiz, CreateQuizError, DeleteQuiz,
    DeleteQuizError, EditQuiz, EditQuizError, FindQuiz, FindQuizError, ListQuizzes, QuizStep,
    ShownQuiz,
};
pub use stars::{ListStars, StarQuestion, StarQuestionError, StarredQuestion, UnstarQuestion};
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
    pub show_question_statistics: ShowQuestionStatistics,
    pub list_questions: ListQuestions,
    pub create_quiz: CreateQuiz,
    pub edit_quiz: EditQuiz,
    pub change_quiz_status: ChangeQuizStatus,
    pub delete_quiz: DeleteQuiz,
    pub find_quiz: FindQuiz,
    pub list_quizzes: ListQuizzes,
    pub star_question: StarQuestion,
    pub unstar_question: UnstarQuestion,
    pub list_stars: ListStars,
    pub upload_media: UploadMedia,
    pub find_media: FindMedia,
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
            show_question_statistics: ShowQuestionStatistics::new(ports),
            list_questions: ListQuestions::new(ports),
            create_quiz: CreateQuiz::new(ports),
            edit_quiz: EditQuiz::new(ports),
            change_quiz_status: ChangeQuizStatus::new(ports),
            delete_quiz: DeleteQuiz::new(ports),
            find_quiz: FindQuiz::new(ports),
            list_quizzes: ListQuizzes::new(ports),
            star_question: StarQuestion::new(ports),
            unstar_question: UnstarQuestion::new(ports),
            list_stars: ListStars::new(ports),
            upload_media: UploadMedia::new(ports),
            find_media: FindMedia::new(ports),
            import: Import::new(ports),
            export: Export::new(ports),
        }
    }
}

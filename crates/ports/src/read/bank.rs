use crate::{Page, PageRequest, Unavailable};
use async_trait::async_trait;
use ludger_domain::ids::{QuestionId, TopicId, UserId};
use ludger_domain::quiz::{Difficulty, Question, QuestionKind, QuestionStatistics, Topic};

/// The topics of the bank; deleted ones are not in it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Topics: Send + Sync + 'static {
    /// A topic.
    async fn find(&self, id: TopicId) -> Result<Option<Topic>, Unavailable>;
    /// A topic, by the key of its title.
    async fn by_title(&self, key: &str) -> Result<Option<Topic>, Unavailable>;
    /// All topics by title key, each with how many questions it has and how many of them can be played.
    async fn list(
        &self,
        page: PageRequest<String>,
    ) -> Result<Page<(Topic, u64), String>, Unavailable>;
}

/// The questions of the bank. Look-ups by id find deleted ones too: a session may have drawn them.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Questions: Send + Sync + 'static {
    /// A question with its answers.
    async fn find(&self, id: QuestionId) -> Result<Option<Question>, Unavailable>;
    /// Several questions, in no order; unknown ids are left out.
    async fn find_all(&self, ids: &[QuestionId]) -> Result<Vec<Question>, Unavailable>;
    /// The bank, oldest first.
    async fn list(
        &self,
        filter: &QuestionFilter,
        page: PageRequest<QuestionId>,
    ) -> Result<Page<Question, QuestionId>, Unavailable>;
    /// The ids of all questions that a draw can take, ascending.
    async fn drawable(&self, draw: &Draw) -> Result<Vec<QuestionId>, Unavailable>;
    /// How a question did wherever it was asked and closed.
    async fn statistics(&self, id: QuestionId) -> Result<QuestionStatistics, Unavailable>;
    /// The content keys of all questions of a topic, for an import that looks for repeats.
    async fn content_keys(&self, topic: TopicId) -> Result<Vec<String>, Unavailable>;
    /// The bank for an export: by topic title, then by age.
    async fn export(
        &self,
        topic: Option<TopicId>,
        page: PageRequest<QuestionId>,
    ) -> Result<Page<ExportItem, QuestionId>, Unavailable>;
}

/// Which questions a list shows; every part narrows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionFilter {
    /// Of this topic.
    pub topic: Option<TopicId>,
    /// Of this kind.
    pub kind: Option<QuestionKind>,
    /// Of this difficulty.
    pub difficulty: Option<Difficulty>,
    /// At least this difficult.
    pub difficulty_min: Option<Difficulty>,
    /// At most this difficult.
    pub difficulty_max: Option<Difficulty>,
    /// With this tag, as tags are kept.
    pub tag: Option<String>,
    /// With a star of this user.
    pub starred_by: Option<UserId>,
    /// Only those that show or play something, or only others.
    pub has_media: Option<bool>,
    /// With this text in their content, without regard to case.
    pub text: Option<String>,
}

/// What a session may ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// Of these topics; empty: of all.
    pub topics: Vec<TopicId>,
    /// At least this difficult.
    pub difficulty_min: Difficulty,
    /// At most this difficult.
    pub difficulty_max: Difficulty,
}

/// A question on its way out.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportItem {
    /// Its topic.
    pub topic: Topic,
    /// The question.
    pub question: Question,
}

//! Questions put together to be played, and the life of it: `draft → published → archived → draft`. What is published
//! does not change under those who play it; so an edit is of a draft alone.

mod draft;
#[cfg(test)]
mod tests;

pub use draft::QuizDraft;

use super::named::named;
use super::{Difficulty, QuizSettings};
use crate::fault::{Fault, Faults};
use crate::ids::{QuestionId, QuizId, TopicId, UserId};
use crate::{Timestamp, micros};
use serde::{Deserialize, Serialize};

named! {
    /// Where a quiz is in its life.
    QuizStatus {
        /// Being written; nobody can play it.
        Draft = "draft",
        /// Can be played.
        Published = "published",
        /// Was played; nobody can any more.
        Archived = "archived",
    }
}

/// A quiz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiz {
    /// Unique.
    pub id: QuizId,
    /// 1 to 255 characters.
    pub title: String,
    /// Up to 2,000 characters; may be empty.
    pub description: String,
    /// The subject it is about. Its questions may be of others.
    pub topic: TopicId,
    /// Novice to grandmaster.
    pub difficulty: Difficulty,
    /// In the order in which they are asked; each once, up to [`Self::QUESTIONS_MAX`].
    pub questions: Vec<QuestionId>,
    /// How it is played.
    pub settings: QuizSettings,
    /// Where it is in its life.
    pub status: QuizStatus,
    /// How many sessions of it were finished. Counted by the store; no edit changes it.
    pub play_count: i64,
    /// Who put it together.
    pub author: UserId,
    /// Counts changes, from 1; being played is none.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was deleted, as a draft.
    pub deleted_at: Option<Timestamp>,
}

/// The quiz is not in the state that this takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the quiz is {is}, and would have to be {needed}", is = .is.as_str(), needed = .needed.as_str())]
pub struct QuizStateError {
    /// What it is.
    pub is: QuizStatus,
    /// What it would have to be.
    pub needed: QuizStatus,
}

impl Quiz {
    /// The most questions of one quiz.
    pub const QUESTIONS_MAX: usize = 100;

    /// A new draft.
    ///
    /// # Errors
    /// Every field that breaks its rule, at once.
    pub fn new(
        id: QuizId,
        author: UserId,
        topic: TopicId,
        draft: QuizDraft,
        now: Timestamp,
    ) -> Result<Self, Faults> {
        let draft = draft.checked()?;
        let now = micros(now);
        Ok(Self {
            id,
            title: draft.title,
            description: draft.description,
            topic,
            difficulty: Difficulty::new(draft.difficulty).unwrap_or(Difficulty::MEDIUM),
            questions: draft.questions,
            settings: draft.settings,
            status: QuizStatus::Draft,
            play_count: 0,
            author,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        })
    }

    /// Whether it is in this state, as an edit or a deletion needs it to be a draft.
    ///
    /// # Errors
    /// Tells what it is instead.
    pub fn must_be(&self, needed: QuizStatus) -> Result<(), QuizStateError> {
        let is = self.status;
        if is == needed {
            return Ok(());
        }
        Err(QuizStateError { is, needed })
    }

    /// The draft with another content; ask [`Self::must_be`] first.
    ///
    /// # Errors
    /// Every field that breaks its rule, at once.
    pub fn edit(self, topic: TopicId, draft: QuizDraft, now: Timestamp) -> Result<Self, Faults> {
        let edited = Self::new(self.id, self.author, topic, draft, now)?;
        Ok(Self {
            status: self.status,
            play_count: self.play_count,
            version: self.version.saturating_add(1),
            created_at: self.created_at,
            ..edited
        })
    }

    /// A draft becomes something to play.
    ///
    /// # Errors
    /// It is no draft. That it has questions is [`Self::check_questions`].
    pub fn publish(self, now: Timestamp) -> Result<Self, QuizStateError> {
        self.moved(QuizStatus::Draft, QuizStatus::Published, now)
    }

    /// What can be played no longer can.
    ///
    /// # Errors
    /// It is not published.
    pub fn archive(self, now: Timestamp) -> Result<Self, QuizStateError> {
        self.moved(QuizStatus::Published, QuizStatus::Archived, now)
    }

    /// What was archived is a draft again.
    ///
    /// # Errors
    /// It is not archived.
    pub fn reopen(self, now: Timestamp) -> Result<Self, QuizStateError> {
        self.moved(QuizStatus::Archived, QuizStatus::Draft, now)
    }

    /// The draft is gone. Sessions that were made of it once go on.
    ///
    /// # Errors
    /// It is no draft.
    pub fn delete(self, now: Timestamp) -> Result<Self, QuizStateError> {
        let gone = self.moved(QuizStatus::Draft, QuizStatus::Draft, now)?;
        Ok(Self {
            deleted_at: Some(gone.updated_at),
            ..gone
        })
    }

    /// Whether it can be published with what there is: it asks something, and each of its questions is `there`.
    ///
    /// # Errors
    /// `quiz_without_questions` at `/questions`, or `unknown_question` at each that is missing.
    pub fn check_questions(&self, there: impl Fn(QuestionId) -> bool) -> Result<(), Faults> {
        if self.questions.is_empty() {
            let detail = "a quiz asks at least one question";
            return Err(Fault::new("/questions", "quiz_without_questions", detail).into());
        }
        draft::check_there(&self.questions, there)
    }

    fn moved(
        self,
        from: QuizStatus,
        to: QuizStatus,
        now: Timestamp,
    ) -> Result<Self, QuizStateError> {
        self.must_be(from)?;
        Ok(Self {
            status: to,
            version: self.version.saturating_add(1),
            updated_at: micros(now),
            ..self
        })
    }
}

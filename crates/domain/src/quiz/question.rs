mod answer;
mod checks;
mod difficulty;
mod draft;
mod kind;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Weight};
pub use difficulty::Difficulty;
pub use draft::{AnswerDraft, QuestionDraft};
pub use kind::QuestionKind;

use super::media::Media;
use crate::Timestamp;
use crate::fault::Faults;
use crate::ids::{AnswerId, QuestionId, TopicId};
use serde::{Deserialize, Serialize};

/// A question of the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Unique.
    pub id: QuestionId,
    /// The subject it belongs to.
    pub topic: TopicId,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Novice to grandmaster.
    pub difficulty: Difficulty,
    /// What is asked: 1 to 1,000 characters, a Markdown subset.
    pub content: String,
    /// Shown after the answer; up to 2,000 characters, may be empty.
    pub explanation: String,
    /// What it is worth in profiles that use it, 1 to 10,000; 100 when nobody said.
    pub points: i64,
    /// Up to 10, each 1 to 40 characters, lower case, sorted, without repeats.
    pub tags: Vec<String>,
    /// What it shows or plays besides; up to [`Media::MAX`], in the author's order.
    pub media: Vec<Media>,
    /// In the author's order.
    pub answers: Vec<Answer>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was taken out of the bank. Sessions that have drawn it go on with it.
    pub deleted_at: Option<Timestamp>,
}

impl Question {
    /// A new question. `answer_id` gives the id of each answer.
    ///
    /// # Errors
    /// Every field that breaks its rule, at once.
    pub fn new(
        id: QuestionId,
        topic: TopicId,
        draft: QuestionDraft,
        answer_id: impl FnMut() -> AnswerId,
        created_at: Timestamp,
    ) -> Result<Self, Faults> {
        let draft = draft.checked()?;
        let difficulty = Difficulty::new(draft.difficulty).unwrap_or(Difficulty::MEDIUM);
        Ok(Self {
            id,
            topic,
            kind: draft.kind,
            difficulty,
            content: draft.content,
            explanation: draft.explanation,
            points: draft.points,
            tags: draft.tags,
            media: draft.media,
            answers: with_ids(draft.answers, answer_id),
            version: 1,
            created_at,
            deleted_at: None,
        })
    }

    /// The same question with other words. Answers get new ids: what was answered before stays what it was.
    ///
    /// # Errors
    /// Every field that breaks its rule, at once; `kind_is_fixed` at `/kind` for another kind, since a session that
    /// drew the question has to be able to go on with it.
    pub fn edit(
        self,
        topic: TopicId,
        draft: QuestionDraft,
        answer_id: impl FnMut() -> AnswerId,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        if draft.kind != self.kind {
            let detail = format!("this is a {} question and stays one", self.kind.as_str());
            faults.add("/kind", "kind_is_fixed", detail);
        }
        let edited = Self::new(self.id, topic, draft, answer_id, self.created_at);
        match faults.take(edited) {
            Some(edited) if faults.0.is_empty() => Ok(Self {
                version: self.version.saturating_add(1),
                ..edited
            }),
            _ => Err(faults),
        }
    }

    /// The same question, out of the bank.
    #[must_use]
    pub fn delete(self, now: Timestamp) -> Self {
        Self {
            version: self.version.saturating_add(1),
            deleted_at: Some(now),
            ..self
        }
    }

    /// The version at which its words became what they are. Taking a question out of the bank changes no word of it.
    pub fn words_version(&self) -> i64 {
        self.version
            .saturating_sub(i64::from(self.deleted_at.is_some()))
    }

    /// The draft that would make this question again: what an export writes.
    pub fn draft(&self) -> QuestionDraft {
        QuestionDraft {
            kind: self.kind,
            difficulty: self.difficulty.level(),
            content: self.content.clone(),
            explanation: self.explanation.clone(),
            points: self.points,
            tags: self.tags.clone(),
            media: self.media.clone(),
            answers: self
                .answers
                .iter()
                .map(|a| AnswerDraft {
                    content: a.content.clone(),
                    is_correct: a.is_correct,
                    counterpart: a.counterpart.clone(),
                    weight: a.weight,
                    feedback: a.feedback.clone(),
                })
                .collect(),
        }
    }

    /// See [`QuestionDraft::content_key`].
    pub fn content_key(&self) -> String {
        self.draft().content_key()
    }
}

fn with_ids(drafts: Vec<AnswerDraft>, mut id: impl FnMut() -> AnswerId) -> Vec<Answer> {
    drafts
        .into_iter()
        .map(|draft| Answer {
            id: id(),
            content: draft.content,
            is_correct: draft.is_correct,
            counterpart: draft.counterpart,
            weight: draft.weight,
            feedback: draft.feedback,
        })
        .collect()
}

use super::checks::{checked_answers, checked_tags};
use super::{Difficulty, QuestionKind, Weight};
use crate::fault::{Faults, check_text};
use crate::quiz::media::{Media, check_media};
use serde::{Deserialize, Serialize};

/// What someone asks a question to be; not yet checked. Also the shape of Ludger's own exchange format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionDraft {
    /// See [`Question::kind`](super::Question::kind).
    pub kind: QuestionKind,
    /// 1 to 5; journeyman when left out.
    #[serde(default = "medium")]
    pub difficulty: i64,
    /// See [`Question::content`](super::Question::content).
    pub content: String,
    /// See [`Question::explanation`](super::Question::explanation).
    #[serde(default)]
    pub explanation: String,
    /// See [`Question::points`](super::Question::points).
    #[serde(default = "hundred")]
    pub points: i64,
    /// See [`Question::tags`](super::Question::tags).
    #[serde(default)]
    pub tags: Vec<String>,
    /// See [`Question::media`](super::Question::media).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// See [`Question::answers`](super::Question::answers).
    pub answers: Vec<AnswerDraft>,
}

/// What someone asks an answer to be; not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerDraft {
    /// See [`Answer::content`](super::Answer::content).
    pub content: String,
    /// See [`Answer::is_correct`](super::Answer::is_correct); may be left out where every answer is an accepted one.
    #[serde(default)]
    pub is_correct: bool,
    /// See [`Answer::counterpart`](super::Answer::counterpart).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<String>,
    /// See [`Answer::weight`](super::Answer::weight).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
    /// See [`Answer::feedback`](super::Answer::feedback).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<String>,
}

fn medium() -> i64 {
    Difficulty::MEDIUM.level()
}

fn hundred() -> i64 {
    100
}

impl QuestionDraft {
    /// What two questions of one topic are compared by when an import looks for repeats: the kind, the words of the
    /// question and those of its answers in any order, without regard to case and spacing, and what it shows.
    pub fn content_key(&self) -> String {
        let mut answers: Vec<_> = self
            .answers
            .iter()
            .map(|answer| plain(&answer.content))
            .collect();
        answers.sort_unstable();
        let mut key = format!(
            "{} {} | {}",
            self.kind.as_str(),
            plain(&self.content),
            answers.join(" | ")
        );
        for media in &self.media {
            key.push_str(" | ");
            key.push_str(&media.url);
        }
        key
    }

    /// The draft with its texts trimmed and its tags in order, if it breaks no rule.
    ///
    /// # Errors
    /// Every field that breaks its rule, at once.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let content = self.content.trim().to_owned();
        let explanation = self.explanation.trim().to_owned();
        faults.take(check_text("/content", &content, 1, 1_000));
        faults.take(check_text("/explanation", &explanation, 0, 2_000));
        if Difficulty::new(self.difficulty).is_none() {
            faults.add("/difficulty", "out_of_range", "a difficulty is 1 to 5");
        }
        if !(1..=10_000).contains(&self.points) {
            faults.add("/points", "out_of_range", "points are 1 to 10,000");
        }
        let tags = checked_tags(&self.tags, &mut faults);
        check_media(&self.media, &mut faults);
        let answers = checked_answers(self.kind, self.answers, &mut faults);
        faults.into_result()?;
        Ok(Self {
            content,
            explanation,
            tags,
            answers,
            ..self
        })
    }
}

fn plain(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

use crate::Timestamp;
use crate::fault::{Faults, check_text};
use crate::ids::{AnswerId, QuestionId, TopicId};
use crate::money::parse_decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// One of 2 to 6 answers; exactly one is right.
    Single,
    /// Any of 2 to 6 answers; at least one is right.
    Multiple,
    /// `True` or `False`.
    TrueFalse,
    /// Free text; every answer is an accepted text.
    Text,
    /// A number; every answer is a range from `content` to `counterpart`, both included.
    Numeric,
    /// 2 to 6 answers, stored in their right order.
    Order,
    /// 2 to 6 pairs of `content` and `counterpart`.
    Match,
}

impl QuestionKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 7] =
        [Self::Single, Self::Multiple, Self::TrueFalse, Self::Text, Self::Numeric, Self::Order, Self::Match];

    /// The name in JSON, SQL and CSV.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::TrueFalse => "true_false",
            Self::Text => "text",
            Self::Numeric => "numeric",
            Self::Order => "order",
            Self::Match => "match",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether sessions can ask questions of this kind.
    pub const fn is_playable(self) -> bool {
        matches!(self, Self::Single | Self::TrueFalse)
    }
}

/// 1 novice, 2 apprentice, 3 journeyman, 4 master, 5 grandmaster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Difficulty(u8);

impl Difficulty {
    /// Novice.
    pub const MIN: Self = Self(1);
    /// Journeyman: what a question has when nobody said.
    pub const MEDIUM: Self = Self(3);
    /// Grandmaster.
    pub const MAX: Self = Self(5);

    /// A level from its number, 1 to 5.
    pub fn new(level: i64) -> Option<Self> {
        u8::try_from(level).ok().filter(|level| (1..=5).contains(level)).map(Self)
    }

    /// 1 to 5.
    pub const fn level(self) -> i64 {
        self.0 as i64
    }
}

impl TryFrom<i64> for Difficulty {
    type Error = String;
    fn try_from(level: i64) -> Result<Self, String> {
        Self::new(level).ok_or_else(|| "a difficulty is 1 to 5".to_owned())
    }
}

impl From<Difficulty> for i64 {
    fn from(difficulty: Difficulty) -> Self {
        difficulty.level()
    }
}

/// What picking an answer adds to the mark, in thousandths of a percent: -100,000 to 100,000 (GIFT writes `%33.333%`).
pub type Weight = i32;

/// One answer of a question. What its fields mean depends on the question's [`QuestionKind`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Unique.
    pub id: AnswerId,
    /// 1 to 500 characters. For `numeric` the lower bound, as a decimal.
    pub content: String,
    /// Always true where every answer is an accepted one (`text`, `numeric`, `order`, `match`).
    pub is_correct: bool,
    /// The right side of a `match` pair; the upper bound of a `numeric` range.
    pub counterpart: Option<String>,
    /// Partial credit, where the author gave one.
    pub weight: Option<Weight>,
    /// Shown after this answer was given.
    pub feedback: Option<String>,
}

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
    /// In the author's order.
    pub answers: Vec<Answer>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was taken out of the bank. Sessions that have drawn it go on with it.
    pub deleted_at: Option<Timestamp>,
}

/// What someone asks a question to be; not yet checked. Also the shape of Ludger's own exchange format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionDraft {
    /// See [`Question::kind`].
    pub kind: QuestionKind,
    /// 1 to 5; journeyman when left out.
    #[serde(default = "medium")]
    pub difficulty: i64,
    /// See [`Question::content`].
    pub content: String,
    /// See [`Question::explanation`].
    #[serde(default)]
    pub explanation: String,
    /// See [`Question::points`].
    #[serde(default = "hundred")]
    pub points: i64,
    /// See [`Question::tags`].
    #[serde(default)]
    pub tags: Vec<String>,
    /// See [`Question::answers`].
    pub answers: Vec<AnswerDraft>,
}

/// What someone asks an answer to be; not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerDraft {
    /// See [`Answer::content`].
    pub content: String,
    /// See [`Answer::is_correct`]; may be left out where every answer is an accepted one.
    #[serde(default)]
    pub is_correct: bool,
    /// See [`Answer::counterpart`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<String>,
    /// See [`Answer::weight`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
    /// See [`Answer::feedback`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<String>,
}

fn medium() -> i64 {
    Difficulty::MEDIUM.level()
}

fn hundred() -> i64 {
    100
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
            answers: with_ids(draft.answers, answer_id),
            version: 1,
            created_at,
            deleted_at: None,
        })
    }

    /// The same question with other words. Answers get new ids: what was answered before stays what it was.
    ///
    /// # Errors
    /// Every field that breaks its rule, at once.
    pub fn edit(
        self,
        topic: TopicId,
        draft: QuestionDraft,
        answer_id: impl FnMut() -> AnswerId,
    ) -> Result<Self, Faults> {
        let edited = Self::new(self.id, topic, draft, answer_id, self.created_at)?;
        Ok(Self { version: self.version.saturating_add(1), ..edited })
    }

    /// The same question, out of the bank.
    #[must_use]
    pub fn delete(self, now: Timestamp) -> Self {
        Self { version: self.version.saturating_add(1), deleted_at: Some(now), ..self }
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

    /// What two questions of one topic are compared by when an import looks for repeats: the kind and the words of
    /// the question, without regard to case and spacing.
    pub fn content_key(&self) -> String {
        self.draft().content_key()
    }
}

impl QuestionDraft {
    /// See [`Question::content_key`].
    pub fn content_key(&self) -> String {
        let words: Vec<_> = self.content.split_whitespace().map(str::to_lowercase).collect();
        format!("{} {}", self.kind.as_str(), words.join(" "))
    }

    /// The draft with its texts trimmed and its tags in order, if it breaks no rule.
    ///
    /// # Errors
    /// Every field that breaks its rule, at once.
    pub fn checked(mut self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        self.content = self.content.trim().to_owned();
        self.explanation = self.explanation.trim().to_owned();
        faults.take(check_text("/content", &self.content, 1, 1_000));
        faults.take(check_text("/explanation", &self.explanation, 0, 2_000));
        if Difficulty::new(self.difficulty).is_none() {
            faults.add("/difficulty", "out_of_range", "a difficulty is 1 to 5");
        }
        if !(1..=10_000).contains(&self.points) {
            faults.add("/points", "out_of_range", "points are 1 to 10,000");
        }
        self.tags = checked_tags(&self.tags, &mut faults);
        if self.kind == QuestionKind::TrueFalse {
            self.answers = true_false_first(self.answers);
        }
        check_answers(self.kind, &mut self.answers, &mut faults);
        faults.into_result()?;
        Ok(self)
    }
}

/// `True` stands before `False` whatever order the author wrote, so that the order tells nothing.
fn true_false_first(mut answers: Vec<AnswerDraft>) -> Vec<AnswerDraft> {
    for answer in &mut answers {
        match answer.content.trim().to_lowercase().as_str() {
            "true" => answer.content = "True".to_owned(),
            "false" => answer.content = "False".to_owned(),
            _ => {}
        }
    }
    answers.sort_by_key(|answer| answer.content != "True");
    answers
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

fn checked_tags(tags: &[String], faults: &mut Faults) -> Vec<String> {
    let tags: BTreeSet<String> = tags.iter().map(|tag| tag.trim().to_lowercase()).collect();
    if tags.len() > 10 {
        faults.add("/tags", "too_many", "a question has at most 10 tags");
    }
    for tag in &tags {
        faults.take(check_text("/tags", tag, 1, 40));
    }
    tags.into_iter().collect()
}

fn check_answers(kind: QuestionKind, answers: &mut [AnswerDraft], faults: &mut Faults) {
    let range = match kind {
        QuestionKind::Single | QuestionKind::Multiple | QuestionKind::Order | QuestionKind::Match => 2..=6,
        QuestionKind::TrueFalse => 2..=2,
        QuestionKind::Text | QuestionKind::Numeric => 1..=20,
    };
    if !range.contains(&answers.len()) {
        let (low, high) = (range.start(), range.end());
        let detail = format!("a {} question has {low} to {high} answers", kind.as_str());
        faults.add("/answers", "wrong_number_of_answers", detail);
    }
    let mut seen = BTreeSet::new();
    for (index, answer) in answers.iter_mut().enumerate() {
        let here = format!("/answers/{index}");
        check_answer(kind, answer, &here, faults);
        if !seen.insert(answer.content.to_lowercase()) {
            faults.add(format!("{here}/content"), "repeated", "stands there twice");
        }
    }
    check_right_answers(kind, answers, faults);
}

fn check_answer(kind: QuestionKind, answer: &mut AnswerDraft, here: &str, faults: &mut Faults) {
    answer.content = answer.content.trim().to_owned();
    faults.take(check_text(&format!("{here}/content"), &answer.content, 1, 500));
    if let Some(feedback) = &answer.feedback {
        faults.take(check_text(&format!("{here}/feedback"), feedback, 1, 1_000));
    }
    if answer.weight.is_some_and(|weight| !(-100_000..=100_000).contains(&weight)) {
        faults.add(format!("{here}/weight"), "out_of_range", "a weight is -100 % to 100 %");
    }
    match kind {
        QuestionKind::Numeric => check_range(answer, here, faults),
        QuestionKind::Match => match &answer.counterpart {
            Some(counterpart) => {
                faults.take(check_text(&format!("{here}/counterpart"), counterpart.trim(), 1, 500));
            }
            None => faults.add(format!("{here}/counterpart"), "required", "a pair needs both sides"),
        },
        _ if answer.counterpart.is_some() => {
            faults.add(format!("{here}/counterpart"), "not_allowed", "only pairs and ranges have a counterpart");
        }
        _ => {}
    }
    if matches!(kind, QuestionKind::Text | QuestionKind::Numeric | QuestionKind::Order | QuestionKind::Match) {
        answer.is_correct = true;
    }
}

fn check_range(answer: &AnswerDraft, here: &str, faults: &mut Faults) {
    let upper = answer.counterpart.as_deref().unwrap_or(&answer.content);
    match (parse_decimal(&answer.content), parse_decimal(upper)) {
        (Ok(low), Ok(high)) if low <= high => {}
        (Ok(_), Ok(_)) => faults.add(here, "empty_range", "the lower bound is above the upper one"),
        _ => faults.add(here, "malformed_number", "a range is one decimal, or two"),
    }
}

fn check_right_answers(kind: QuestionKind, answers: &[AnswerDraft], faults: &mut Faults) {
    let right = answers.iter().filter(|answer| answer.is_correct).count();
    match kind {
        QuestionKind::Single | QuestionKind::TrueFalse if right != 1 => {
            faults.add("/answers", "one_right_answer", format!("exactly one answer is right, not {right}"));
        }
        QuestionKind::Multiple if right == 0 => {
            faults.add("/answers", "no_right_answer", "at least one answer is right");
        }
        _ => {}
    }
    let is_boolean = answers.iter().all(|a| matches!(a.content.as_str(), "True" | "False"));
    if kind == QuestionKind::TrueFalse && !is_boolean {
        faults.add("/answers", "not_true_or_false", "the answers of a true_false question are True and False");
    }
}

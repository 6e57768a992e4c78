use super::Quiz;
use crate::fault::{Faults, check_text};
use crate::ids::QuestionId;
use crate::quiz::{Difficulty, QuizSettings};
use std::collections::BTreeSet;

/// What someone asks a quiz to be; not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizDraft {
    /// See [`Quiz::title`].
    pub title: String,
    /// See [`Quiz::description`].
    pub description: String,
    /// 1 to 5.
    pub difficulty: i64,
    /// See [`Quiz::questions`].
    pub questions: Vec<QuestionId>,
    /// See [`Quiz::settings`].
    pub settings: QuizSettings,
}

impl QuizDraft {
    /// Whether each of its questions is `there`.
    ///
    /// # Errors
    /// `unknown_question` at each that is missing.
    pub fn check_questions(&self, there: impl Fn(QuestionId) -> bool) -> Result<(), Faults> {
        check_there(&self.questions, there)
    }

    pub(super) fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let title = self.title.trim().to_owned();
        faults.take(check_text("/title", &title, 1, 255));
        faults.take(check_text("/description", &self.description, 0, 2_000));
        if Difficulty::new(self.difficulty).is_none() {
            faults.add("/difficulty", "out_of_range", "a difficulty is 1 to 5");
        }
        if self.questions.len() > Quiz::QUESTIONS_MAX {
            let detail = "a quiz has at most 100 questions";
            faults.add("/questions", "too_many", detail);
        }
        let mut seen = BTreeSet::new();
        for (index, question) in self.questions.iter().enumerate() {
            if !seen.insert(question) {
                let here = format!("/questions/{index}");
                faults.add(here, "repeated", "stands there twice");
            }
        }
        faults.take(self.settings.check());
        faults.into_result()?;
        Ok(Self { title, ..self })
    }
}

pub(super) fn check_there(
    questions: &[QuestionId],
    there: impl Fn(QuestionId) -> bool,
) -> Result<(), Faults> {
    let mut faults = Faults::default();
    for (index, question) in questions.iter().enumerate() {
        if !there(*question) {
            let here = format!("/questions/{index}");
            faults.add(here, "unknown_question", "there is no such question");
        }
    }
    faults.into_result()
}

//! One row: a question, or a topic.

use super::super::document::{checked_topic, excerpt};
use super::answers::kind_of;
use super::header::Columns;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::quiz::{Difficulty, QuestionDraft, QuestionKind, TopicDraft};

/// What a row says.
pub(super) enum Said {
    Topic(TopicDraft),
    Question(QuestionDraft),
}

pub(super) struct Row<'a> {
    pub(super) columns: &'a Columns,
    pub(super) cells: &'a [String],
}

impl Row<'_> {
    pub(super) fn topic(&self) -> Option<String> {
        Some(self.trimmed(self.columns.topic).to_owned()).filter(|topic| !topic.is_empty())
    }

    pub(super) fn read(&self) -> Result<Said, Faults> {
        if self
            .trimmed(self.columns.kind)
            .eq_ignore_ascii_case("topic")
        {
            let title = self.topic().unwrap_or_default();
            return checked_topic(TopicDraft {
                title,
                description: self.cell(self.columns.content).to_owned(),
            })
            .map(Said::Topic);
        }
        let mut faults = Faults::default();
        if self
            .cells
            .iter()
            .skip(self.columns.count)
            .any(|cell| !cell.trim().is_empty())
        {
            faults.add(
                "",
                "too_many_cells",
                "the row has more cells than the header has columns",
            );
        }
        let kind = faults.take(self.kind());
        let difficulty = faults.take(self.difficulty());
        let points = faults.take(self.points());
        let answers = faults.take(self.answers(kind.flatten()));
        faults.into_result()?;
        let answers = answers.unwrap_or_default();
        let kind = kind.flatten().unwrap_or_else(|| kind_of(&answers));
        Ok(Said::Question(QuestionDraft {
            kind,
            difficulty: difficulty.unwrap_or_default(),
            content: self.cell(self.columns.content).to_owned(),
            explanation: self.cell(self.columns.explanation).to_owned(),
            points: points.unwrap_or_default(),
            tags: split_tags(self.cell(self.columns.tags)),
            media: Vec::new(),
            answers,
        }))
    }

    pub(super) fn cell(&self, column: Option<usize>) -> &str {
        column
            .and_then(|column| self.cells.get(column))
            .map(String::as_str)
            .unwrap_or_default()
    }

    pub(super) fn trimmed(&self, column: Option<usize>) -> &str {
        self.cell(column).trim()
    }

    fn kind(&self) -> Result<Option<QuestionKind>, Fault> {
        let name = self
            .trimmed(self.columns.kind)
            .to_lowercase()
            .replace([' ', '-', '/'], "_");
        Ok(Some(match name.as_str() {
            "" => return Ok(None),
            "multiple_choice" | "multichoice" | "mcq" | "single_choice" => QuestionKind::Single,
            "multiple_answer" | "multiple_answers" | "multiple_response" => QuestionKind::Multiple,
            "boolean" | "truefalse" | "tf" => QuestionKind::TrueFalse,
            "short_answer" | "shortanswer" => QuestionKind::Text,
            "number" | "numerical" => QuestionKind::Numeric,
            "ordering" => QuestionKind::Order,
            "matching" => QuestionKind::Match,
            name => QuestionKind::from_name(name).ok_or_else(|| {
                Fault::new(
                    "/kind",
                    "unknown_kind",
                    format!("there is no kind {:?}", excerpt(name)),
                )
            })?,
        }))
    }

    fn difficulty(&self) -> Result<i64, Fault> {
        match self
            .trimmed(self.columns.difficulty)
            .to_lowercase()
            .as_str()
        {
            "" | "medium" | "journeyman" => Ok(Difficulty::MEDIUM.level()),
            "easy" | "novice" => Ok(Difficulty::MIN.level()),
            "hard" | "grandmaster" => Ok(Difficulty::MAX.level()),
            "apprentice" => Ok(2),
            "master" => Ok(4),
            level => level.parse().map_err(|_| {
                Fault::new(
                    "/difficulty",
                    "out_of_range",
                    "a difficulty is 1 to 5, or easy, medium or hard",
                )
            }),
        }
    }

    fn points(&self) -> Result<i64, Fault> {
        match self.trimmed(self.columns.points) {
            "" => Ok(100),
            points => points.parse().map_err(|_| {
                Fault::new("/points", "malformed_number", "points are a whole number")
            }),
        }
    }
}

/// `\;` and `\\` stand for the characters.
fn split_tags(cell: &str) -> Vec<String> {
    let mut tags = vec![String::new()];
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = chars.next_if(|next| c == '\\' && matches!(next, ';' | '\\'));
        match (c, escaped) {
            (';', _) => tags.push(String::new()),
            (c, escaped) => tags
                .last_mut()
                .into_iter()
                .for_each(|tag| tag.push(escaped.unwrap_or(c))),
        }
    }
    tags.retain(|tag| !tag.trim().is_empty());
    tags
}

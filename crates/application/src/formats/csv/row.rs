//! One row: a question, or a topic.

use super::super::choice::kind_of_choices;
use super::super::document::{checked_topic, excerpt};
use super::super::percent::parse_percent;
use super::correct::{First, right_positions};
use super::header::{AnswerColumns, Columns};
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::quiz::{AnswerDraft, Difficulty, QuestionDraft, QuestionKind, TopicDraft};

/// What a row says.
pub(super) enum Said {
    Topic(TopicDraft),
    Question(QuestionDraft),
}

pub(super) struct Row<'a> {
    pub(super) columns: &'a Columns,
    pub(super) cells: &'a [String],
}

/// An answer and the number of its column, counted from 1.
struct Placed {
    position: usize,
    draft: AnswerDraft,
}

impl Row<'_> {
    pub(super) fn topic(&self) -> Option<String> {
        Some(self.trimmed(self.columns.topic).to_owned()).filter(|topic| !topic.is_empty())
    }

    pub(super) fn read(&self) -> Result<Said, Faults> {
        if self.trimmed(self.columns.kind).eq_ignore_ascii_case("topic") {
            let title = self.topic().unwrap_or_default();
            return checked_topic(TopicDraft { title, description: self.cell(self.columns.content).to_owned() })
                .map(Said::Topic);
        }
        let mut faults = Faults::default();
        if self.cells.iter().skip(self.columns.count).any(|cell| !cell.trim().is_empty()) {
            faults.add("", "too_many_cells", "the row has more cells than the header has columns");
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
            answers,
        }))
    }

    fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.cells.get(column)).map(String::as_str).unwrap_or_default()
    }

    fn trimmed(&self, column: Option<usize>) -> &str {
        self.cell(column).trim()
    }

    fn kind(&self) -> Result<Option<QuestionKind>, Fault> {
        let name = self.trimmed(self.columns.kind).to_lowercase().replace([' ', '-', '/'], "_");
        Ok(Some(match name.as_str() {
            "" => return Ok(None),
            "multiple_choice" | "multichoice" | "mcq" | "single_choice" => QuestionKind::Single,
            "multiple_answer" | "multiple_answers" | "multiple_response" => QuestionKind::Multiple,
            "boolean" | "truefalse" | "tf" => QuestionKind::TrueFalse,
            "short_answer" | "shortanswer" => QuestionKind::Text,
            "number" | "numerical" => QuestionKind::Numeric,
            "ordering" => QuestionKind::Order,
            "matching" => QuestionKind::Match,
            name => QuestionKind::from_name(name)
                .ok_or_else(|| Fault::new("/kind", "unknown_kind", format!("there is no kind {:?}", excerpt(name))))?,
        }))
    }

    fn difficulty(&self) -> Result<i64, Fault> {
        match self.trimmed(self.columns.difficulty).to_lowercase().as_str() {
            "" | "medium" | "journeyman" => Ok(Difficulty::MEDIUM.level()),
            "easy" | "novice" => Ok(Difficulty::MIN.level()),
            "hard" | "grandmaster" => Ok(Difficulty::MAX.level()),
            "apprentice" => Ok(2),
            "master" => Ok(4),
            level => level.parse().map_err(|_| {
                Fault::new("/difficulty", "out_of_range", "a difficulty is 1 to 5, or easy, medium or hard")
            }),
        }
    }

    fn points(&self) -> Result<i64, Fault> {
        match self.trimmed(self.columns.points) {
            "" => Ok(100),
            points => {
                points.parse().map_err(|_| Fault::new("/points", "malformed_number", "points are a whole number"))
            }
        }
    }

    fn answers(&self, kind: Option<QuestionKind>) -> Result<Vec<AnswerDraft>, Faults> {
        let mut faults = Faults::default();
        let mut placed = Vec::new();
        for (index, columns) in self.columns.answers.iter().enumerate() {
            placed.extend(faults.take(self.answer(index + 1, *columns)).flatten());
        }
        faults.into_result()?;
        let (said, first) = self.correct();
        if placed.is_empty() {
            return Ok(answers_of_correct(said, kind));
        }
        let all_right = match kind {
            Some(QuestionKind::Text | QuestionKind::Numeric | QuestionKind::Order | QuestionKind::Match) => true,
            Some(_) => false,
            None => said.is_empty() && kind_without_correct(&placed).is_some(),
        };
        if all_right {
            for placed in &mut placed {
                placed.draft.is_correct = true;
            }
        } else if !said.is_empty() {
            mark_right(&mut placed, said, first)?;
        }
        Ok(placed.into_iter().map(|placed| placed.draft).collect())
    }

    fn answer(&self, position: usize, columns: AnswerColumns) -> Result<Option<Placed>, Fault> {
        let given = |column| Some(self.cell(column)).filter(|cell| !cell.is_empty());
        let here = format!("/answers/{}", position - 1);
        let weight = match self.trimmed(columns.weight) {
            "" => None,
            percent => Some(parse_percent(percent.trim_end_matches('%').trim_end()).ok_or_else(|| {
                Fault::new(format!("{here}/weight"), "malformed_number", "a weight is a percent, as 50 or -33.333")
            })?),
        };
        let draft = AnswerDraft {
            content: self.trimmed(columns.content).to_owned(),
            is_correct: false,
            counterpart: given(columns.counterpart).map(str::to_owned),
            weight,
            feedback: given(columns.feedback).map(str::to_owned),
        };
        if draft == AnswerDraft::default() {
            return Ok(None);
        }
        if draft.content.is_empty() {
            let detail = format!("answer_{position} is empty, but something belongs to it");
            return Err(Fault::new(format!("{here}/content"), "required", detail));
        }
        Ok(Some(Placed { position, draft }))
    }

    fn correct(&self) -> (&str, First) {
        match self.trimmed(self.columns.correct) {
            "" => (self.trimmed(self.columns.correct_answer), First::Texts),
            correct => (correct, First::Positions),
        }
    }
}

fn mark_right(placed: &mut [Placed], said: &str, first: First) -> Result<(), Fault> {
    let answers: Vec<_> = placed.iter().map(|placed| (placed.position, placed.draft.content.as_str())).collect();
    let right = right_positions(said, first, &answers).ok_or_else(|| {
        Fault::new("/answers", "not_an_answer", format!("{:?} is none of the answers", excerpt(said)))
    })?;
    for placed in placed {
        placed.draft.is_correct = right.contains(&placed.position);
    }
    Ok(())
}

/// A row without answers of its own: `correct` is the answer.
fn answers_of_correct(said: &str, kind: Option<QuestionKind>) -> Vec<AnswerDraft> {
    let answer =
        |content: &str, is_correct| AnswerDraft { content: content.to_owned(), is_correct, ..AnswerDraft::default() };
    let truth = match said.to_lowercase().as_str() {
        "true" | "t" => Some(true),
        "false" | "f" => Some(false),
        _ => None,
    };
    match (kind, truth) {
        (None | Some(QuestionKind::TrueFalse), Some(is_true)) => {
            vec![answer("True", is_true), answer("False", !is_true)]
        }
        (None | Some(QuestionKind::Text | QuestionKind::Numeric), _) if !said.is_empty() => vec![answer(said, true)],
        _ => Vec::new(),
    }
}

fn kind_of(answers: &[AnswerDraft]) -> QuestionKind {
    if !answers.is_empty() && answers.iter().all(|answer| answer.counterpart.is_some()) {
        return QuestionKind::Match;
    }
    match answers {
        [answer] if answer.is_correct => QuestionKind::Text,
        answers => kind_of_choices(answers),
    }
}

/// Pairs, and a single answer, need no `correct`.
fn kind_without_correct(placed: &[Placed]) -> Option<QuestionKind> {
    match placed {
        [_] => Some(QuestionKind::Text),
        pairs if pairs.iter().all(|pair| pair.draft.counterpart.is_some()) => Some(QuestionKind::Match),
        _ => None,
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
            (c, escaped) => tags.last_mut().into_iter().for_each(|tag| tag.push(escaped.unwrap_or(c))),
        }
    }
    tags.retain(|tag| !tag.trim().is_empty());
    tags
}

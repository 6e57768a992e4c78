//! Writes a table with only as many columns as its questions need.

use super::super::Exported;
use super::super::percent::format_percent;
use super::cell::defused;
use ludger_domain::quiz::{AnswerDraft, QuestionDraft, QuestionKind, TopicDraft};

pub(in super::super) fn write(topics: &[TopicDraft], questions: &[Exported]) -> String {
    let columns = AnswerColumns::of(questions);
    let mut table = String::new();
    push_row(&mut table, &columns.header());
    for topic in topics {
        push_row(
            &mut table,
            &[
                topic.title.clone(),
                "topic".to_owned(),
                String::new(),
                topic.description.clone(),
            ],
        );
    }
    for question in questions {
        push_row(&mut table, &columns.row(question));
    }
    table
}

/// Which columns the answers need.
struct AnswerColumns {
    count: usize,
    has_counterparts: bool,
    has_weights: bool,
    has_feedbacks: bool,
}

impl AnswerColumns {
    fn of(questions: &[Exported]) -> Self {
        let answers = || {
            questions
                .iter()
                .flat_map(|question| &question.draft.answers)
        };
        Self {
            count: questions
                .iter()
                .map(|question| question.draft.answers.len())
                .max()
                .unwrap_or(0),
            has_counterparts: answers().any(|answer| answer.counterpart.is_some()),
            has_weights: answers().any(|answer| answer.weight.is_some()),
            has_feedbacks: answers().any(|answer| answer.feedback.is_some()),
        }
    }

    fn header(&self) -> Vec<String> {
        let mut names: Vec<_> = [
            "topic",
            "kind",
            "difficulty",
            "content",
            "explanation",
            "points",
            "tags",
            "correct",
        ]
        .map(str::to_owned)
        .into();
        for number in 1..=self.count {
            names.extend(
                self.cells(
                    ["", "_counterpart", "_weight", "_feedback"]
                        .map(|part| format!("answer_{number}{part}")),
                ),
            );
        }
        names
    }

    fn row(&self, question: &Exported) -> Vec<String> {
        let draft = &question.draft;
        let mut cells = vec![
            question.topic.clone(),
            draft.kind.as_str().to_owned(),
            draft.difficulty.to_string(),
            draft.content.clone(),
            draft.explanation.clone(),
            draft.points.to_string(),
            join_tags(&draft.tags),
            correct(draft),
        ];
        for answer in &draft.answers {
            cells.extend(self.cells(answer_cells(answer)));
        }
        cells
    }

    fn cells(
        &self,
        [content, counterpart, weight, feedback]: [String; 4],
    ) -> impl Iterator<Item = String> {
        [
            Some(content),
            self.has_counterparts.then_some(counterpart),
            self.has_weights.then_some(weight),
            self.has_feedbacks.then_some(feedback),
        ]
        .into_iter()
        .flatten()
    }
}

fn answer_cells(answer: &AnswerDraft) -> [String; 4] {
    [
        answer.content.clone(),
        answer.counterpart.clone().unwrap_or_default(),
        answer.weight.map(format_percent).unwrap_or_default(),
        answer.feedback.clone().unwrap_or_default(),
    ]
}

/// The positions of the right answers, where not all are.
fn correct(draft: &QuestionDraft) -> String {
    if !matches!(
        draft.kind,
        QuestionKind::Single | QuestionKind::Multiple | QuestionKind::TrueFalse
    ) {
        return String::new();
    }
    let right = draft
        .answers
        .iter()
        .enumerate()
        .filter(|(_, answer)| answer.is_correct);
    right
        .map(|(index, _)| (index + 1).to_string())
        .collect::<Vec<_>>()
        .join(";")
}

fn join_tags(tags: &[String]) -> String {
    let escaped: Vec<_> = tags
        .iter()
        .map(|tag| tag.replace('\\', "\\\\").replace(';', "\\;"))
        .collect();
    escaped.join(";")
}

/// All but plain words is quoted: a spreadsheet that parts cells by another character than the comma must not find a
/// formula behind one of its own separators.
fn push_row(table: &mut String, cells: &[String]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            table.push(',');
        }
        let cell = defused(cell);
        if cell
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
        {
            table.push_str(&cell);
        } else {
            table.extend(["\"", &cell.replace('"', "\"\""), "\""]);
        }
    }
    table.push_str("\r\n");
}

//! The question bank: topics, questions with their answers, draws and exports.

mod questions;
mod statistics;
mod topics;

pub(crate) use questions::questions_by_id;

use super::{corrupt, word};
use crate::connection::Connection;
use crate::dialect::key;
use crate::gather::{Found, all};
use crate::schema::{answers, question_media, questions as question_rows, topics as topic_rows};
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_domain::ids::{AnswerId, QuestionId, TopicId};
use ludger_domain::quiz::{
    Answer, Difficulty, Media, MediaType, Question, QuestionKind, Topic, Weight,
};
use std::collections::HashMap;

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = topic_rows)]
struct TopicRow {
    id: TopicId,
    title: String,
    description: String,
    version: i64,
    created_at: Timestamp,
    deleted_at: Option<Timestamp>,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = question_rows)]
struct QuestionRow {
    id: QuestionId,
    topic_id: TopicId,
    kind: String,
    difficulty: i64,
    content: String,
    explanation: String,
    points: i64,
    tags: String,
    version: i64,
    created_at: Timestamp,
    deleted_at: Option<Timestamp>,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = answers)]
struct AnswerRow {
    id: AnswerId,
    question_id: QuestionId,
    content: String,
    is_correct: bool,
    counterpart: Option<String>,
    weight: Option<i64>,
    feedback: Option<String>,
}

/// The answers of questions, in the author's order.
type Answers = HashMap<QuestionId, Vec<AnswerRow>>;

/// The questions of these rows, in their order, which were read over one moment of the database.
fn with_answers(conn: &mut Connection, rows: Vec<QuestionRow>) -> QueryResult<Vec<Question>> {
    let found: Vec<AnswerRow> = answers::table
        .filter(answers::question_id.eq_any(rows.iter().map(|row| key(row.id))))
        .filter(answers::is_retired.eq(false))
        .order((answers::question_id.asc(), answers::position.asc()))
        .select(AnswerRow::as_select())
        .load(conn)?;
    let mut of = Answers::with_capacity(rows.len());
    for answer in found {
        of.entry(answer.question_id).or_default().push(answer);
    }
    all(whole(conn, rows, of)?)
}

/// The questions of these rows, in their order, with the answers that they have now, and what they show.
fn whole(
    conn: &mut Connection,
    rows: Vec<QuestionRow>,
    mut answers: Answers,
) -> QueryResult<Found<QuestionId, Question>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut shown = media(conn, &rows)?;
    let read = |row: QuestionRow| {
        let answers = answers.remove(&row.id).unwrap_or_default().into_iter();
        let answers: QueryResult<_> = answers.map(AnswerRow::read).collect();
        let media = shown.remove(&row.id).unwrap_or_default();
        (row.id, answers.and_then(|answers| row.read(answers, media)))
    };
    Ok(rows.into_iter().map(read).collect())
}

/// What these questions show, each in its author's order.
fn media(
    conn: &mut Connection,
    rows: &[QuestionRow],
) -> QueryResult<HashMap<QuestionId, Vec<Media>>> {
    let found: Vec<(QuestionId, String, String)> = question_media::table
        .filter(question_media::question_id.eq_any(rows.iter().map(|row| key(row.id))))
        .order((
            question_media::question_id.asc(),
            question_media::position.asc(),
        ))
        .select((
            question_media::question_id,
            question_media::url,
            question_media::media_type,
        ))
        .load(conn)?;
    let mut of: HashMap<QuestionId, Vec<Media>> = HashMap::new();
    for (question, url, media_type) in found {
        let known = MediaType::from_name(&media_type);
        let media_type = word("a type of media", &media_type, known)?;
        of.entry(question)
            .or_default()
            .push(Media { url, media_type });
    }
    Ok(of)
}

impl From<TopicRow> for Topic {
    fn from(row: TopicRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            description: row.description,
            version: row.version,
            created_at: row.created_at,
            deleted_at: row.deleted_at,
        }
    }
}

impl QuestionRow {
    fn read(self, answers: Vec<Answer>, media: Vec<Media>) -> QueryResult<Question> {
        let here = format!("question {}", self.id);
        Ok(Question {
            id: self.id,
            topic: self.topic_id,
            kind: word(
                "a kind of question",
                &self.kind,
                QuestionKind::from_name(&self.kind),
            )?,
            difficulty: Difficulty::try_from(self.difficulty)
                .map_err(|error| corrupt(&here, error))?,
            content: self.content,
            explanation: self.explanation,
            points: self.points,
            tags: serde_json::from_str(&self.tags).map_err(|error| corrupt(&here, error))?,
            media,
            answers,
            version: self.version,
            created_at: self.created_at,
            deleted_at: self.deleted_at,
        })
    }
}

impl AnswerRow {
    fn read(self) -> QueryResult<Answer> {
        let weight = self.weight.map(Weight::try_from).transpose();
        Ok(Answer {
            id: self.id,
            content: self.content,
            is_correct: self.is_correct,
            counterpart: self.counterpart,
            weight: weight.map_err(|error| corrupt(format_args!("answer {}", self.id), error))?,
            feedback: self.feedback,
        })
    }
}

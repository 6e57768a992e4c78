//! Quizzes, with the questions that they ask.

use super::{corrupt, one_more, word};
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::{holds, key};
use crate::schema::{quiz_questions, quizzes};
use async_trait::async_trait;
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_domain::ids::{QuestionId, QuizId, TopicId, UserId};
use ludger_domain::quiz::{Difficulty, Quiz, QuizStatus};
use ludger_ports::read::{QuizFilter, QuizOrder, QuizPosition, Quizzes};
use ludger_ports::{Page, PageRequest, Unavailable};
use std::collections::HashMap;

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = quizzes)]
struct QuizRow {
    id: QuizId,
    title: String,
    description: String,
    topic_id: TopicId,
    difficulty: i64,
    settings: String,
    status: String,
    play_count: i64,
    author_id: UserId,
    version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_at: Option<Timestamp>,
}

#[async_trait]
impl Quizzes for DieselStore {
    async fn find(&self, id: QuizId) -> Result<Option<Quiz>, Unavailable> {
        self.reader
            .run(move |conn| {
                conn.snapshot(|conn| {
                    let rows = quizzes::table.find(key(id)).select(QuizRow::as_select());
                    let rows = rows.load(conn)?;
                    Ok(with_questions(conn, rows)?.pop())
                })
            })
            .await
    }

    async fn list(
        &self,
        filter: &QuizFilter,
        page: PageRequest<QuizPosition>,
    ) -> Result<Page<Quiz, QuizPosition>, Unavailable> {
        let filter = filter.clone();
        let found = self
            .reader
            .run(move |conn| conn.snapshot(|conn| list(conn, &filter, page)))
            .await?;
        Ok(Page::cut(found, page.limit, |quiz| quiz.into()))
    }
}

fn list(
    conn: &mut Connection,
    filter: &QuizFilter,
    page: PageRequest<QuizPosition>,
) -> QueryResult<Vec<Quiz>> {
    let QuizFilter {
        status,
        topic,
        text,
        order,
    } = filter;
    let mut query = quizzes::table
        .filter(quizzes::deleted_at.is_null())
        .into_boxed();
    if let Some(status) = status {
        query = query.filter(quizzes::status.eq(status.as_str()));
    }
    if let Some(topic) = topic {
        query = query.filter(quizzes::topic_id.eq(key(*topic)));
    }
    if let Some(text) = text {
        query = query.filter(holds(quizzes::title, text).or(holds(quizzes::description, text)));
    }
    let behind = |after: QuizPosition| quizzes::id.lt(key(after.id));
    query = match (order, page.after) {
        (QuizOrder::Newest, Some(after)) => query.filter(behind(after)),
        (QuizOrder::MostPlayed, Some(after)) => query.filter(
            quizzes::play_count
                .lt(after.play_count)
                .or(quizzes::play_count.eq(after.play_count).and(behind(after))),
        ),
        (_, None) => query,
    };
    if *order == QuizOrder::MostPlayed {
        query = query.order((quizzes::play_count.desc(), quizzes::id.desc()));
    } else {
        query = query.order(quizzes::id.desc());
    }
    let rows = query
        .limit(one_more(page.limit))
        .select(QuizRow::as_select());
    let rows = rows.load(conn)?;
    with_questions(conn, rows)
}

/// In their order.
fn with_questions(conn: &mut Connection, rows: Vec<QuizRow>) -> QueryResult<Vec<Quiz>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<(QuizId, QuestionId)> = quiz_questions::table
        .filter(quiz_questions::quiz_id.eq_any(rows.iter().map(|row| key(row.id))))
        .order((
            quiz_questions::quiz_id.asc(),
            quiz_questions::position.asc(),
        ))
        .select((quiz_questions::quiz_id, quiz_questions::question_id))
        .load(conn)?;
    let mut of: HashMap<QuizId, Vec<QuestionId>> = HashMap::with_capacity(rows.len());
    for (quiz, question) in asked {
        of.entry(quiz).or_default().push(question);
    }
    let read = |row: QuizRow| {
        let questions = of.remove(&row.id).unwrap_or_default();
        row.read(questions)
    };
    rows.into_iter().map(read).collect()
}

impl QuizRow {
    fn read(self, questions: Vec<QuestionId>) -> QueryResult<Quiz> {
        let here = format!("quiz {}", self.id);
        let status = QuizStatus::from_name(&self.status);
        Ok(Quiz {
            id: self.id,
            title: self.title,
            description: self.description,
            topic: self.topic_id,
            difficulty: Difficulty::try_from(self.difficulty)
                .map_err(|error| corrupt(&here, error))?,
            questions,
            settings: serde_json::from_str(&self.settings)
                .map_err(|error| corrupt(&here, error))?,
            status: word("a status of a quiz", &self.status, status)?,
            play_count: self.play_count,
            author: self.author_id,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
        })
    }
}

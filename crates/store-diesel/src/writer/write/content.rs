//! Quizzes and stars: what stands around the questions.

use super::Sorted;
use crate::connection::Connection;
use crate::dialect::{Key, key};
use crate::rows::{Column, Rows};
use crate::schema::{quiz_questions, quizzes as quiz_rows};
use diesel::prelude::*;
use ludger_domain::ids::{QuestionId, QuizId, UserId};
use ludger_domain::quiz::{Quiz, Star};
use std::collections::BTreeMap;

pub(super) fn write(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    let (new, changed): (Vec<_>, Vec<_>) = sorted.quizzes.iter().partition(|q| q.version == 1);
    quizzes(&new)?.insert(conn)?;
    quizzes(&changed)?.update(conn, &["id"])?;
    if !changed.is_empty() {
        let those: Vec<Key> = changed.iter().map(|quiz| key(quiz.id)).collect();
        let asked = quiz_questions::table.filter(quiz_questions::quiz_id.eq_any(those));
        diesel::delete(asked).execute(conn)?;
    }
    questions(&sorted.quizzes).insert(conn)?;
    played(conn, &sorted.played)?;
    unstar(&sorted.unstarred).delete(conn)?;
    stars(&sorted.stars).insert_missing(conn, &["user_id", "question_id"])?;
    Ok(())
}

/// Without how often they were played: that is counted, and never set.
fn quizzes<'a>(quizzes: &[&'a Quiz]) -> QueryResult<Rows<'a>> {
    let settings = quizzes
        .iter()
        .map(|quiz| serde_json::to_string(&quiz.settings))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    Ok(Rows::new("quizzes")
        .column("id", Column::uuids(quizzes.iter().map(|q| q.id.uuid())))
        .column(
            "title",
            Column::texts(quizzes.iter().map(|q| Some(q.title.as_str().into()))),
        )
        .column(
            "description",
            Column::texts(quizzes.iter().map(|q| Some(q.description.as_str().into()))),
        )
        .column(
            "topic_id",
            Column::uuids(quizzes.iter().map(|q| q.topic.uuid())),
        )
        .column(
            "difficulty",
            Column::integers(quizzes.iter().map(|q| q.difficulty.level())),
        )
        .column(
            "settings",
            Column::texts(settings.into_iter().map(|it| Some(it.into()))),
        )
        .column(
            "status",
            Column::texts(quizzes.iter().map(|q| Some(q.status.as_str().into()))),
        )
        .column(
            "author_id",
            Column::uuids(quizzes.iter().map(|q| q.author.uuid())),
        )
        .column(
            "version",
            Column::integers(quizzes.iter().map(|q| q.version)),
        )
        .column(
            "created_at",
            Column::instants(quizzes.iter().map(|q| q.created_at)),
        )
        .column(
            "updated_at",
            Column::instants(quizzes.iter().map(|q| q.updated_at)),
        )
        .column(
            "deleted_at",
            Column::instants(quizzes.iter().map(|q| q.deleted_at)),
        ))
}

fn questions<'a>(quizzes: &[&'a Quiz]) -> Rows<'a> {
    let all: Vec<(QuizId, i64, QuestionId)> = quizzes
        .iter()
        .flat_map(|quiz| {
            (0_i64..)
                .zip(&quiz.questions)
                .map(|(place, question)| (quiz.id, place, *question))
        })
        .collect();
    Rows::new("quiz_questions")
        .column("quiz_id", Column::uuids(all.iter().map(|(q, ..)| q.uuid())))
        .column("position", Column::integers(all.iter().map(|(_, n, _)| *n)))
        .column(
            "question_id",
            Column::uuids(all.iter().map(|(.., q)| q.uuid())),
        )
}

/// One after the other in the order of their ids, so that two writers do not wait for each other.
fn played(conn: &mut Connection, played: &[QuizId]) -> QueryResult<()> {
    let mut times = BTreeMap::<QuizId, i64>::new();
    for quiz in played {
        *times.entry(*quiz).or_default() += 1;
    }
    for (quiz, times) in times {
        diesel::update(quiz_rows::table.find(key(quiz)))
            .set(quiz_rows::play_count.eq(quiz_rows::play_count + times))
            .execute(conn)?;
    }
    Ok(())
}

fn stars<'a>(stars: &[&'a Star]) -> Rows<'a> {
    Rows::new("question_stars")
        .column(
            "user_id",
            Column::uuids(stars.iter().map(|s| s.user.uuid())),
        )
        .column(
            "question_id",
            Column::uuids(stars.iter().map(|s| s.question.uuid())),
        )
        .column(
            "starred_at",
            Column::instants(stars.iter().map(|s| s.starred_at)),
        )
}

fn unstar(those: &[(UserId, QuestionId)]) -> Rows<'static> {
    Rows::new("question_stars")
        .column(
            "user_id",
            Column::uuids(those.iter().map(|(u, _)| u.uuid())),
        )
        .column(
            "question_id",
            Column::uuids(those.iter().map(|(_, q)| q.uuid())),
        )
}

//! Topics, questions, answers, and what questions show.

use super::Sorted;
use crate::connection::Connection;
use crate::dialect::key;
use crate::rows::{Column, Rows};
use diesel::QueryResult;
use ludger_domain::quiz::{Answer, Media, MediaFile, MediaName, Question, Topic};

pub(super) fn write(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    let (new, changed): (Vec<_>, Vec<_>) = sorted.topics.iter().partition(|t| t.version == 1);
    topics(&new).insert(conn)?;
    topics(&changed).update(conn, &["id"])?;
    files(&sorted.media_files).upsert(conn, &["name"], &["bytes", "uploaded_at"])?;
    let (new, changed): (Vec<_>, Vec<_>) = sorted.questions.iter().partition(|q| q.version == 1);
    questions(&new).insert(conn)?;
    questions(&changed).update(conn, &["id"])?;
    retire_answers(conn, &changed)?;
    answers(conn, &sorted.questions)?;
    media(conn, &sorted.questions)?;
    forget(conn, &sorted.forgotten_media)
}

fn topics<'a>(topics: &[&'a Topic]) -> Rows<'a> {
    Rows::new("topics")
        .column("id", Column::uuids(topics.iter().map(|t| t.id.uuid())))
        .column(
            "title",
            Column::texts(topics.iter().map(|t| Some(t.title.as_str().into()))),
        )
        .column(
            "title_key",
            Column::texts(topics.iter().map(|t| Some(t.title_key().into()))),
        )
        .column(
            "description",
            Column::texts(topics.iter().map(|t| Some(t.description.as_str().into()))),
        )
        .column(
            "version",
            Column::integers(topics.iter().map(|t| t.version)),
        )
        .column(
            "created_at",
            Column::instants(topics.iter().map(|t| t.created_at)),
        )
        .column(
            "deleted_at",
            Column::instants(topics.iter().map(|t| t.deleted_at)),
        )
}

fn questions<'a>(questions: &[&'a Question]) -> Rows<'a> {
    let tags = |question: &Question| serde_json::Value::from(question.tags.clone()).to_string();
    Rows::new("questions")
        .column("id", Column::uuids(questions.iter().map(|q| q.id.uuid())))
        .column(
            "topic_id",
            Column::uuids(questions.iter().map(|q| q.topic.uuid())),
        )
        .column(
            "kind",
            Column::texts(questions.iter().map(|q| Some(q.kind.as_str().into()))),
        )
        .column(
            "difficulty",
            Column::integers(questions.iter().map(|q| q.difficulty.level())),
        )
        .column(
            "content",
            Column::texts(questions.iter().map(|q| Some(q.content.as_str().into()))),
        )
        .column(
            "content_key",
            Column::texts(questions.iter().map(|q| Some(q.content_key().into()))),
        )
        .column(
            "explanation",
            Column::texts(
                questions
                    .iter()
                    .map(|q| Some(q.explanation.as_str().into())),
            ),
        )
        .column(
            "points",
            Column::integers(questions.iter().map(|q| q.points)),
        )
        .column(
            "tags",
            Column::texts(questions.iter().map(|q| Some(tags(q).into()))),
        )
        .column(
            "version",
            Column::integers(questions.iter().map(|q| q.version)),
        )
        .column(
            "created_at",
            Column::instants(questions.iter().map(|q| q.created_at)),
        )
        .column(
            "deleted_at",
            Column::instants(questions.iter().map(|q| q.deleted_at)),
        )
}

/// An edit gives a question new answers. The old ones stay for those who picked them.
fn retire_answers(conn: &mut Connection, changed: &[&Question]) -> QueryResult<()> {
    use crate::schema::answers::dsl::{answers, id, is_retired, question_id};
    use diesel::prelude::*;
    for question in changed {
        let kept: Vec<_> = question
            .answers
            .iter()
            .map(|answer| key(answer.id))
            .collect();
        let gone = answers
            .filter(question_id.eq(key(question.id)))
            .filter(id.ne_all(kept));
        diesel::update(gone)
            .set(is_retired.eq(true))
            .execute(conn)?;
    }
    Ok(())
}

/// A new question and an edited one bring new answers; a deleted one keeps those that it has.
fn answers(conn: &mut Connection, questions: &[&Question]) -> QueryResult<()> {
    let all: Vec<(&Question, i64, &Answer)> = questions
        .iter()
        .filter(|question| question.deleted_at.is_none())
        .flat_map(|question| {
            (0_i64..)
                .zip(&question.answers)
                .map(move |(n, answer)| (*question, n, answer))
        })
        .collect();
    Rows::new("answers")
        .column("id", Column::uuids(all.iter().map(|(.., a)| a.id.uuid())))
        .column(
            "question_id",
            Column::uuids(all.iter().map(|(q, ..)| q.id.uuid())),
        )
        .column("position", Column::integers(all.iter().map(|(_, n, _)| *n)))
        .column(
            "content",
            Column::texts(all.iter().map(|(.., a)| Some(a.content.as_str().into()))),
        )
        .column(
            "is_correct",
            Column::booleans(all.iter().map(|(.., a)| a.is_correct)),
        )
        .column(
            "counterpart",
            Column::texts(
                all.iter()
                    .map(|(.., a)| Some(a.counterpart.as_deref()?.into())),
            ),
        )
        .column(
            "weight",
            Column::integers(all.iter().map(|(.., a)| a.weight.map(i64::from))),
        )
        .column(
            "feedback",
            Column::texts(
                all.iter()
                    .map(|(.., a)| Some(a.feedback.as_deref()?.into())),
            ),
        )
        .insert(conn)?;
    Ok(())
}

fn files<'a>(files: &[&'a MediaFile]) -> Rows<'a> {
    Rows::new("media_files")
        .column(
            "name",
            Column::texts(files.iter().map(|f| Some(f.name.to_string().into()))),
        )
        .column("bytes", Column::integers(files.iter().map(|f| f.bytes)))
        .column(
            "uploaded_at",
            Column::instants(files.iter().map(|f| f.uploaded_at)),
        )
}

fn forget(conn: &mut Connection, names: &[MediaName]) -> QueryResult<()> {
    Rows::new("media_files")
        .column(
            "name",
            Column::texts(names.iter().map(|name| Some(name.to_string().into()))),
        )
        .delete(conn)?;
    Ok(())
}

/// A question shows what it shows now; a deleted one what it showed.
fn media(conn: &mut Connection, questions: &[&Question]) -> QueryResult<()> {
    use crate::schema::question_media;
    use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
    let changed = questions.iter().filter(|question| question.version > 1);
    let changed: Vec<_> = changed.collect();
    if !changed.is_empty() {
        let those = changed.iter().map(|question| key(question.id));
        let shown = question_media::table.filter(question_media::question_id.eq_any(those));
        diesel::delete(shown).execute(conn)?;
    }
    let all: Vec<(&Question, i64, &Media)> = questions
        .iter()
        .flat_map(|question| {
            (0_i64..)
                .zip(&question.media)
                .map(move |(n, media)| (*question, n, media))
        })
        .collect();
    Rows::new("question_media")
        .column(
            "question_id",
            Column::uuids(all.iter().map(|(q, ..)| q.id.uuid())),
        )
        .column("position", Column::integers(all.iter().map(|(_, n, _)| *n)))
        .column(
            "url",
            Column::texts(all.iter().map(|(.., m)| Some(m.url.as_str().into()))),
        )
        .column(
            "media_type",
            Column::texts(all.iter().map(|(.., m)| Some(m.media_type.as_str().into()))),
        )
        .column(
            "file",
            Column::texts(all.iter().map(|(.., m)| Some(m.file()?.to_string().into()))),
        )
        .insert(conn)?;
    Ok(())
}

use super::{AnswerRow, Answers, QuestionRow, TopicRow, statistics, whole, with_answers};
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::{holds, key};
use crate::gather::{Found, all};
use crate::read::one_more;
use crate::schema::{answers, question_media, question_stars, questions, topics};
use async_trait::async_trait;
use diesel::prelude::*;
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_domain::quiz::{Question, QuestionStatistics, Topic};
use ludger_ports::read::{Draw, ExportItem, QuestionFilter, Questions};
use ludger_ports::{Page, PageRequest, Unavailable};

#[async_trait]
impl Questions for DieselStore {
    async fn find(&self, id: QuestionId) -> Result<Option<Question>, Unavailable> {
        self.questions.get(id).await
    }

    async fn find_all(&self, ids: &[QuestionId]) -> Result<Vec<Question>, Unavailable> {
        let ids = ids.to_vec();
        self.reader
            .run(move |conn| all(questions_by_id(conn, &ids)?))
            .await
    }

    async fn list(
        &self,
        filter: &QuestionFilter,
        page: PageRequest<QuestionId>,
    ) -> Result<Page<Question, QuestionId>, Unavailable> {
        let filter = filter.clone();
        let found = self
            .reader
            .run(move |conn| conn.snapshot(|conn| list(conn, &filter, page)))
            .await?;
        Ok(Page::cut(found, page.limit, |question| question.id))
    }

    async fn drawable(&self, draw: &Draw) -> Result<Vec<QuestionId>, Unavailable> {
        let draw = draw.clone();
        self.reader.run(move |conn| drawable(conn, &draw)).await
    }

    async fn statistics(&self, id: QuestionId) -> Result<QuestionStatistics, Unavailable> {
        let read = move |conn: &mut Connection| conn.snapshot(|conn| statistics::of(conn, id));
        self.reader.run(read).await
    }

    async fn content_keys(&self, topic: TopicId) -> Result<Vec<String>, Unavailable> {
        let query = move || {
            questions::table
                .filter(questions::topic_id.eq(key(topic)))
                .filter(questions::deleted_at.is_null())
                .order(questions::id.asc())
                .select(questions::content_key)
        };
        self.reader.run(move |conn| query().load(conn)).await
    }

    async fn export(
        &self,
        topic: Option<TopicId>,
        page: PageRequest<QuestionId>,
    ) -> Result<Page<ExportItem, QuestionId>, Unavailable> {
        let found = self
            .reader
            .run(move |conn| conn.snapshot(|conn| export(conn, topic, page)))
            .await?;
        Ok(Page::cut(found, page.limit, |item| item.question.id))
    }
}

/// Two statements, however many questions. A question and its answers come by one of them: they change in one commit, and
/// must be of one moment.
pub(crate) fn questions_by_id(
    conn: &mut Connection,
    ids: &[QuestionId],
) -> QueryResult<Found<QuestionId, Question>> {
    let is_of = answers::question_id
        .eq(questions::id)
        .and(answers::is_retired.eq(false));
    let rows: Vec<(QuestionRow, Option<AnswerRow>)> = questions::table
        .left_join(answers::table.on(is_of))
        .filter(questions::id.eq_any(ids.iter().copied().map(key)))
        .order((questions::id.asc(), answers::position.asc()))
        .select((QuestionRow::as_select(), Option::<AnswerRow>::as_select()))
        .load(conn)?;
    let (mut found, mut of) = (Vec::<QuestionRow>::new(), Answers::new());
    for (question, answer) in rows {
        of.entry(question.id).or_default().extend(answer);
        if found.last().is_none_or(|last| last.id != question.id) {
            found.push(question);
        }
    }
    whole(conn, found, of)
}

fn list(
    conn: &mut Connection,
    filter: &QuestionFilter,
    page: PageRequest<QuestionId>,
) -> QueryResult<Vec<Question>> {
    let QuestionFilter {
        topic,
        kind,
        difficulty,
        difficulty_min,
        difficulty_max,
        tag,
        starred_by,
        has_media,
        text,
    } = filter;
    let mut query = questions::table
        .filter(questions::deleted_at.is_null())
        .into_boxed();
    if let Some(topic) = topic {
        query = query.filter(questions::topic_id.eq(key(*topic)));
    }
    if let Some(kind) = kind {
        query = query.filter(questions::kind.eq(kind.as_str()));
    }
    if let Some(difficulty) = difficulty {
        query = query.filter(questions::difficulty.eq(difficulty.level()));
    }
    if let Some(least) = difficulty_min {
        query = query.filter(questions::difficulty.ge(least.level()));
    }
    if let Some(most) = difficulty_max {
        query = query.filter(questions::difficulty.le(most.level()));
    }
    if let Some(tag) = tag {
        // They are kept as a list of JSON: with its quotes, a tag is one of the list and not a part of one.
        let tag = serde_json::Value::from(tag.as_str()).to_string();
        query = query.filter(holds(questions::tags, &tag));
    }
    if let Some(user) = starred_by {
        let starred = question_stars::table
            .filter(question_stars::user_id.eq(key(*user)))
            .select(question_stars::question_id);
        query = query.filter(questions::id.eq_any(starred));
    }
    if let Some(has) = has_media {
        let showing = question_media::table.select(question_media::question_id);
        query = if *has {
            query.filter(questions::id.eq_any(showing))
        } else {
            query.filter(questions::id.ne_all(showing))
        };
    }
    if let Some(text) = text {
        query = query.filter(holds(questions::content, text));
    }
    if let Some(after) = page.after {
        query = query.filter(questions::id.gt(key(after)));
    }
    let rows = query
        .order(questions::id.asc())
        .limit(one_more(page.limit))
        .select(QuestionRow::as_select());
    let rows = rows.load(conn)?;
    with_answers(conn, rows)
}

fn drawable(conn: &mut Connection, draw: &Draw) -> QueryResult<Vec<QuestionId>> {
    let Draw {
        topics: of,
        difficulty_min,
        difficulty_max,
    } = draw;
    let mut query = questions::table
        .inner_join(topics::table.on(topics::id.eq(questions::topic_id)))
        .filter(topics::deleted_at.is_null())
        .filter(questions::deleted_at.is_null())
        .filter(questions::difficulty.between(difficulty_min.level(), difficulty_max.level()))
        .into_boxed();
    if !of.is_empty() {
        query = query.filter(questions::topic_id.eq_any(of.iter().copied().map(key)));
    }
    query
        .order(questions::id.asc())
        .select(questions::id)
        .load(conn)
}

fn export(
    conn: &mut Connection,
    topic: Option<TopicId>,
    page: PageRequest<QuestionId>,
) -> QueryResult<Vec<ExportItem>> {
    let both = questions::table.inner_join(topics::table.on(topics::id.eq(questions::topic_id)));
    let mut query = both
        .filter(topics::deleted_at.is_null())
        .filter(questions::deleted_at.is_null())
        .into_boxed();
    if let Some(topic) = topic {
        query = query.filter(questions::topic_id.eq(key(topic)));
    }
    if let Some(after) = page.after {
        // Where the last one seen stands in the order, even if it was deleted since.
        let place = both
            .filter(questions::id.eq(key(after)))
            .select(topics::title_key);
        let title: String = place.first(conn).optional()?.unwrap_or_default();
        let behind = questions::id.gt(key(after));
        query = query.filter(
            topics::title_key
                .gt(title.clone())
                .or(topics::title_key.eq(title).and(behind)),
        );
    }
    let rows: Vec<(TopicRow, QuestionRow)> = query
        .order((topics::title_key.asc(), questions::id.asc()))
        .limit(one_more(page.limit))
        .select((TopicRow::as_select(), QuestionRow::as_select()))
        .load(conn)?;
    let (topics, rows): (Vec<TopicRow>, Vec<QuestionRow>) = rows.into_iter().unzip();
    let questions = with_answers(conn, rows)?;
    let items = topics.into_iter().map(Topic::from).zip(questions);
    Ok(items
        .map(|(topic, question)| ExportItem { topic, question })
        .collect())
}

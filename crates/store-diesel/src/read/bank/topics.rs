use super::TopicRow;
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::key;
use crate::read::one_more;
use crate::schema::{questions, topics};
use async_trait::async_trait;
use diesel::dsl::count_star;
use diesel::prelude::*;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::Topic;
use ludger_ports::read::Topics;
use ludger_ports::{Page, PageRequest, Unavailable};
use std::collections::HashMap;

#[async_trait]
impl Topics for DieselStore {
    async fn find(&self, id: TopicId) -> Result<Option<Topic>, Unavailable> {
        self.reader
            .run(move |conn| {
                let row: Option<TopicRow> = topics::table
                    .filter(topics::id.eq(key(id)))
                    .filter(topics::deleted_at.is_null())
                    .select(TopicRow::as_select())
                    .first(conn)
                    .optional()?;
                Ok(row.map(Topic::from))
            })
            .await
    }

    async fn by_title(&self, title: &str) -> Result<Option<Topic>, Unavailable> {
        let title = title.to_owned();
        self.reader
            .run(move |conn| {
                let row: Option<TopicRow> = topics::table
                    .filter(topics::title_key.eq(&title))
                    .filter(topics::deleted_at.is_null())
                    .select(TopicRow::as_select())
                    .first(conn)
                    .optional()?;
                Ok(row.map(Topic::from))
            })
            .await
    }

    async fn list(
        &self,
        page: PageRequest<String>,
    ) -> Result<Page<(Topic, u64), String>, Unavailable> {
        let limit = page.limit;
        let items = self.reader.run(move |conn| list(conn, &page)).await?;
        Ok(Page::cut(items, limit, |(topic, ..)| topic.title_key()))
    }
}

fn list(conn: &mut Connection, page: &PageRequest<String>) -> QueryResult<Vec<(Topic, u64)>> {
    let mut query = topics::table
        .filter(topics::deleted_at.is_null())
        .into_boxed();
    if let Some(after) = &page.after {
        query = query.filter(topics::title_key.gt(after));
    }
    let rows: Vec<TopicRow> = query
        .order(topics::title_key.asc())
        .limit(one_more(page.limit))
        .select(TopicRow::as_select())
        .load(conn)?;
    let mut counts = counts(conn, &rows)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let count = counts.remove(&row.id).unwrap_or_default();
            (row.into(), count)
        })
        .collect())
}

/// How many questions these topics have.
fn counts(conn: &mut Connection, topics: &[TopicRow]) -> QueryResult<HashMap<TopicId, u64>> {
    let rows: Vec<(TopicId, i64)> = questions::table
        .filter(questions::topic_id.eq_any(topics.iter().map(|topic| key(topic.id))))
        .filter(questions::deleted_at.is_null())
        .group_by(questions::topic_id)
        .select((questions::topic_id, count_star()))
        .load(conn)?;
    let counted = |(topic, count): (TopicId, i64)| (topic, count.unsigned_abs());
    Ok(rows.into_iter().map(counted).collect())
}

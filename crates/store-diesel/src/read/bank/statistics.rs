//! What was answered to one question, read off its answers by their index: as many rows as it was asked times.

use crate::connection::Connection;
use crate::dialect::key;
use crate::read::quiz::json;
use crate::schema::player_answers::dsl;
use diesel::dsl::{count, count_star, max, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::{FULL_CREDIT, Pick, QuestionStatistics};

/// The answers to a question that is closed.
macro_rules! closed {
    ($question:expr) => {
        dsl::player_answers
            .filter(dsl::question_id.eq(key($question)))
            .filter(dsl::score.is_not_null())
    };
}

pub(super) fn of(conn: &mut Connection, id: QuestionId) -> QueryResult<QuestionStatistics> {
    let full = format!(
        "CAST(coalesce(sum(CASE WHEN credit >= {FULL_CREDIT} THEN 1 ELSE 0 END), 0) AS BIGINT)"
    );
    let part = format!(
        "CAST(coalesce(sum(CASE WHEN credit BETWEEN 1 AND {FULL_CREDIT} - 1 THEN 1 ELSE 0 END), 0) AS BIGINT)"
    );
    let (asked, answered, right, partly): (i64, i64, i64, i64) = closed!(id)
        .select((
            count_star(),
            count(dsl::picked),
            sql::<BigInt>(&full),
            sql::<BigInt>(&part),
        ))
        .get_result(conn)?;
    let median_time_ms = closed!(id)
        .filter(dsl::picked.is_not_null())
        .order(dsl::answer_time_ms.asc())
        .offset(answered.saturating_sub(1).max(0) / 2)
        .select(dsl::answer_time_ms)
        .first(conn)
        .optional()?;
    Ok(QuestionStatistics {
        asked,
        unanswered: asked.saturating_sub(answered),
        right,
        partly,
        median_time_ms,
        picks: picks(conn, id)?,
    })
}

fn picks(conn: &mut Connection, id: QuestionId) -> QueryResult<Vec<Pick>> {
    let limit = i64::try_from(QuestionStatistics::PICKS_MAX).unwrap_or(i64::MAX);
    let rows: Vec<(Option<String>, i64, Option<i64>)> = closed!(id)
        .filter(dsl::picked.is_not_null())
        .group_by(dsl::picked)
        .select((dsl::picked, count_star(), max(dsl::credit)))
        .order((count_star().desc(), dsl::picked.asc()))
        .limit(limit)
        .load(conn)?;
    let read = |(picked, count, credit): (Option<String>, i64, Option<i64>)| {
        Ok(Pick {
            picked: json("an answer", picked.as_deref().unwrap_or_default())?,
            credit: credit.unwrap_or_default(),
            count,
        })
    };
    rows.into_iter().map(read).collect()
}

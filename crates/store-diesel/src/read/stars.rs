//! Stars, and what a user has met.

use super::one_more;
use crate::DieselStore;
use crate::dialect::{At, key};
use crate::schema::{player_answers, question_stars};
use async_trait::async_trait;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;
use jiff::Timestamp;
use ludger_domain::ids::{QuestionId, UserId};
use ludger_domain::quiz::Star;
use ludger_ports::read::{StarPosition, Stars};
use ludger_ports::{Page, PageRequest, Unavailable};

#[async_trait]
impl Stars for DieselStore {
    async fn has_met(&self, user: UserId, question: QuestionId) -> Result<bool, Unavailable> {
        self.reader
            .run(move |conn| {
                let theirs = player_answers::table
                    .filter(player_answers::user_id.eq(key(user)))
                    .filter(player_answers::question_id.eq(key(question)));
                select(exists(theirs)).get_result(conn)
            })
            .await
    }

    async fn list(
        &self,
        user: UserId,
        page: PageRequest<StarPosition>,
    ) -> Result<Page<Star, StarPosition>, Unavailable> {
        let found = self
            .reader
            .run(move |conn| {
                let mut query = question_stars::table
                    .filter(question_stars::user_id.eq(key(user)))
                    .into_boxed();
                if let Some(after) = page.after {
                    let (at, behind) = (At(after.starred_at), key(after.question));
                    query = query.filter(
                        question_stars::starred_at
                            .lt(at)
                            .or(question_stars::starred_at
                                .eq(at)
                                .and(question_stars::question_id.lt(behind))),
                    );
                }
                let rows: Vec<(UserId, QuestionId, Timestamp)> = query
                    .order((
                        question_stars::starred_at.desc(),
                        question_stars::question_id.desc(),
                    ))
                    .limit(one_more(page.limit))
                    .load(conn)?;
                let star = |(user, question, starred_at)| Star {
                    user,
                    question,
                    starred_at,
                };
                Ok(rows.into_iter().map(star).collect())
            })
            .await?;
        Ok(Page::cut(found, page.limit, |star: &Star| star.into()))
    }
}

//! Leaderboards. A rank is read off the tallies ([`ludger_domain::boards::tally`]), and a part of a board off its index,
//! so that neither grows with the number of players.

mod frozen;
mod live;

use super::{corrupt, one_more};
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::key;
use crate::gather::Found;
use crate::schema::{board_scores, board_tallies, users};
use async_trait::async_trait;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;
use jiff::Timestamp;
use ludger_domain::accounts::Username;
use ludger_domain::boards::{Board, Leaderboard, LeaderboardEntry, Place, Position, Standing};
use ludger_domain::ids::{LeaderboardId, UserId};
use ludger_ports::read::{Around, Boards, LeaderboardFilter, Own, Ranked};
use ludger_ports::{Page, PageRequest, Unavailable};
use std::collections::HashMap;

/// A player's row, without what it is looked up by.
type StandingRow = (i64, i64, Timestamp, bool);

#[async_trait]
impl Boards for DieselStore {
    async fn top(
        &self,
        board: Board,
        page: PageRequest<Position>,
    ) -> Result<Page<Ranked, Position>, Unavailable> {
        let (board, limit) = (board.number(), page.limit);
        let rows = match page.after {
            // Everybody looks at the same one.
            None => self.tops.get((board, limit)).await?.unwrap_or_default(),
            after => {
                let read = move |conn: &mut Connection| part(conn, (board, limit), after);
                self.reader.run(move |conn| conn.snapshot(read)).await?
            }
        };
        Ok(Page::cut(rows, limit, |row| row.position))
    }

    async fn around(
        &self,
        board: Board,
        user: UserId,
        neighbours: usize,
    ) -> Result<Around, Unavailable> {
        let (board, limit) = (
            board.number(),
            i64::try_from(neighbours).unwrap_or(i64::MAX),
        );
        let read = move |conn: &mut Connection| {
            let Some((standing, is_shown)) = own(conn, board, user)? else {
                return Ok(Around::default());
            };
            let mut around = Around {
                own: Some(standing),
                ..Around::default()
            };
            if is_shown {
                let here = Position {
                    score: standing.score,
                    reached_at: standing.reached_at,
                    user,
                };
                let mut positions = live::ahead(conn, board, here, limit)?;
                positions.push(here);
                positions.extend(live::behind(conn, board, Some(here), limit)?);
                around.rows = live::ranked(conn, board, positions)?;
            }
            Ok(around)
        };
        self.reader.run(move |conn| conn.snapshot(read)).await
    }

    async fn own(&self, board: Board, user: UserId) -> Result<(Option<Own>, i64), Unavailable> {
        let board = board.number();
        let read = move |conn: &mut Connection| {
            let players = live::players(conn, board)?;
            let Some((standing, is_shown)) = own(conn, board, user)? else {
                return Ok((None, players));
            };
            let mut place = None;
            if is_shown {
                let above = live::above(conn, board, standing.score)?;
                let tied = live::tied(conn, board, standing.score)?;
                place = Some(Place {
                    rank: above.saturating_add(1),
                    below: players.saturating_sub(above).saturating_sub(tied),
                    players,
                });
            }
            Ok((Some(Own { standing, place }), players))
        };
        self.reader.run(move |conn| conn.snapshot(read)).await
    }

    async fn standings(
        &self,
        user: UserId,
        page: PageRequest<i64>,
    ) -> Result<Page<(Board, Standing), i64>, Unavailable> {
        use board_scores::dsl;
        let read = move |conn: &mut Connection| {
            let rows: Vec<(i64, i64, i64, Timestamp)> = dsl::board_scores
                .filter(dsl::user_id.eq(key(user)))
                .filter(dsl::board.gt(page.after.unwrap_or(i64::MIN)))
                .order(dsl::board.asc())
                .limit(one_more(page.limit))
                .select((dsl::board, dsl::score, dsl::sessions, dsl::reached_at))
                .load(conn)?;
            let read = |(number, score, sessions, reached_at)| {
                let standing = Standing {
                    score,
                    sessions,
                    reached_at,
                };
                Ok((board_of(number)?, standing))
            };
            rows.into_iter().map(read).collect::<QueryResult<Vec<_>>>()
        };
        let found = self.reader.run(read).await?;
        Ok(Page::cut(found, page.limit, |(board, _)| board.number()))
    }

    async fn leaderboard(&self, id: LeaderboardId) -> Result<Option<Leaderboard>, Unavailable> {
        self.reader.run(move |conn| frozen::find(conn, id)).await
    }

    async fn leaderboards(
        &self,
        filter: &LeaderboardFilter,
        page: PageRequest<LeaderboardId>,
    ) -> Result<Page<Leaderboard, LeaderboardId>, Unavailable> {
        let filter = *filter;
        let found = self
            .reader
            .run(move |conn| frozen::list(conn, filter, page));
        Ok(Page::cut(found.await?, page.limit, |it: &Leaderboard| {
            it.id
        }))
    }

    async fn entries(
        &self,
        id: LeaderboardId,
        page: PageRequest<UserId>,
    ) -> Result<Page<Ranked, UserId>, Unavailable> {
        let found = self.reader.run(move |conn| frozen::entries(conn, id, page));
        Ok(Page::cut(found.await?, page.limit, |row: &Ranked| {
            row.position.user
        }))
    }

    async fn entries_of(
        &self,
        user: UserId,
        page: PageRequest<LeaderboardId>,
    ) -> Result<Page<(Board, LeaderboardEntry), LeaderboardId>, Unavailable> {
        let found = self
            .reader
            .run(move |conn| frozen::of_user(conn, user, page));
        Ok(Page::cut(
            found.await?,
            page.limit,
            |(_, it): &(_, LeaderboardEntry)| it.leaderboard,
        ))
    }

    async fn unfinished(
        &self,
        ended_by: Timestamp,
        limit: usize,
    ) -> Result<Vec<Leaderboard>, Unavailable> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let read = move |conn: &mut Connection| frozen::unfinished(conn, ended_by, limit);
        self.reader.run(read).await
    }

    async fn last_entry(&self, id: LeaderboardId) -> Result<Option<LeaderboardEntry>, Unavailable> {
        self.reader.run(move |conn| frozen::last(conn, id)).await
    }

    async fn positions(
        &self,
        board: Board,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<Position>, Unavailable> {
        let (board, limit) = (board.number(), i64::try_from(limit).unwrap_or(i64::MAX));
        let read = move |conn: &mut Connection| live::behind(conn, board, after, limit);
        self.reader.run(read).await
    }

    async fn is_anything_left(&self, board: Board) -> Result<bool, Unavailable> {
        let board = board.number();
        let players = move || board_scores::table.filter(board_scores::board.eq(board));
        let tallies = move || board_tallies::table.filter(board_tallies::board.eq(board));
        self.reader
            .run(move |conn| {
                Ok(select(exists(players())).get_result(conn)?
                    || select(exists(tallies())).get_result(conn)?)
            })
            .await
    }
}

/// The beginning of a board: its number, and how many of its players are wanted.
pub(crate) type Top = (i64, usize);

/// The beginnings of these boards, each of one moment.
pub(crate) fn tops_of_boards(
    conn: &mut Connection,
    wanted: &[Top],
) -> QueryResult<Found<Top, Vec<Ranked>>> {
    let top = |wanted: &Top| {
        let rows = conn.snapshot(|conn| part(conn, *wanted, None))?;
        Ok((*wanted, Ok(rows)))
    };
    wanted.iter().map(top).collect()
}

/// One player more than wanted.
fn part(
    conn: &mut Connection,
    (board, limit): Top,
    after: Option<Position>,
) -> QueryResult<Vec<Ranked>> {
    let positions = live::behind(conn, board, after, one_more(limit))?;
    live::ranked(conn, board, positions)
}

/// What a user has on a board, and whether others see it.
fn own(conn: &mut Connection, board: i64, user: UserId) -> QueryResult<Option<(Standing, bool)>> {
    use board_scores::dsl;
    let row: Option<StandingRow> = dsl::board_scores
        .find((key(user), board))
        .select((dsl::score, dsl::sessions, dsl::reached_at, dsl::is_shown))
        .first(conn)
        .optional()?;
    Ok(row.map(|(score, sessions, reached_at, is_shown)| {
        let standing = Standing {
            score,
            sessions,
            reached_at,
        };
        (standing, is_shown)
    }))
}

fn board_of(number: i64) -> QueryResult<Board> {
    let board = Board::from_number(number);
    board.ok_or_else(|| corrupt("a board", format!("{number} is the number of none")))
}

/// The names of these users.
fn names(
    conn: &mut Connection,
    ids: impl IntoIterator<Item = UserId>,
) -> QueryResult<HashMap<UserId, Username>> {
    let rows: Vec<(UserId, String)> = users::table
        .filter(users::id.eq_any(ids.into_iter().map(key)))
        .select((users::id, users::username))
        .load(conn)?;
    let read = |(id, name)| Ok((id, super::users::username(id, name)?));
    rows.into_iter().map(read).collect()
}

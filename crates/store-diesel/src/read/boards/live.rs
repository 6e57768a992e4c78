//! Boards that players are still added to.

use super::{corrupt, names};
use crate::connection::Connection;
use crate::dialect::{At, key};
use crate::schema::{board_scores, board_tallies};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use jiff::Timestamp;
use ludger_domain::boards::{Position, ranks, tally};
use ludger_domain::ids::UserId;
use ludger_ports::read::Ranked;

type PositionRow = (i64, Timestamp, UserId);

/// The players of a board, before anything narrows them.
macro_rules! shown {
    ($board:expr) => {
        board_scores::table
            .filter(board_scores::board.eq($board))
            .filter(board_scores::is_shown.eq(true))
            .select((
                board_scores::score,
                board_scores::reached_at,
                board_scores::user_id,
            ))
    };
}

/// The players who follow. Those with the same score are asked for first, by themselves: so each question is one stretch
/// of the index, however many share a score.
pub(super) fn behind(
    conn: &mut Connection,
    board: i64,
    after: Option<Position>,
    limit: i64,
) -> QueryResult<Vec<Position>> {
    use board_scores::{reached_at, score, user_id};
    let order = (score.desc(), reached_at.asc(), user_id.asc());
    let Some(after) = after else {
        let rows: Vec<PositionRow> = shown!(board).order(order).limit(limit).load(conn)?;
        return Ok(rows.into_iter().map(position).collect());
    };
    let (at, user) = (At(after.reached_at), key(after.user));
    let mut rows: Vec<PositionRow> = shown!(board)
        .filter(score.eq(after.score))
        .filter(reached_at.ge(at))
        .filter(reached_at.gt(at).or(user_id.gt(user)))
        .order((reached_at.asc(), user_id.asc()))
        .limit(limit)
        .load(conn)?;
    let left = rest(limit, &rows);
    if left > 0 {
        let lower = shown!(board).filter(score.lt(after.score));
        rows.extend(lower.order(order).limit(left).load::<PositionRow>(conn)?);
    }
    Ok(rows.into_iter().map(position).collect())
}

/// The players before one, the nearest ones, in the order of the board.
pub(super) fn ahead(
    conn: &mut Connection,
    board: i64,
    here: Position,
    limit: i64,
) -> QueryResult<Vec<Position>> {
    use board_scores::{reached_at, score, user_id};
    let (at, user) = (At(here.reached_at), key(here.user));
    let mut rows: Vec<PositionRow> = shown!(board)
        .filter(score.eq(here.score))
        .filter(reached_at.le(at))
        .filter(reached_at.lt(at).or(user_id.lt(user)))
        .order((reached_at.desc(), user_id.desc()))
        .limit(limit)
        .load(conn)?;
    let left = rest(limit, &rows);
    if left > 0 {
        let higher = shown!(board).filter(score.gt(here.score)).order((
            score.asc(),
            reached_at.desc(),
            user_id.desc(),
        ));
        rows.extend(higher.limit(left).load::<PositionRow>(conn)?);
    }
    Ok(rows.into_iter().rev().map(position).collect())
}

/// Players who follow one another, with their ranks and names. Tallies tell the first one's; the others' follow.
pub(super) fn ranked(
    conn: &mut Connection,
    board: i64,
    positions: Vec<Position>,
) -> QueryResult<Vec<Ranked>> {
    let Some(first) = positions.first() else {
        return Ok(Vec::new());
    };
    let rank = above(conn, board, first.score)?.saturating_add(1);
    let tied = tied(conn, board, first.score)?;
    let ranks = ranks(rank, tied, positions.iter().map(|position| position.score));
    let mut names = names(conn, positions.iter().map(|position| position.user))?;
    let row = |(position, rank): (Position, i64)| {
        let name = names.remove(&position.user);
        let username = name.ok_or_else(|| corrupt("a board", "a player is nobody"))?;
        Ok(Ranked {
            rank,
            position,
            username,
        })
    };
    positions.into_iter().zip(ranks).map(row).collect()
}

/// How many players have a higher score.
pub(super) fn above(conn: &mut Connection, board: i64, score: i64) -> QueryResult<i64> {
    tally::above(score)
        .into_iter()
        .try_fold(0_i64, |sum, (shift, from, to)| {
            let players = counted(conn, board, shift, (from, to.unwrap_or(i64::MAX)))?;
            Ok(sum.saturating_add(players))
        })
}

/// How many players have this score.
pub(super) fn tied(conn: &mut Connection, board: i64, score: i64) -> QueryResult<i64> {
    counted(conn, board, 0, (score, score.saturating_add(1)))
}

/// How many players there are.
pub(super) fn players(conn: &mut Connection, board: i64) -> QueryResult<i64> {
    counted(conn, board, tally::COARSEST, (i64::MIN, i64::MAX))
}

fn counted(
    conn: &mut Connection,
    board: i64,
    shift: i16,
    (from, to): (i64, i64),
) -> QueryResult<i64> {
    board_tallies::table
        .filter(board_tallies::board.eq(board))
        .filter(board_tallies::shift.eq(shift))
        .filter(board_tallies::bucket.ge(from))
        .filter(board_tallies::bucket.lt(to))
        .select(sql::<BigInt>("CAST(coalesce(sum(players), 0) AS BIGINT)"))
        .get_result(conn)
}

fn rest(limit: i64, rows: &[PositionRow]) -> i64 {
    limit.saturating_sub(i64::try_from(rows.len()).unwrap_or(i64::MAX))
}

fn position((score, reached_at, user): PositionRow) -> Position {
    Position {
        score,
        reached_at,
        user,
    }
}

//! Boards whose window is over.

use super::{board_of, one_more};
use crate::connection::Connection;
use crate::dialect::{At, key};
use crate::schema::{leaderboard_entries, leaderboards, users};
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_domain::accounts::Flag;
use ludger_domain::boards::{Board, Leaderboard, LeaderboardEntry, Position};
use ludger_domain::ids::{LeaderboardId, UserId};
use ludger_ports::PageRequest;
use ludger_ports::read::{LeaderboardFilter, Ranked};

#[derive(Queryable, Selectable)]
#[diesel(table_name = leaderboards)]
struct LeaderboardRow {
    id: LeaderboardId,
    board: i64,
    created_at: Timestamp,
    closed_at: Option<Timestamp>,
    frozen_at: Option<Timestamp>,
    swept_at: Option<Timestamp>,
    entries: i64,
    late_sessions: i64,
    version: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = leaderboard_entries)]
struct EntryRow {
    leaderboard_id: LeaderboardId,
    place: i64,
    user_id: UserId,
    rank: i64,
    score: i64,
    reached_at: Timestamp,
}

pub(super) fn find(conn: &mut Connection, id: LeaderboardId) -> QueryResult<Option<Leaderboard>> {
    let row: Option<LeaderboardRow> = leaderboards::table
        .find(key(id))
        .select(LeaderboardRow::as_select())
        .first(conn)
        .optional()?;
    row.map(LeaderboardRow::read).transpose()
}

pub(super) fn list(
    conn: &mut Connection,
    LeaderboardFilter { mode, period }: LeaderboardFilter,
    page: PageRequest<LeaderboardId>,
) -> QueryResult<Vec<Leaderboard>> {
    use leaderboards::dsl;
    let mut query = dsl::leaderboards
        .filter(dsl::frozen_at.is_not_null())
        .into_boxed();
    if let Some(mode) = mode {
        query = query.filter(dsl::mode.eq(mode.as_str()));
    }
    if let Some(period) = period {
        query = query.filter(dsl::period.eq(period.as_str()));
    }
    if let Some(after) = page.after {
        query = query.filter(dsl::id.lt(key(after)));
    }
    let rows: Vec<LeaderboardRow> = query
        .order(dsl::id.desc())
        .limit(one_more(page.limit))
        .select(LeaderboardRow::as_select())
        .load(conn)?;
    rows.into_iter().map(LeaderboardRow::read).collect()
}

pub(super) fn unfinished(
    conn: &mut Connection,
    ended_by: Timestamp,
    limit: i64,
) -> QueryResult<Vec<Leaderboard>> {
    let rows: Vec<LeaderboardRow> = leaderboards::table
        .filter(leaderboards::swept_at.is_null())
        .filter(leaderboards::ends_at.le(At(ended_by)))
        .order(leaderboards::id.asc())
        .limit(limit)
        .select(LeaderboardRow::as_select())
        .load(conn)?;
    rows.into_iter().map(LeaderboardRow::read).collect()
}

/// Those of users who are seen on boards now.
pub(super) fn entries(
    conn: &mut Connection,
    id: LeaderboardId,
    page: PageRequest<UserId>,
) -> QueryResult<Vec<Ranked>> {
    use leaderboard_entries::dsl;
    let of_board = dsl::leaderboard_entries.filter(dsl::leaderboard_id.eq(key(id)));
    let after = match page.after {
        None => 0,
        Some(user) => {
            let it = of_board.filter(dsl::user_id.eq(key(user)));
            let place: Option<i64> = it.select(dsl::place).first(conn).optional()?;
            place.unwrap_or(i64::MAX)
        }
    };
    let hidden = format!("%\"{}\"%", Flag::HiddenFromBoards);
    let rows: Vec<(EntryRow, String)> = of_board
        .inner_join(users::table.on(users::id.eq(dsl::user_id)))
        .filter(dsl::place.gt(after))
        .filter(users::deleted_at.is_null())
        .filter(users::locked_at.is_null())
        .filter(users::flags.not_like(hidden))
        .order(dsl::place.asc())
        .limit(one_more(page.limit))
        .select((EntryRow::as_select(), users::username))
        .load(conn)?;
    let read = |(row, name): (EntryRow, String)| {
        let entry = row.read();
        Ok(Ranked {
            rank: entry.rank,
            position: entry.position,
            username: crate::read::users::username(entry.user(), name)?,
        })
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn of_user(
    conn: &mut Connection,
    user: UserId,
    page: PageRequest<LeaderboardId>,
) -> QueryResult<Vec<(Board, LeaderboardEntry)>> {
    use leaderboard_entries::dsl;
    let mut query = dsl::leaderboard_entries
        .inner_join(leaderboards::table.on(leaderboards::id.eq(dsl::leaderboard_id)))
        .filter(dsl::user_id.eq(key(user)))
        .into_boxed();
    if let Some(after) = page.after {
        query = query.filter(dsl::leaderboard_id.gt(key(after)));
    }
    let rows: Vec<(EntryRow, i64)> = query
        .order(dsl::leaderboard_id.asc())
        .limit(one_more(page.limit))
        .select((EntryRow::as_select(), leaderboards::board))
        .load(conn)?;
    let read = |(row, board): (EntryRow, i64)| Ok((board_of(board)?, row.read()));
    rows.into_iter().map(read).collect()
}

pub(super) fn last(
    conn: &mut Connection,
    id: LeaderboardId,
) -> QueryResult<Option<LeaderboardEntry>> {
    let row: Option<EntryRow> = leaderboard_entries::table
        .filter(leaderboard_entries::leaderboard_id.eq(key(id)))
        .order(leaderboard_entries::place.desc())
        .select(EntryRow::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(EntryRow::read))
}

impl LeaderboardRow {
    fn read(self) -> QueryResult<Leaderboard> {
        Ok(Leaderboard {
            id: self.id,
            board: board_of(self.board)?,
            created_at: self.created_at,
            closed_at: self.closed_at,
            frozen_at: self.frozen_at,
            swept_at: self.swept_at,
            entries: self.entries,
            late_sessions: self.late_sessions,
            version: self.version,
        })
    }
}

impl EntryRow {
    fn read(self) -> LeaderboardEntry {
        LeaderboardEntry {
            leaderboard: self.leaderboard_id,
            place: self.place,
            rank: self.rank,
            position: Position {
                score: self.score,
                reached_at: self.reached_at,
                user: self.user_id,
            },
        }
    }
}

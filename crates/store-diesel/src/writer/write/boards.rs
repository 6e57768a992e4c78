//! Leaderboards: scores, the tallies that ranks follow from, and what is frozen.
//!
//! Scores come as differences, so any number of them meet in a batch, of one player and of one board too. They are added
//! up here, in the order in which they came, over the rows as they are locked; each row is then written once. What that
//! does to tallies is gathered over the whole batch, and each tally that comes out changed is written once.
//!
//! # What is ordered
//! This comes after all else that a batch writes. Leaderboards are locked by id, then players' rows by user and board,
//! then tallies by board and range, which is the order in which their statement adds to them. So writers on several nodes
//! cannot deadlock over them, and a tally that everybody touches is held for the shortest time.

use super::Sorted;
use crate::connection::Connection;
use crate::dialect::{Key, key, on};
use crate::read::users_by_id;
use crate::rows::{Column, Rows};
use crate::schema::{board_scores, board_tallies, leaderboards};
use diesel::prelude::*;
use ludger_domain::Timestamp;
use ludger_domain::accounts::User;
use ludger_domain::boards::tally::Tallies;
use ludger_domain::boards::{Board, Leaderboard, LeaderboardEntry, Scored, Standing};
use ludger_domain::ids::{LeaderboardId, UserId};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that one commit sweeps away of each table: so many take a moment, and nobody waits behind them for long.
const SWEPT_MAX: i64 = 2_000;

/// What a batch does to boards.
#[derive(Default)]
pub(super) struct OfBoards<'a> {
    deeds: Vec<Deed<'a>>,
    pub(super) leaderboards: Vec<&'a Leaderboard>,
    pub(super) entries: Vec<&'a LeaderboardEntry>,
    pub(super) swept: Vec<Board>,
}

/// What happens to a player, in the order in which it came.
enum Deed<'a> {
    Scored(&'a Scored, Timestamp),
    Shown(UserId, bool),
    Forgotten(UserId),
}

/// A player's row.
#[derive(Clone, Copy, PartialEq)]
struct Row {
    standing: Standing,
    is_shown: bool,
}

/// Rows by user and board.
type Players = BTreeMap<(UserId, i64), Row>;

impl<'a> OfBoards<'a> {
    pub(super) fn score(&mut self, scored: &'a Scored, at: Timestamp) {
        self.deeds.push(Deed::Scored(scored, at));
    }

    pub(super) fn show(&mut self, user: UserId, is_shown: bool) {
        self.deeds.push(Deed::Shown(user, is_shown));
    }

    pub(super) fn forget(&mut self, user: UserId) {
        self.deeds.push(Deed::Forgotten(user));
    }

    /// What is scored, with the boards that it goes to.
    fn scores(&self) -> impl Iterator<Item = (&'a Scored, Board, Timestamp)> {
        let scored = self.deeds.iter().filter_map(|deed| match deed {
            Deed::Scored(scored, at) => Some((*scored, *at)),
            Deed::Shown(..) | Deed::Forgotten(_) => None,
        });
        scored.flat_map(|(scored, at)| scored.boards().map(move |board| (scored, board, at)))
    }
}

pub(super) fn write(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    let of = &sorted.boards;
    steps(&of.leaderboards).update(conn, &["id"])?;
    entries(&of.entries).insert(conn)?;
    if !of.deeds.is_empty() {
        deeds(conn, of)?;
    }
    of.swept.iter().try_for_each(|board| sweep(conn, *board))
}

fn deeds(conn: &mut Connection, of: &OfBoards<'_>) -> QueryResult<()> {
    let closed = closed(conn, of)?;
    let before = load(conn, of)?;
    let new: BTreeSet<_> = of
        .scores()
        .filter(|(scored, board, _)| !before.contains_key(&(scored.user, board.number())))
        .map(|(scored, ..)| scored.user)
        .collect();
    let shown = shown(conn, &new)?;
    let after = taken(&before, &closed, &shown, of);
    save(conn, &before, &after)?;
    let mut tallies = Tallies::default();
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let score = |row: Option<&Row>| row.filter(|row| row.is_shown).map(|row| row.standing.score);
    for at in keys {
        tallies.moved(at.1, score(before.get(at)), score(after.get(at)));
    }
    add(conn, &tallies)
}

/// The rows as they are afterwards.
fn taken(
    before: &Players,
    closed: &BTreeSet<i64>,
    shown: &BTreeSet<UserId>,
    of: &OfBoards<'_>,
) -> Players {
    let mut players = before.clone();
    for deed in &of.deeds {
        match deed {
            Deed::Scored(scored, _) => {
                for board in scored.boards().filter(|it| !closed.contains(&it.number())) {
                    let at = (scored.user, board.number());
                    let row = players.remove(&at);
                    let is_shown = row.map_or(shown.contains(&at.0), |row| row.is_shown);
                    if let Some(standing) = scored.on(row.map(|row| row.standing)) {
                        players.insert(at, Row { standing, is_shown });
                    }
                }
            }
            Deed::Shown(user, is_shown) => players
                .iter_mut()
                .filter(|((whose, _), _)| whose == user)
                .for_each(|(_, row)| row.is_shown = *is_shown),
            Deed::Forgotten(user) => players.retain(|(whose, _), _| whose != user),
        }
    }
    players
}

/// The numbers of the boards that take nothing more; what came too late for them is counted. The others stay open until
/// this batch is there.
fn closed(conn: &mut Connection, of: &OfBoards<'_>) -> QueryResult<BTreeSet<i64>> {
    let mut boards: BTreeMap<LeaderboardId, (Leaderboard, i64)> = BTreeMap::new();
    for (_, board, at) in of.scores() {
        if let Some(opened) = Leaderboard::opened(board, at) {
            boards.entry(opened.id).or_insert((opened, 0)).1 += 1;
        }
    }
    if boards.is_empty() {
        return Ok(BTreeSet::new());
    }
    let open = leaderboards::table
        .filter(leaderboards::id.eq_any(boards.keys().copied().map(key)))
        .filter(leaderboards::closed_at.is_null())
        .order(leaderboards::id)
        .select(leaderboards::id);
    let open: Vec<LeaderboardId> =
        on!(conn => pg: |c| open.for_share().load(c), sqlite: |c| open.load(c))?;
    boards.retain(|id, _| !open.contains(id));
    if boards.is_empty() {
        return Ok(BTreeSet::new());
    }
    let new: Vec<_> = boards
        .values()
        .map(|(leaderboard, _)| leaderboard)
        .collect();
    opened(&new).insert_missing(conn, &["id"])?;
    let closed: Vec<LeaderboardId> = leaderboards::table
        .filter(leaderboards::id.eq_any(boards.keys().copied().map(key)))
        .filter(leaderboards::closed_at.is_not_null())
        .order(leaderboards::id)
        .select(leaderboards::id)
        .load(conn)?;
    boards.retain(|id, _| closed.contains(id));
    for (id, (_, late)) in &boards {
        diesel::update(leaderboards::table.find(key(*id)))
            .set(leaderboards::late_sessions.eq(leaderboards::late_sessions + *late))
            .execute(conn)?;
    }
    Ok(boards.values().map(|(it, _)| it.board.number()).collect())
}

/// The rows that may change, locked: of whoever scores, those of the boards in question; of others, all.
fn load(conn: &mut Connection, of: &OfBoards<'_>) -> QueryResult<Players> {
    use board_scores::dsl;
    let whole = of.deeds.iter().filter_map(|deed| match deed {
        Deed::Shown(user, _) | Deed::Forgotten(user) => Some(*user),
        Deed::Scored(..) => None,
    });
    let whole: BTreeSet<UserId> = whole.collect();
    let scored = of
        .scores()
        .map(|(scored, board, _)| (scored.user, board.number()));
    let (mut users, boards): (BTreeSet<UserId>, BTreeSet<i64>) = scored.unzip();
    users.extend(&whole);
    let keys = |users: BTreeSet<UserId>| users.into_iter().map(key).collect::<Vec<Key>>();
    let rows = dsl::board_scores
        .filter(dsl::user_id.eq_any(keys(users)))
        .filter(
            dsl::board
                .eq_any(boards)
                .or(dsl::user_id.eq_any(keys(whole))),
        )
        .order((dsl::user_id, dsl::board))
        .select((
            dsl::user_id,
            dsl::board,
            dsl::score,
            dsl::sessions,
            dsl::reached_at,
            dsl::is_shown,
        ));
    let rows: Vec<(UserId, i64, i64, i64, Timestamp, bool)> =
        on!(conn => pg: |c| rows.for_update().load(c), sqlite: |c| rows.load(c))?;
    let read = |(user, board, score, sessions, reached_at, is_shown)| {
        let standing = Standing {
            score,
            sessions,
            reached_at,
        };
        ((user, board), Row { standing, is_shown })
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Who of these is seen on boards. They are locked since the batch began, and written as they will be.
fn shown(conn: &mut Connection, users: &BTreeSet<UserId>) -> QueryResult<BTreeSet<UserId>> {
    if users.is_empty() {
        return Ok(BTreeSet::new());
    }
    let ids: Vec<_> = users.iter().copied().collect();
    let users = users_by_id(conn, &ids)?.into_iter();
    let users: Vec<User> = users.map(|(_, user)| user).collect::<QueryResult<_>>()?;
    let shown = users.iter().filter(|user| user.is_on_boards());
    Ok(shown.map(|user| user.id).collect())
}

fn save(conn: &mut Connection, before: &Players, after: &Players) -> QueryResult<()> {
    let gone: Vec<_> = before.keys().filter(|at| !after.contains_key(at)).collect();
    Rows::new("board_scores")
        .column("user_id", Column::uuids(gone.iter().map(|at| at.0.uuid())))
        .column("board", Column::integers(gone.iter().map(|at| at.1)))
        .delete(conn)?;
    let (known, new): (Vec<_>, Vec<_>) = after.iter().partition(|(at, _)| before.contains_key(at));
    let changed: Vec<_> = known
        .into_iter()
        .filter(|(at, row)| before.get(at) != Some(row))
        .collect();
    players(&new).insert(conn)?;
    players(&changed).update(conn, &["user_id", "board"])?;
    Ok(())
}

fn players<'a>(rows: &[(&(UserId, i64), &Row)]) -> Rows<'a> {
    let of = |pick: fn(&Standing) -> i64| rows.iter().map(move |(_, row)| pick(&row.standing));
    Rows::new("board_scores")
        .column(
            "user_id",
            Column::uuids(rows.iter().map(|(at, _)| at.0.uuid())),
        )
        .column("board", Column::integers(rows.iter().map(|(at, _)| at.1)))
        .column("score", Column::integers(of(|it| it.score)))
        .column("sessions", Column::integers(of(|it| it.sessions)))
        .column(
            "reached_at",
            Column::instants(rows.iter().map(|(_, row)| row.standing.reached_at)),
        )
        .column(
            "is_shown",
            Column::booleans(rows.iter().map(|(_, row)| row.is_shown)),
        )
}

fn add(conn: &mut Connection, tallies: &Tallies) -> QueryResult<()> {
    let all: Vec<_> = tallies.changes().collect();
    Rows::new("board_tallies")
        .column(
            "board",
            Column::integers(all.iter().map(|((board, ..), _)| *board)),
        )
        .column(
            "shift",
            Column::small_integers(all.iter().map(|((_, shift, _), _)| *shift)),
        )
        .column(
            "bucket",
            Column::integers(all.iter().map(|((.., range), _)| *range)),
        )
        .column(
            "players",
            Column::integers(all.iter().map(|(_, change)| *change)),
        )
        .add(conn, &["board", "shift", "bucket"], "players")?;
    Ok(())
}

/// A board that has its first player.
fn opened<'a>(new: &[&Leaderboard]) -> Rows<'a> {
    let (none, zero) = (
        || new.iter().map(|_| None::<Timestamp>),
        || new.iter().map(|_| 0),
    );
    Rows::new("leaderboards")
        .column("id", Column::uuids(new.iter().map(|it| it.id.uuid())))
        .column(
            "board",
            Column::integers(new.iter().map(|it| it.board.number())),
        )
        .column(
            "mode",
            Column::texts(new.iter().map(|it| Some(it.board.mode().as_str().into()))),
        )
        .column(
            "period",
            Column::texts(new.iter().map(|it| Some(it.board.period().as_str().into()))),
        )
        .column(
            "starts_at",
            Column::instants(new.iter().map(|it| it.board.starts_at())),
        )
        .column(
            "ends_at",
            Column::instants(new.iter().map(|it| it.board.ends_at())),
        )
        .column(
            "created_at",
            Column::instants(new.iter().map(|it| it.created_at)),
        )
        .column("closed_at", Column::instants(none()))
        .column("frozen_at", Column::instants(none()))
        .column("swept_at", Column::instants(none()))
        .column("entries", Column::integers(zero()))
        .column("late_sessions", Column::integers(zero()))
        .column("version", Column::integers(new.iter().map(|it| it.version)))
}

/// What changes on a leaderboard's way; late sessions are counted by others.
fn steps<'a>(leaderboards: &[&Leaderboard]) -> Rows<'a> {
    let all = || leaderboards.iter();
    Rows::new("leaderboards")
        .column("id", Column::uuids(all().map(|it| it.id.uuid())))
        .column("closed_at", Column::instants(all().map(|it| it.closed_at)))
        .column("frozen_at", Column::instants(all().map(|it| it.frozen_at)))
        .column("swept_at", Column::instants(all().map(|it| it.swept_at)))
        .column("entries", Column::integers(all().map(|it| it.entries)))
        .column("version", Column::integers(all().map(|it| it.version)))
}

fn entries<'a>(entries: &[&LeaderboardEntry]) -> Rows<'a> {
    let all = || entries.iter();
    Rows::new("leaderboard_entries")
        .column(
            "leaderboard_id",
            Column::uuids(all().map(|it| it.leaderboard.uuid())),
        )
        .column("place", Column::integers(all().map(|it| it.place)))
        .column("user_id", Column::uuids(all().map(|it| it.user().uuid())))
        .column("rank", Column::integers(all().map(|it| it.rank)))
        .column("score", Column::integers(all().map(|it| it.position.score)))
        .column(
            "reached_at",
            Column::instants(all().map(|it| it.position.reached_at)),
        )
}

/// Tallies last: as long as there are players, one may still come off the board.
fn sweep(conn: &mut Connection, board: Board) -> QueryResult<()> {
    use board_scores::dsl as scores;
    use board_tallies::dsl as tallies;
    let board = board.number();
    let users: Vec<uuid::Uuid> = scores::board_scores
        .filter(scores::board.eq(board))
        .select(scores::user_id)
        .limit(SWEPT_MAX)
        .load(conn)?;
    if !users.is_empty() {
        let those = scores::board_scores.filter(scores::board.eq(board));
        let those = those.filter(scores::user_id.eq_any(users.into_iter().map(Key)));
        return diesel::delete(those).execute(conn).map(drop);
    }
    let ranges: Vec<(i16, i64)> = tallies::board_tallies
        .filter(tallies::board.eq(board))
        .select((tallies::shift, tallies::bucket))
        .limit(SWEPT_MAX)
        .load(conn)?;
    Rows::new("board_tallies")
        .column("board", Column::integers(ranges.iter().map(|_| board)))
        .column(
            "shift",
            Column::small_integers(ranges.iter().map(|it| it.0)),
        )
        .column("bucket", Column::integers(ranges.iter().map(|it| it.1)))
        .delete(conn)
        .map(drop)
}

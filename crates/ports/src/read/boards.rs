use crate::{Page, PageRequest, Unavailable};
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::accounts::Username;
use ludger_domain::boards::{
    Board, Leaderboard, LeaderboardEntry, Period, Place, Position, Standing,
};
use ludger_domain::ids::{LeaderboardId, UserId};
use ludger_domain::quiz::Mode;

/// Leaderboards, live and frozen. Nobody appears on one who is deleted, locked or opted out: as if they had never played.
///
/// What one call tells is of one moment.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Boards: Send + Sync + 'static {
    /// The players of a board in their order.
    async fn top(
        &self,
        board: Board,
        page: PageRequest<Position>,
    ) -> Result<Page<Ranked, Position>, Unavailable>;
    /// A player between so many neighbours on each side.
    async fn around(
        &self,
        board: Board,
        user: UserId,
        neighbours: usize,
    ) -> Result<Around, Unavailable>;
    /// How a player stands on a board; and how many are on it.
    async fn own(&self, board: Board, user: UserId) -> Result<(Option<Own>, i64), Unavailable>;
    /// What a player has on each live board, shown or not, in the order of the boards' numbers.
    async fn standings(
        &self,
        user: UserId,
        page: PageRequest<i64>,
    ) -> Result<Page<(Board, Standing), i64>, Unavailable>;

    /// A leaderboard, frozen or not.
    async fn leaderboard(&self, id: LeaderboardId) -> Result<Option<Leaderboard>, Unavailable>;
    /// Frozen leaderboards that fit, newest first.
    async fn leaderboards(
        &self,
        filter: &LeaderboardFilter,
        page: PageRequest<LeaderboardId>,
    ) -> Result<Page<Leaderboard, LeaderboardId>, Unavailable>;
    /// The entries of a leaderboard in their order, behind that of a player.
    async fn entries(
        &self,
        id: LeaderboardId,
        page: PageRequest<UserId>,
    ) -> Result<Page<Ranked, UserId>, Unavailable>;
    /// What a player has on frozen leaderboards, by their ids.
    async fn entries_of(
        &self,
        user: UserId,
        page: PageRequest<LeaderboardId>,
    ) -> Result<Page<(Board, LeaderboardEntry), LeaderboardId>, Unavailable>;

    /// Leaderboards whose window ended by then, and which are not frozen and swept; the oldest first.
    async fn unfinished(
        &self,
        ended_by: Timestamp,
        limit: usize,
    ) -> Result<Vec<Leaderboard>, Unavailable>;
    /// The last entry of a leaderboard, whoever it is of.
    async fn last_entry(&self, id: LeaderboardId) -> Result<Option<LeaderboardEntry>, Unavailable>;
    /// The players of a board who follow, by their positions alone.
    async fn positions(
        &self,
        board: Board,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<Position>, Unavailable>;
    /// Whether anything is left that [sweeping](crate::Changes::sweep_board) would take away.
    async fn is_anything_left(&self, board: Board) -> Result<bool, Unavailable>;
}

/// A player on a board, as others see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Shared by equal scores.
    pub rank: i64,
    /// Who, with what, and since when.
    pub position: Position,
    /// Their public name.
    pub username: Username,
}

/// How a player stands on a board, for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// What they have.
    pub standing: Standing,
    /// Their place among the others; `None`: they are not seen on boards.
    pub place: Option<Place>,
}

/// A player among their neighbours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// In the order of the board. Without the player themselves, and so without anybody, if they are not on it.
    pub rows: Vec<Ranked>,
    /// What the player has; of one who is not seen on boards, too.
    pub own: Option<Standing>,
}

/// Which leaderboards; empty: all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeaderboardFilter {
    /// Of this mode.
    pub mode: Option<Mode>,
    /// Of this length.
    pub period: Option<Period>,
}

impl LeaderboardFilter {
    /// Whether it takes this leaderboard.
    pub fn takes(&self, leaderboard: &Leaderboard) -> bool {
        self.mode
            .is_none_or(|mode| mode == leaderboard.board.mode())
            && self
                .period
                .is_none_or(|period| period == leaderboard.board.period())
    }
}

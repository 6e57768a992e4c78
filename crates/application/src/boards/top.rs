use super::{ShowBoardError, Which};
use crate::Ports;
use ludger_domain::Timestamp;
use ludger_domain::boards::{Board, Position};
use ludger_domain::ids::LeaderboardId;
use ludger_ports::read::{Boards, Ranked};
use ludger_ports::{Clock, Page, PageRequest, Unavailable};
use std::sync::Arc;

/// Shows the players of a board.
pub struct ShowTop {
    boards: Arc<dyn Boards>,
    clock: Arc<dyn Clock>,
}

impl ShowTop {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            boards: ports.boards.clone(),
            clock: ports.clock.clone(),
        }
    }

    /// The players in their order. A window that is over is told as it was frozen; until it is, as it stands.
    ///
    /// # Errors
    /// See [`ShowBoardError`].
    pub async fn run(
        &self,
        which: &Which,
        page: PageRequest<Position>,
    ) -> Result<Page<Ranked, Position>, ShowBoardError> {
        let now = self.clock.now();
        let board = which.board(now)?;
        let Some(frozen) = self.frozen(board, now).await? else {
            return Ok(self.boards.top(board, page).await?);
        };
        let request = PageRequest {
            after: page.after.map(|position| position.user),
            limit: page.limit,
        };
        let page = self.boards.entries(frozen, request).await?;
        let next = page.next.and(page.items.last().map(|row| row.position));
        let items = page.items;
        Ok(Page { items, next })
    }

    async fn frozen(
        &self,
        board: Board,
        now: Timestamp,
    ) -> Result<Option<LeaderboardId>, Unavailable> {
        let is_over = board.ends_at().is_some_and(|end| end <= now);
        let Some(id) = board.leaderboard().filter(|_| is_over) else {
            return Ok(None);
        };
        let found = self.boards.leaderboard(id).await?;
        let frozen = found.filter(|leaderboard| leaderboard.frozen_at.is_some());
        Ok(frozen.map(|leaderboard| leaderboard.id))
    }
}

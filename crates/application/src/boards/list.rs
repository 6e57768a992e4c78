use crate::{Outage, Ports};
use ludger_domain::boards::Leaderboard;
use ludger_domain::ids::{LeaderboardId, UserId};
use ludger_ports::read::{Boards, LeaderboardFilter, Ranked};
use ludger_ports::{Page, PageRequest, Unavailable};
use std::sync::Arc;

/// Shows the leaderboards that are frozen.
pub struct ListLeaderboards {
    boards: Arc<dyn Boards>,
}

/// Shows one of them.
pub struct FindLeaderboard {
    boards: Arc<dyn Boards>,
}

/// Shows its players.
pub struct ShowEntries {
    find: FindLeaderboard,
}

/// Why there is no leaderboard.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FindLeaderboardError {
    /// There is none of this id, or it is not frozen yet.
    #[error("no such leaderboard")]
    NotFound,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<Unavailable> for FindLeaderboardError {
    fn from(unavailable: Unavailable) -> Self {
        Self::Outage(unavailable.into())
    }
}

impl ListLeaderboards {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            boards: ports.boards.clone(),
        }
    }

    /// Those that fit, newest first.
    ///
    /// # Errors
    /// See [`Outage`].
    pub async fn run(
        &self,
        filter: &LeaderboardFilter,
        page: PageRequest<LeaderboardId>,
    ) -> Result<Page<Leaderboard, LeaderboardId>, Outage> {
        Ok(self.boards.leaderboards(filter, page).await?)
    }
}

impl FindLeaderboard {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            boards: ports.boards.clone(),
        }
    }

    /// The leaderboard.
    ///
    /// # Errors
    /// See [`FindLeaderboardError`].
    pub async fn run(&self, id: LeaderboardId) -> Result<Leaderboard, FindLeaderboardError> {
        let found = self.boards.leaderboard(id).await?;
        let frozen = found.filter(|leaderboard| leaderboard.frozen_at.is_some());
        frozen.ok_or(FindLeaderboardError::NotFound)
    }
}

impl ShowEntries {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            find: FindLeaderboard::new(ports),
        }
    }

    /// The players of a leaderboard in their order, without those who are not seen any more.
    ///
    /// # Errors
    /// See [`FindLeaderboardError`].
    pub async fn run(
        &self,
        id: LeaderboardId,
        page: PageRequest<UserId>,
    ) -> Result<Page<Ranked, UserId>, FindLeaderboardError> {
        let leaderboard = self.find.run(id).await?;
        Ok(self.find.boards.entries(leaderboard.id, page).await?)
    }
}

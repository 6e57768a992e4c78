use crate::{Caller, Outage, Ports};
use ludger_domain::boards::{Board, Period};
use ludger_domain::quiz::Mode;
use ludger_ports::Clock;
use ludger_ports::read::{Around, Boards, Own};
use std::sync::Arc;

/// Shows somebody among their neighbours.
pub struct ShowAround {
    boards: Arc<dyn Boards>,
    clock: Arc<dyn Clock>,
}

/// Shows how somebody stands.
pub struct ShowOwn {
    boards: Arc<dyn Boards>,
    clock: Arc<dyn Clock>,
}

/// How somebody stands on a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnBoard {
    /// Which.
    pub board: Board,
    /// How many are on it.
    pub players: i64,
    /// What they have; `None`: they finished no session of its window.
    pub own: Option<Own>,
}

impl ShowAround {
    /// The most neighbours on each side.
    pub const NEIGHBOURS_MAX: usize = 25;
    /// As many as are shown when nobody says how many.
    pub const NEIGHBOURS: usize = 5;

    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            boards: ports.boards.clone(),
            clock: ports.clock.clone(),
        }
    }

    /// The caller with so many players before and behind them, on the board that is open now. Whoever is not on it is shown
    /// nobody.
    ///
    /// # Errors
    /// See [`Outage`].
    pub async fn run(
        &self,
        caller: &Caller,
        (mode, period): (Mode, Period),
        neighbours: usize,
    ) -> Result<Around, Outage> {
        let board = Board::at(mode, period, self.clock.now());
        let neighbours = neighbours.min(Self::NEIGHBOURS_MAX);
        let user = caller.principal.user;
        Ok(self.boards.around(board, user, neighbours).await?)
    }
}

impl ShowOwn {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            boards: ports.boards.clone(),
            clock: ports.clock.clone(),
        }
    }

    /// The caller's place on the board that is open now.
    ///
    /// # Errors
    /// See [`Outage`].
    pub async fn run(
        &self,
        caller: &Caller,
        (mode, period): (Mode, Period),
    ) -> Result<OnBoard, Outage> {
        let board = Board::at(mode, period, self.clock.now());
        let (own, players) = self.boards.own(board, caller.principal.user).await?;
        Ok(OnBoard {
            board,
            players,
            own,
        })
    }
}

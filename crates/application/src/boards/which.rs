use crate::Outage;
use ludger_domain::Timestamp;
use ludger_domain::boards::{Board, Period};
use ludger_domain::quiz::Mode;
use ludger_ports::Unavailable;

/// Which board somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which {
    /// Who plays.
    pub mode: Mode,
    /// How long its window is.
    pub period: Period,
    /// The first day of the window; `None`: the one that is open now.
    pub window: Option<jiff::civil::Date>,
}

/// No window of this length begins on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no {period} window begins on {first}")]
pub struct NoSuchWindow {
    /// How long it would be.
    pub period: Period,
    /// When it would begin.
    pub first: jiff::civil::Date,
}

/// Why there is no board to see.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ShowBoardError {
    /// See there.
    #[error(transparent)]
    NoSuchWindow(#[from] NoSuchWindow),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<Unavailable> for ShowBoardError {
    fn from(unavailable: Unavailable) -> Self {
        Self::Outage(unavailable.into())
    }
}

impl Which {
    /// The board.
    pub(super) fn board(self, now: Timestamp) -> Result<Board, NoSuchWindow> {
        let Self {
            mode,
            period,
            window,
        } = self;
        match window {
            None => Ok(Board::at(mode, period, now)),
            Some(first) => Board::of(mode, period, first).ok_or(NoSuchWindow { period, first }),
        }
    }
}

//! Leaderboards: live ones, frozen ones, and how the one becomes the other.
//!
//! What scores is a session that ends, in the commit that ends it
//! ([`Changes::score`](ludger_ports::Changes::score)); nothing here adds to a board.

mod freeze;
mod list;
mod own;
#[cfg(test)]
mod tests;
mod top;
mod which;

pub(crate) use freeze::{Freeze, Progress};
pub use list::{FindLeaderboard, FindLeaderboardError, ListLeaderboards, ShowEntries};
pub use own::{OnBoard, ShowAround, ShowOwn};
pub use top::ShowTop;
pub use which::{NoSuchWindow, ShowBoardError, Which};

use crate::Ports;

/// What can be seen of leaderboards; it takes no more than to be signed in.
#[expect(missing_docs, reason = "each field is named after its use case")]
pub struct Boards {
    pub top: ShowTop,
    pub around: ShowAround,
    pub own: ShowOwn,
    pub list: ListLeaderboards,
    pub find: FindLeaderboard,
    pub entries: ShowEntries,
}

impl Boards {
    /// Takes from `ports` what each use case needs.
    pub fn new(ports: &Ports) -> Self {
        Self {
            top: ShowTop::new(ports),
            around: ShowAround::new(ports),
            own: ShowOwn::new(ports),
            list: ListLeaderboards::new(ports),
            find: FindLeaderboard::new(ports),
            entries: ShowEntries::new(ports),
        }
    }
}

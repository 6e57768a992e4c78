//! Leaderboards: who scored most, for each mode of play, on a day, in a week, in a month, and of all time.
//!
//! - [`Board`]: one of them: a mode and a window, which is a day, a week from Monday, a month, in UTC, or all time. Its
//!   [number](Board::number) follows from them, so nothing has to be looked up before something is added.
//! - [`Scored`]: what a finished session adds to the four boards that its end lies in; the one way in which a score gets
//!   onto a board. What was corrected or voided later comes as a difference.
//! - [`Standing`]: a player's row on a board, and how it takes such an addition in.
//! - [`tally`]: how ranks are known without counting players: tallies of exact scores and of ranges of them.
//! - [`Leaderboard`]: a board whose window is over, frozen for good, entry by entry, and the [`Prizes`] that it pays.
//!
//! Players are ordered by score, then by who reached it first, then by id; ranks go by score alone (1, 2, 2, 4).
//!
//! ```
//! use ludger_domain::boards::{Period, Scored};
//! use ludger_domain::ids::UserId;
//! use ludger_domain::quiz::Mode;
//! use uuid::Uuid;
//!
//! let ada = UserId::from(Uuid::from_u128(1));
//! let ended_at = "2026-11-22T18:00:00Z".parse()?;
//! let scored = Scored::finished(Mode::Solo, ada, 250, ended_at);
//! let days: Vec<_> = scored.boards().map(|board| (board.period(), board.first().to_string())).collect();
//! assert_eq!(days[0], (Period::Daily, "2026-11-22".to_owned()));
//! assert_eq!(days[1], (Period::Weekly, "2026-11-16".to_owned()));
//!
//! // The second session of the day adds to the first.
//! let standing = scored.on(None).expect("who finished is on the board");
//! let standing = scored.on(Some(standing)).expect("and stays there");
//! assert_eq!((standing.score, standing.sessions), (500, 2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod board;
mod leaderboard;
mod place;
mod prizes;
mod scored;
pub mod tally;
#[cfg(test)]
mod tests;

pub use board::{Board, Period};
pub use leaderboard::{Leaderboard, LeaderboardEntry};
pub use place::{Place, Position, ranks};
pub use prizes::{InvalidPrize, Prize, Prizes, prize_reference};
pub use scored::{Scored, Standing};

//! The end: who won, and what that is worth.

use super::{End, LiveEvent, LobbyError, Moved, Outcome, QuizSession, SessionResult, Status};
use crate::Timestamp;
use crate::ids::UserId;
use crate::quiz::{Ending, Mode};

impl QuizSession {
    /// Ends a session whose time is over between two questions.
    ///
    /// # Errors
    /// The session is finished.
    pub fn run_out(self, now: Timestamp) -> Result<Moved, LobbyError> {
        if self.status == Status::Finished {
            return Err(LobbyError::Finished);
        }
        Ok(Moved::of(self.changed(now)).finish(End::Completed))
    }

    /// What the finished session was for a player, and what that pays. `None` before, and for who played no part in it.
    pub fn ending_of(&self, user: UserId) -> Option<Ending> {
        let player = self.player(user)?;
        let end = match player.departure {
            Some(_) => End::Forfeited,
            None => self.end?,
        };
        Some(Ending::new(end, player.result?, player.score))
    }

    /// The same for all who played, in the order of seats. Empty before the end.
    pub fn endings(&self) -> Vec<(UserId, Ending)> {
        if self.end.is_none() {
            return Vec::new();
        }
        let users = self.players.iter().map(|player| player.user);
        users
            .filter_map(|user| Some((user, self.ending_of(user)?)))
            .collect()
    }

    fn results(&mut self, end: End) {
        let standing = |hearts: i64, score: i64| (hearts, score);
        let best = self.here().map(|p| standing(p.hearts_left, p.score)).max();
        let of_best = |hearts, score| Some(standing(hearts, score)) == best;
        let are_best = self
            .here()
            .filter(|p| of_best(p.hearts_left, p.score))
            .count();
        let mode = self.mode;
        for player in &mut self.players {
            if player.departure.is_some() {
                // Settled when they went; who left the lobby, or was kicked, played no part.
                continue;
            }
            let is_best = of_best(player.hearts_left, player.score);
            let is_alive = player.hearts_left > 0;
            player.result = Some(match (end, mode) {
                (End::Completed, Mode::Solo | Mode::Collab) if is_alive => SessionResult::Win,
                (End::Completed, Mode::Comp) if is_best && are_best > 1 => SessionResult::Draw,
                (End::Completed, Mode::Comp) if is_best => SessionResult::Win,
                (End::Completed | End::Forfeited, _) => SessionResult::Loss,
            });
        }
    }
}

impl Moved {
    /// The end of a session whose other fields are final.
    pub(super) fn finish(mut self, end: End) -> Self {
        let session = &mut self.session;
        session.results(end);
        session.status = Status::Finished;
        session.end = Some(end);
        session.ended_at = Some(session.updated_at);
        session.opens_at = None;
        session.pauses.since = None;
        let endings = session.endings();
        let players = endings
            .into_iter()
            .map(|(user, ending)| Outcome::of(user, ending))
            .collect();
        self.telling(LiveEvent::Finished { end, players })
    }
}

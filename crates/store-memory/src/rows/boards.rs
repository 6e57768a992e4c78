use crate::state::State;
use ludger_domain::Timestamp;
use ludger_domain::boards::{Board, Leaderboard, LeaderboardEntry, Scored};
use ludger_ports::Unavailable;

impl State {
    pub(super) fn score(&mut self, scored: &Scored, at: Timestamp) -> Result<(), Unavailable> {
        for board in scored.boards() {
            let leaderboard = board.leaderboard();
            if let Some(before) = leaderboard.and_then(|id| self.leaderboards.get(&id).cloned())
                && before.closed_at.is_some()
            {
                let late_sessions = before.late_sessions + 1;
                let after = Leaderboard {
                    late_sessions,
                    ..before
                };
                self.leaderboards.put(after.id, after);
                continue;
            }
            let key = (board.number(), scored.user);
            let before = self.standings.get(&key).copied();
            match scored.on(before) {
                Some(standing) => self.standings.put(key, standing),
                None => self.standings.remove(&key),
            }
            if let Some(opened) = Leaderboard::opened(board, at)
                && !self.leaderboards.contains_key(&opened.id)
            {
                self.leaderboards.add(opened.id, opened)?;
            }
        }
        Ok(())
    }

    /// Late sessions are counted by others.
    pub(super) fn save_leaderboard(&mut self, leaderboard: &Leaderboard) {
        let before = self.leaderboards.get(&leaderboard.id);
        let late_sessions = before.map_or(0, |before| before.late_sessions);
        let after = Leaderboard {
            late_sessions,
            ..leaderboard.clone()
        };
        self.leaderboards.put(after.id, after);
    }

    pub(super) fn add_leaderboard_entries(
        &mut self,
        entries: &[LeaderboardEntry],
    ) -> Result<(), Unavailable> {
        for entry in entries {
            let key = (entry.leaderboard, entry.place);
            self.leaderboard_entries.add(key, *entry)?;
        }
        Ok(())
    }

    pub(super) fn sweep_board(&mut self, swept: Board) {
        let swept = swept.number();
        self.standings.remove_if(|(board, _), _| *board == swept);
    }
}

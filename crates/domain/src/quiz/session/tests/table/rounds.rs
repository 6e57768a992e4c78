//! Rounds that are played by one letter for each player.

use super::*;
use Says::{Right, Wrong};

impl Table {
    /// Rounds of one letter for each live player, in the order of seats: `r` right, `w` wrong, `-` nothing. Everybody who
    /// answers does so `after_ms` from the opening; in `comp` and `collab` the next question is waited for.
    pub(in crate::quiz::session::tests) fn plays(self, rounds: &str, after_ms: i64) -> Self {
        rounds
            .split_whitespace()
            .fold(self, |table, round| table.round(round, after_ms))
    }

    fn round(self, letters: &str, after_ms: i64) -> Self {
        let position = self.session.position;
        let opened = match (self.session.round, self.session.mode) {
            (Some(_), _) => self,
            (None, Mode::Solo) => self.looks(),
            (None, _) => self.until(|table| table.session.round.is_some()),
        };
        let live: Vec<_> = opened
            .session
            .live()
            .map(|p| p.user.uuid().as_u128())
            .collect();
        assert_eq!(
            live.len(),
            letters.len(),
            "{letters}: one letter for each live player"
        );
        let table = live.into_iter().zip(letters.chars()).fold(
            opened.waits(after_ms),
            |table, (who, letter)| match letter {
                // The team's answer may be in already.
                _ if table.session.position > position => table,
                'r' => table.answers(who, Right),
                'w' => table.answers(who, Wrong),
                '-' => table,
                other => panic!("no such letter: {other}"),
            },
        );
        table.until(|table| table.session.position > position)
    }
}

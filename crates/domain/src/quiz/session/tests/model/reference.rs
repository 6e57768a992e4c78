//! The rules once more, in the plainest words: whole milliseconds, right or wrong, and one list of players.

mod lobby;
mod round;
mod time;

use crate::quiz::session::{Departure, End, Mode, SessionResult};

/// What came of what was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Changed,
    Same,
    Refused,
}
use Outcome::{Changed, Refused, Same};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Waiting,
    Countdown,
    Active,
    Paused,
    Over(End),
}
use Phase::{Active, Countdown, Over, Paused, Waiting};

/// What the game is played by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) mode: Mode,
    pub(super) seats: i64,
    pub(super) hearts: i64,
    pub(super) questions: usize,
    pub(super) question_ms: Option<i64>,
    pub(super) limit_ms: Option<i64>,
    pub(super) penalty: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seat {
    pub(super) who: u128,
    pub(super) gone: Option<Departure>,
    pub(super) is_ready: bool,
    pub(super) hearts: i64,
    pub(super) score: i64,
    pub(super) result: Option<SessionResult>,
}

#[derive(Debug, Clone, Copy)]
struct Vote {
    who: u128,
    is_right: bool,
    ms: i64,
}

/// All that there is to know of a game.
#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) setting: Setting,
    pub(super) seats: Vec<Seat>,
    pub(super) host: u128,
    pub(super) phase: Phase,
    pub(super) now: i64,
    pub(super) position: usize,
    pub(super) opened: Option<i64>,
    pub(super) opens: Option<i64>,
    pub(super) pauses: i64,
    pub(super) paused_ms: i64,
    /// Rows of questions that were closed.
    pub(super) rows: usize,
    pub(super) last: Outcome,
    votes: Vec<Vote>,
    paused: Option<i64>,
    started: Option<i64>,
    changed: i64,
}

impl Model {
    pub(super) fn new(setting: Setting) -> Self {
        let is_solo = setting.mode == Mode::Solo;
        let mut model = Self {
            setting,
            seats: Vec::new(),
            host: 1,
            phase: if is_solo { Active } else { Waiting },
            now: 0,
            position: 0,
            opened: None,
            opens: None,
            pauses: 0,
            paused_ms: 0,
            rows: 0,
            last: Same,
            votes: Vec::new(),
            paused: None,
            started: is_solo.then_some(0),
            changed: 0,
        };
        model.sit(1);
        model
    }

    fn sit(&mut self, who: u128) {
        self.seats.push(Seat {
            who,
            gone: None,
            is_ready: false,
            hearts: self.setting.hearts,
            score: 0,
            result: None,
        });
    }

    fn here(&self) -> Vec<&Seat> {
        self.seats
            .iter()
            .filter(|seat| seat.gone.is_none())
            .collect()
    }

    fn live(&self) -> Vec<u128> {
        let live = self.here().into_iter().filter(|seat| seat.hearts > 0);
        live.map(|seat| seat.who).collect()
    }

    fn seat(&mut self, who: u128) -> Option<&mut Seat> {
        self.seats
            .iter_mut()
            .find(|seat| seat.who == who && seat.gone.is_none())
    }

    fn is_solo(&self) -> bool {
        self.setting.mode == Mode::Solo
    }

    fn change(&mut self) -> Outcome {
        self.changed = self.now;
        Changed
    }
}

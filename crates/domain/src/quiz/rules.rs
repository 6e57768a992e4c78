//! The numbers that a session is played by: settings of the quiz, or these defaults. They are frozen when the session is
//! made.

use super::{Mode, Profile};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// How long the countdown before the first question takes.
pub const COUNTDOWN: SignedDuration = SignedDuration::from_secs(5);
/// How long it takes from the end of a question to the next one, where questions come by themselves.
pub const INTERMISSION: SignedDuration = SignedDuration::from_secs(2);
/// How late an answer may be, for packets take their time.
pub const GRACE: SignedDuration = SignedDuration::from_millis(500);
/// How long a question stays open after that, for answers that have arrived and are on their way to the store.
pub const SETTLING: SignedDuration = SignedDuration::from_millis(200);
/// How often the host may pause a session of several players.
pub const PAUSES_MAX: i64 = 3;
/// How long all pauses of a session of several players may take together; then it goes on by itself.
pub const PAUSE_BUDGET: SignedDuration = SignedDuration::from_mins(10);
/// A session that nothing happened in for so long is forfeited.
pub const IDLE_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// `T` of the scoring profiles that need one, where a question has no time limit.
pub const SCALE_MS_DEFAULT: i64 = 30_000;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Wrong answers that a player, in `collab` the team, can afford; at least 1.
    pub hearts: i64,
    /// For each question; `None`: as long as it takes.
    pub question_time_ms: Option<i64>,
    /// For the whole session, from its start; `None`: as long as it takes.
    pub time_limit_ms: Option<i64>,
    /// How points are given.
    pub profile: Profile,
    /// How many may play.
    pub seats: i64,
}

impl Rules {
    /// The defaults of a mode.
    pub fn of(mode: Mode) -> Self {
        Self {
            hearts: 3,
            question_time_ms: match mode {
                Mode::Solo => None,
                Mode::Comp => Some(10_000),
                Mode::Collab => Some(15_000),
            },
            time_limit_ms: None,
            profile: Profile::default(),
            seats: mode.seats_max(),
        }
    }

    /// The same with so many hearts.
    #[must_use]
    pub const fn with_hearts(self, hearts: i64) -> Self {
        Self { hearts, ..self }
    }

    /// The same for so many players.
    #[must_use]
    pub const fn with_seats(self, seats: i64) -> Self {
        Self { seats, ..self }
    }

    /// For how long a question takes answers; `None`: until there is one.
    pub fn open_for(&self) -> Option<SignedDuration> {
        let time = SignedDuration::from_millis(self.question_time_ms?);
        Some(time.saturating_add(GRACE))
    }

    /// `T` of the scoring profiles.
    pub fn scale_ms(&self) -> i64 {
        self.question_time_ms.unwrap_or(SCALE_MS_DEFAULT)
    }
}

impl Mode {
    /// The fewest players that a session can start with.
    pub const fn seats_min(self) -> i64 {
        match self {
            Self::Solo => 1,
            Self::Comp | Self::Collab => 2,
        }
    }

    /// The most players of a session.
    pub const fn seats_max(self) -> i64 {
        match self {
            Self::Solo => 1,
            Self::Comp => 100,
            Self::Collab => 8,
        }
    }
}

use serde::{Deserialize, Serialize};

/// 1 novice, 2 apprentice, 3 journeyman, 4 master, 5 grandmaster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Difficulty(u8);

impl Difficulty {
    /// Novice.
    pub const MIN: Self = Self(1);
    /// Journeyman: what a question has when nobody said.
    pub const MEDIUM: Self = Self(3);
    /// Grandmaster.
    pub const MAX: Self = Self(5);

    /// A level from its number, 1 to 5.
    pub fn new(level: i64) -> Option<Self> {
        u8::try_from(level)
            .ok()
            .filter(|level| (1..=5).contains(level))
            .map(Self)
    }

    /// 1 to 5.
    pub const fn level(self) -> i64 {
        self.0 as i64
    }
}

impl TryFrom<i64> for Difficulty {
    type Error = String;
    fn try_from(level: i64) -> Result<Self, String> {
        Self::new(level).ok_or_else(|| "a difficulty is 1 to 5".to_owned())
    }
}

impl From<Difficulty> for i64 {
    fn from(difficulty: Difficulty) -> Self {
        difficulty.level()
    }
}

use super::{Profile, Rules};
use crate::fault::Faults;
use serde::{Deserialize, Serialize};

/// What a quiz says about how it is played. What it leaves out is as the mode of the session has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct QuizSettings {
    /// How many wrong answers end it, 1 to 10. `None`: as the mode has it.
    pub hearts: Option<i64>,
    /// For each question, 3,000 to 300,000. `None`: as the mode has it.
    pub question_time_ms: Option<i64>,
    /// For the whole quiz, 10,000 to 86,400,000. `None`: no limit.
    pub time_limit_ms: Option<i64>,
    /// How points are given. A wrong answer costs 0 to 10,000.
    pub profile: Profile,
}

impl QuizSettings {
    /// Whether each of them is in its range.
    ///
    /// # Errors
    /// Every one that is not, below `/settings`.
    pub fn check(&self) -> Result<(), Faults> {
        let mut faults = Faults::default();
        let in_range = |value: Option<i64>, low: i64, high: i64| {
            value.is_none_or(|value| (low..=high).contains(&value))
        };
        if !in_range(self.hearts, 1, 10) {
            faults.add("/settings/hearts", "out_of_range", "hearts are 1 to 10");
        }
        if !in_range(self.question_time_ms, 3_000, 300_000) {
            let detail = "a question takes 3,000 to 300,000 ms";
            faults.add("/settings/question_time_ms", "out_of_range", detail);
        }
        if !in_range(self.time_limit_ms, 10_000, 86_400_000) {
            let detail = "a quiz takes 10,000 to 86,400,000 ms";
            faults.add("/settings/time_limit_ms", "out_of_range", detail);
        }
        if !in_range(Some(self.profile.penalty), 0, 10_000) {
            let detail = "a penalty is 0 to 10,000 points";
            faults.add("/settings/penalty", "out_of_range", detail);
        }
        faults.into_result()
    }

    /// The rules of a session of the quiz, where these are those of its mode.
    pub fn over(&self, rules: &Rules) -> Rules {
        Rules {
            hearts: self.hearts.unwrap_or(rules.hearts),
            question_time_ms: self.question_time_ms.or(rules.question_time_ms),
            time_limit_ms: self.time_limit_ms.or(rules.time_limit_ms),
            profile: self.profile,
            seats: rules.seats,
        }
    }
}

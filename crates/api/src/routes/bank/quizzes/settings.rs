use crate::words;
use ludger_domain::quiz::{Profile, QuizSettings, ScoringKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a quiz is played. What is `null` or left out is as the mode of the session has it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuizSettings)]
pub(super) struct ApiQuizSettings {
    /// How many wrong answers end it.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 10)]
    hearts: Option<i64>,
    /// For each question.
    #[serde(default)]
    #[schema(minimum = 3_000, maximum = 300_000)]
    question_time_ms: Option<i64>,
    /// For the whole quiz.
    #[serde(default)]
    #[schema(minimum = 10_000, maximum = 86_400_000)]
    time_limit_ms: Option<i64>,
    /// How points are given.
    #[serde(default = "steps")]
    #[schema(schema_with = words::scoring)]
    scoring: ScoringKind,
    /// Whether, among several players, the first right answer earns more than the others.
    #[serde(default)]
    first_bonus: bool,
    /// Whether right answers in a row earn more.
    #[serde(default)]
    streak_bonus: bool,
    /// Points that a wrong answer costs; no total falls below 0.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000)]
    penalty: i64,
}

const fn steps() -> ScoringKind {
    ScoringKind::Steps
}

impl Default for ApiQuizSettings {
    fn default() -> Self {
        QuizSettings::default().into()
    }
}

impl From<QuizSettings> for ApiQuizSettings {
    fn from(settings: QuizSettings) -> Self {
        let Profile {
            scoring,
            first_bonus,
            streak_bonus,
            penalty,
        } = settings.profile;
        Self {
            hearts: settings.hearts,
            question_time_ms: settings.question_time_ms,
            time_limit_ms: settings.time_limit_ms,
            scoring,
            first_bonus,
            streak_bonus,
            penalty,
        }
    }
}

impl From<ApiQuizSettings> for QuizSettings {
    fn from(settings: ApiQuizSettings) -> Self {
        Self {
            hearts: settings.hearts,
            question_time_ms: settings.question_time_ms,
            time_limit_ms: settings.time_limit_ms,
            profile: Profile {
                scoring: settings.scoring,
                first_bonus: settings.first_bonus,
                streak_bonus: settings.streak_bonus,
                penalty: settings.penalty,
            },
        }
    }
}

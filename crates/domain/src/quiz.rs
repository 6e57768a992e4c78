//! Quizzes: the content that is asked, and the solo session that asks it.

mod choices;
mod named;
mod question;
mod reward;
mod scoring;
mod session;
mod shuffle;
mod solo;
mod topic;

pub use choices::{Choice, Deal, Letter};
pub use question::{
    Answer, AnswerDraft, Difficulty, Question, QuestionDraft, QuestionKind, Weight,
};
pub use reward::{Ending, coins, reward_reference, stars};
pub use scoring::{HALF_LINEAR_GRACE_MS, Scoring};
pub use session::{
    AnswerError, Answered, End, Forfeited, IDLE_AFTER, Mode, NotFinished, PlayError, PlayerAnswer,
    QuestionView, QuizSession, Repeated, Review, ReviewItem, Served, SessionResult, StartError,
    Status, Verdict,
};
pub use shuffle::draw;
pub use solo::{COUNT_DEFAULT, SoloRequest, SoloRules, SoloSettings, TOPICS_MAX};
pub use topic::{Topic, TopicDraft};

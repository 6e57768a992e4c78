//! Quizzes: the content that is asked, and the sessions that ask it.

mod choices;
#[cfg(test)]
mod fixture;
mod given;
mod mark;
mod media;
mod named;
mod profile;
mod question;
#[expect(
    clippy::module_inception,
    reason = "a quiz is one of the things of quizzes"
)]
mod quiz;
mod request;
mod reward;
mod rules;
mod scoring;
mod session;
mod settings;
mod shuffle;
mod star;
mod statistics;
mod topic;

pub use choices::{Choice, Deal, Letter};
pub use given::{Given, Misfit, Picked, TEXT_MAX};
pub use mark::{FULL_CREDIT, Mark, NumberRange, Solution};
pub use media::{InvalidMediaName, Media, MediaFile, MediaName, MediaType};
pub use profile::{Played, Profile, ScoringKind};
pub use question::{
    Answer, AnswerDraft, Difficulty, Question, QuestionDraft, QuestionKind, Weight,
};
pub use quiz::{Quiz, QuizDraft, QuizStateError, QuizStatus};
pub use request::{Asked, COUNT_DEFAULT, Drawing, SessionRequest, SessionSettings, TOPICS_MAX};
pub use reward::{COIN, Ending, coins, reward_reference, stars};
pub use rules::{
    COUNTDOWN, GRACE, IDLE_AFTER, INTERMISSION, PAUSE_BUDGET, PAUSES_MAX, Rules, SCALE_MS_DEFAULT,
    SETTLING,
};
pub use scoring::{HALF_LINEAR_GRACE_MS, Scoring};
pub use session::{
    AnswerError, Award, Departure, Due, End, JoinCode, LiveEvent, LobbyError, Mode, Moved,
    NewSession, NotFinished, Outcome, Pauses, PlayError, Player, PlayerAnswer, QuestionView,
    QuizSession, Receipt, Review, ReviewItem, Round, RoundResult, Scored, SessionResult, Standing,
    StartError, Status, Verdict,
};
pub use settings::QuizSettings;
pub use shuffle::draw;
pub use star::Star;
pub use statistics::{Pick, QuestionStatistics};
pub use topic::{Topic, TopicDraft};

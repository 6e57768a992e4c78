//! Quizzes are played.
//!
//! Every method takes the time once, before anything else: what others do to the same session meanwhile makes a
//! decision be made again, but never costs a player points.

mod answer;
mod find;
mod forfeit;
mod list;
mod own;
mod pause;
mod question;
mod resume;
mod review;
mod reward;
mod start;
mod summary;
#[cfg(test)]
mod tests;

pub use answer::{Answer, AnswerError, Told};
pub use find::{Find, FindError};
pub use forfeit::{Forfeit, ForfeitError};
pub use list::List;
pub use pause::{Pause, PauseError};
pub use question::{ShowQuestion, ShowQuestionError};
pub use resume::{Resume, ResumeError};
pub use review::{ReviewError, ShowReview};
pub use start::{Start, StartError, Started};
pub use summary::SessionSummary;

use crate::{Ports, Settings};

/// What can be done with sessions. Playing takes the permission to; looking at one's own sessions, and leaving one,
/// takes no more than to be signed in. Another user's session is not found.
#[expect(missing_docs, reason = "each field is named after its use case")]
pub struct Play {
    pub start: Start,
    pub find: Find,
    pub list: List,
    pub question: ShowQuestion,
    pub answer: Answer,
    pub pause: Pause,
    pub resume: Resume,
    pub forfeit: Forfeit,
    pub review: ShowReview,
}

impl Play {
    /// Takes from `ports` and `settings` what each use case needs.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            start: Start::new(ports, settings),
            find: Find::new(ports),
            list: List::new(ports),
            question: ShowQuestion::new(ports),
            answer: Answer::new(ports, settings),
            pause: Pause::new(ports),
            resume: Resume::new(ports),
            forfeit: Forfeit::new(ports),
            review: ShowReview::new(ports),
        }
    }
}

//! Quizzes are played.
//!
//! Every method takes the time once, before anything else: what others do to the same session meanwhile makes a
//! decision be made again, but never costs a player points.

mod act;
mod answer;
mod clock;
mod find;
mod join;
mod list;
mod question;
mod review;
mod start;
mod summary;
mod tables;
#[cfg(test)]
mod tests;
mod ticker;

pub use act::{Act, ActError, Deed};
pub use answer::{Answer, AnswerError, Told};
pub use clock::Advance;
pub use find::{Find, FindError};
pub use join::{Join, JoinError};
pub use list::List;
pub use question::{ShowQuestion, ShowQuestionError, Shown};
pub use review::{ReviewError, ShowReview};
pub use start::{Start, StartError, Started};
pub use summary::{Seat, SessionSummary};
pub use ticker::Ticker;

use crate::{Ports, Settings};

/// What can be done with sessions. Playing takes the permission to; looking at one's own sessions, and leaving one,
/// takes no more than to be signed in. A session in which one has no seat is not found.
#[expect(missing_docs, reason = "each field is named after its use case")]
pub struct Play {
    pub start: Start,
    pub join: Join,
    pub find: Find,
    pub list: List,
    pub question: ShowQuestion,
    pub answer: Answer,
    pub act: Act,
    pub review: ShowReview,
    pub advance: Advance,
}

impl Play {
    /// Takes from `ports` and `settings` what each use case needs.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            start: Start::new(ports, settings),
            join: Join::new(ports, settings),
            find: Find::new(ports, settings),
            list: List::new(ports, settings),
            question: ShowQuestion::new(ports, settings),
            answer: Answer::new(ports, settings),
            act: Act::new(ports, settings),
            review: ShowReview::new(ports, settings),
            advance: Advance::new(ports, settings),
        }
    }
}

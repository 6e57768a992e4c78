//! Questions that a user wants to come back to.
//!
//! A star shows what is asked, so it can be set only on what its user knows already: a question that they have answered in
//! a session. Who keeps the bank knows them all. To everybody else a question that they have not met is not there. Nothing
//! here tells answers.

mod list;
mod set;
mod unset;

pub use list::{ListStars, StarredQuestion};
pub use set::{StarQuestion, StarQuestionError};
pub use unset::UnstarQuestion;

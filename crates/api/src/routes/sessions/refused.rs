//! What a session does not allow, as problems.

use crate::problem::{Code, Problem};
use ludger_domain::fault::Fault;
use ludger_domain::quiz::{AnswerError, PlayError};

impl From<PlayError> for Problem {
    fn from(error: PlayError) -> Self {
        Self::new(match error {
            PlayError::NotStarted => Code::SessionNotStarted,
            PlayError::Paused => Code::SessionPaused,
            PlayError::NotPaused => Code::SessionNotPaused,
            PlayError::Finished => Code::SessionFinished,
        })
    }
}

impl From<AnswerError> for Problem {
    fn from(error: AnswerError) -> Self {
        Self::new(match error {
            AnswerError::Play(error) => return error.into(),
            AnswerError::UnknownChoice(_) => {
                return Fault::new("/choice", "unknown_choice", error.to_string()).into();
            }
            AnswerError::NotCurrent => Code::NotCurrentQuestion,
            AnswerError::NotServed => Code::QuestionNotServed,
            AnswerError::QuestionChanged => Code::QuestionChanged,
            AnswerError::NotPlayable => Code::QuestionNotPlayable,
            AnswerError::AlreadyAnswered => Code::AlreadyAnswered,
        })
    }
}

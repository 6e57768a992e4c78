//! Why a session does not allow what was asked, as a problem.

use crate::problem::{Code, Problem};
use ludger_domain::fault::Fault;
use ludger_domain::quiz::{AnswerError, PlayError};

/// The state of the session does not allow it.
pub(super) fn play(error: PlayError) -> Problem {
    Problem::new(match error {
        PlayError::NotStarted => Code::SessionNotStarted,
        PlayError::Paused => Code::SessionPaused,
        PlayError::NotPaused => Code::SessionNotPaused,
        PlayError::Finished => Code::SessionFinished,
    })
}

/// The question cannot be shown, or the answer not be taken.
pub(super) fn answer(error: AnswerError) -> Problem {
    Problem::new(match error {
        AnswerError::Play(error) => return play(error),
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

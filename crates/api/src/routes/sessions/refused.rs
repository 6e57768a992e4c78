//! What a session does not allow, as problems.

use crate::problem::{Code, Problem};
use ludger_application::play::ActError;
use ludger_domain::fault::Fault;
use ludger_domain::quiz::{AnswerError, LobbyError, Misfit, PlayError};

impl From<PlayError> for Problem {
    fn from(error: PlayError) -> Self {
        Self::new(match error {
            PlayError::NotStarted => Code::SessionNotStarted,
            PlayError::Paused => Code::SessionPaused,
            PlayError::NotPaused => Code::SessionNotPaused,
            PlayError::NotHost => Code::NotHost,
            PlayError::NoPausesLeft => Code::NoPausesLeft,
            PlayError::Finished => Code::SessionFinished,
        })
    }
}

impl From<LobbyError> for Problem {
    fn from(error: LobbyError) -> Self {
        Self::new(match error {
            LobbyError::Full => Code::SessionFull,
            LobbyError::Started => Code::SessionStarted,
            LobbyError::Kicked => Code::Kicked,
            LobbyError::NoPlayer => Code::NoPlayer,
            LobbyError::NotHost => Code::NotHost,
            LobbyError::HostStays => Code::HostStays,
            LobbyError::Finished => Code::SessionFinished,
        })
    }
}

impl From<AnswerError> for Problem {
    fn from(error: AnswerError) -> Self {
        Self::new(match error {
            AnswerError::Play(error) => return error.into(),
            AnswerError::Misfit(misfit) => return misfit.into(),
            AnswerError::NotCurrent => Code::NotCurrentQuestion,
            AnswerError::NotServed => Code::QuestionNotServed,
            AnswerError::QuestionChanged => Code::QuestionChanged,
            AnswerError::TooLate => Code::TooLate,
            AnswerError::Out => Code::NoHeartsLeft,
            AnswerError::AlreadyAnswered => Code::AlreadyAnswered,
        })
    }
}

impl From<Misfit> for Problem {
    fn from(misfit: Misfit) -> Self {
        let (field, code) = match &misfit {
            Misfit::Form(_) => ("", "wrong_form"),
            Misfit::UnknownChoice(_) => ("", "unknown_choice"),
            Misfit::UnknownTarget(_) => ("/pairs", "unknown_target"),
            Misfit::Repeated(_) => ("", "repeated"),
            Misfit::Missing(_) => ("", "missing_choice"),
            Misfit::Nothing => ("/choices", "nothing_picked"),
            Misfit::Text => ("/text", "wrong_length"),
            Misfit::Number => ("/number", "not_a_number"),
        };
        Fault::new(format!("/answer{field}"), code, misfit.to_string()).into()
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Forbidden(forbidden) => forbidden.into(),
            ActError::NotFound => Self::not_found(),
            ActError::Lobby(refusal) => refusal.into(),
            ActError::Play(refusal) => refusal.into(),
            ActError::Outage(outage) => outage.into(),
        }
    }
}

use crate::quiz::Letter;

/// Why a session cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// Nothing to ask.
    #[error("a session needs at least one question")]
    NoQuestions,
    /// A question can be answered once only.
    #[error("a session asks no question twice")]
    RepeatedQuestion,
    /// Nothing to lose.
    #[error("a session needs at least one heart")]
    NoHearts,
}

/// Why a session's state does not allow what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlayError {
    /// It waits for players, or counts down.
    #[error("the session has not started yet")]
    NotStarted,
    /// It is paused: resume it first.
    #[error("the session is paused")]
    Paused,
    /// There is nothing to resume.
    #[error("the session is not paused")]
    NotPaused,
    /// It is over.
    #[error("the session is finished")]
    Finished,
}

/// Why a question cannot be shown, or an answer not be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The session is not being played.
    #[error(transparent)]
    Play(#[from] PlayError),
    /// It is not this question's turn, or it is none of this session's.
    #[error("this is not the current question")]
    NotCurrent,
    /// The player has not seen the question yet.
    #[error("the question has not been served yet")]
    NotServed,
    /// The player has seen other words, which were edited since: look at it again.
    #[error("the question was changed since it was shown")]
    QuestionChanged,
    /// The question has no right answer to pick: its kind cannot be played.
    #[error("the question cannot be played")]
    NotPlayable,
    /// The question has fewer choices.
    #[error("the question has no choice {0}")]
    UnknownChoice(Letter),
    /// Another answer was given before.
    #[error("the question was already answered otherwise")]
    AlreadyAnswered,
}

/// Nothing is revealed before a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the session is not finished yet")]
pub struct NotFinished;

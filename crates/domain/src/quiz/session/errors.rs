use crate::quiz::Misfit;

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
    /// Too few or too many for the mode.
    #[error("a session of this mode has no so many seats")]
    Seats,
}

/// Why somebody cannot join, leave, get ready or kick.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LobbyError {
    /// Every seat is taken.
    #[error("the session is full")]
    Full,
    /// It was played on without them, or is over.
    #[error("the session has started")]
    Started,
    /// The host does not want them.
    #[error("the host does not let this player in")]
    Kicked,
    /// They are none of the players.
    #[error("this is no player of the session")]
    NoPlayer,
    /// Only the host may.
    #[error("only the host may do this")]
    NotHost,
    /// A host leaves; they do not kick themselves.
    #[error("the host cannot be kicked")]
    HostStays,
    /// It is over.
    #[error("the session is finished")]
    Finished,
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
    /// Only the host may.
    #[error("only the host may do this")]
    NotHost,
    /// It was paused as often, or as long, as it can be.
    #[error("the session cannot be paused any more")]
    NoPausesLeft,
    /// It is over.
    #[error("the session is finished")]
    Finished,
}

/// Why a question cannot be shown, or an answer not be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The session is not being played.
    #[error(transparent)]
    Play(#[from] PlayError),
    /// It is not this question's turn, or it is none of this session's.
    #[error("this is not the current question")]
    NotCurrent,
    /// It has not been shown yet.
    #[error("the question has not been served yet")]
    NotServed,
    /// The player has seen other words, which were edited since: look at it again.
    #[error("the question was changed since it was shown")]
    QuestionChanged,
    /// Its time is over.
    #[error("the time for this question is over")]
    TooLate,
    /// The player looks on: no heart is left, or they went.
    #[error("this player has no heart left")]
    Out,
    /// It is no answer to this question.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// Another answer was given before.
    #[error("the question was already answered otherwise")]
    AlreadyAnswered,
}

/// Nothing is revealed before a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the session is not finished yet")]
pub struct NotFinished;

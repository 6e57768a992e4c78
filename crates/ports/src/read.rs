//! Reads, one trait for each aggregate.

mod accounts;
mod bank;
mod boards;
mod idempotency;
mod jobs;
mod ledger;
mod media;
mod quizzes;
mod sessions;
mod stars;
mod streams;
mod traces;

pub use accounts::{
    Audit, AuditFilter, AuditVerification, AuthSessions, Guesses, PresentedApiToken,
    PresentedSession, PresentedToken, SentAt, UserFilter, Users,
};
pub use bank::{Draw, ExportItem, QuestionFilter, Questions, Topics};
pub use boards::{Around, Boards, LeaderboardFilter, Own, Ranked};
pub use idempotency::Idempotency;
pub use jobs::{JobFilter, Jobs};
pub use ledger::{
    BooksRequest, Ledger, PostedTransfer, StatementFilter, StatementPosition, TrialBalance,
    Verification, Wallets,
};
pub use media::MediaFiles;
pub use quizzes::{QuizFilter, QuizOrder, QuizPosition, Quizzes};
pub use sessions::{QuizSessionFilter, QuizSessions};
pub use stars::{StarPosition, Stars};
pub use streams::Streams;
pub use traces::Traces;

use crate::Store;

/// A store that is the door and every read.
pub trait WholeStore:
    Store
    + Users
    + AuthSessions
    + Guesses
    + Audit
    + Jobs
    + Topics
    + Questions
    + Quizzes
    + Stars
    + MediaFiles
    + QuizSessions
    + Streams
    + Idempotency
    + Wallets
    + Ledger
    + Traces
    + Boards
{
}

impl<T> WholeStore for T where
    T: Store
        + Users
        + AuthSessions
        + Guesses
        + Audit
        + Jobs
        + Topics
        + Questions
        + Quizzes
        + Stars
        + MediaFiles
        + QuizSessions
        + Streams
        + Streams
        + Idempotency
        + Wallets
        + Ledger
        + Traces
        + Boards
{
}

#[cfg(feature = "mock")]
pub use {
    accounts::{MockAudit, MockAuthSessions, MockGuesses, MockUsers},
    bank::{MockQuestions, MockTopics},
    boards::MockBoards,
    idempotency::MockIdempotency,
    jobs::MockJobs,
    ledger::{MockLedger, MockWallets},
    media::MockMediaFiles,
    quizzes::MockQuizzes,
    sessions::MockQuizSessions,
    stars::MockStars,
    streams::MockStreams,
    traces::MockTraces,
};

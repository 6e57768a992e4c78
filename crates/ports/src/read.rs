//! Reads, one trait for each aggregate.

mod accounts;
mod bank;
mod idempotency;
mod jobs;
mod ledger;
mod sessions;

pub use accounts::{
    Audit, AuditFilter, AuditVerification, AuthSessions, Guesses, PresentedApiToken,
    PresentedToken, UserFilter, Users,
};
pub use bank::{Draw, ExportItem, QuestionFilter, Questions, Topics};
pub use idempotency::Idempotency;
pub use jobs::Jobs;
pub use ledger::{
    BooksRequest, Ledger, PostedTransfer, StatementFilter, StatementPosition, TrialBalance,
    Verification, Wallets,
};
pub use sessions::{QuizSessionFilter, QuizSessions};

#[cfg(feature = "mock")]
pub use {
    accounts::{MockAudit, MockAuthSessions, MockGuesses, MockUsers},
    bank::{MockQuestions, MockTopics},
    idempotency::MockIdempotency,
    jobs::MockJobs,
    ledger::{MockLedger, MockWallets},
    sessions::MockQuizSessions,
};

//! Reads, one trait for each aggregate.

mod accounts;
mod bank;
mod idempotency;
mod ledger;
mod sessions;

pub use accounts::{AuthSessions, PresentedToken, Users};
pub use bank::{Draw, ExportItem, QuestionFilter, Questions, Topics};
pub use idempotency::Idempotency;
pub use ledger::{
    BooksRequest, Ledger, PostedTransfer, StatementFilter, StatementPosition, TrialBalance,
    Verification, Wallets,
};
pub use sessions::{QuizSessionFilter, QuizSessions};

#[cfg(feature = "mock")]
pub use {
    accounts::{MockAuthSessions, MockUsers},
    bank::{MockQuestions, MockTopics},
    idempotency::MockIdempotency,
    ledger::{MockLedger, MockWallets},
    sessions::MockQuizSessions,
};

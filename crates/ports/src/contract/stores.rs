//! The store under test.

use crate::Store;
use crate::read::{
    Audit, AuthSessions, Boards, Guesses, Idempotency, Jobs, Ledger, MediaFiles, Questions,
    QuizSessions, Quizzes, Stars, Streams, Topics, Traces, Users, Wallets, WholeStore,
};
use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Runs SQL written by hand, several statements perhaps, on a connection of its own, past the store but with
/// the same settings. What the database says against it is the error.
pub type RunSql = Box<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

/// Has the store lose its connection at its next commit.
pub type CutConnection = Box<dyn Fn(Cut) + Send + Sync>;

/// When a connection is lost. In both cases the store does not learn what became of its COMMIT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Before the database got to see the COMMIT: nothing was applied.
    BeforeCommit,
    /// After the database committed: everything was applied.
    AfterCommit,
}

/// A fresh, empty store, by its door and its reads.
pub struct Stores {
    /// The door.
    pub store: Arc<dyn Store>,
    /// See [`Users`].
    pub users: Arc<dyn Users>,
    /// See [`AuthSessions`].
    pub auth_sessions: Arc<dyn AuthSessions>,
    /// See [`Guesses`].
    pub guesses: Arc<dyn Guesses>,
    /// See [`Audit`].
    pub audit: Arc<dyn Audit>,
    /// See [`Jobs`].
    pub jobs: Arc<dyn Jobs>,
    /// See [`Topics`].
    pub topics: Arc<dyn Topics>,
    /// See [`Questions`].
    pub questions: Arc<dyn Questions>,
    /// See [`Quizzes`].
    pub quizzes: Arc<dyn Quizzes>,
    /// See [`MediaFiles`].
    pub media: Arc<dyn MediaFiles>,
    /// See [`Stars`].
    pub stars: Arc<dyn Stars>,
    /// See [`QuizSessions`].
    pub quiz_sessions: Arc<dyn QuizSessions>,
    /// See [`Streams`].
    pub streams: Arc<dyn Streams>,
    /// See [`Boards`].
    pub boards: Arc<dyn Boards>,
    /// See [`Idempotency`].
    pub idempotency: Arc<dyn Idempotency>,
    /// See [`Wallets`].
    pub wallets: Arc<dyn Wallets>,
    /// See [`Ledger`].
    pub ledger: Arc<dyn Ledger>,
    /// See [`Traces`].
    pub traces: Arc<dyn Traces>,
    pub(super) sql: Option<RunSql>,
    pub(super) cut: Option<CutConnection>,
    /// How many ids were made.
    pub(super) made: AtomicU64,
    #[expect(
        dead_code,
        reason = "nothing is asked of it but to live; the last field is dropped last"
    )]
    guard: Option<Box<dyn Any + Send + Sync>>,
}

impl Stores {
    /// A store that is all of them.
    pub fn of(store: Arc<impl WholeStore>) -> Self {
        Self {
            store: store.clone(),
            users: store.clone(),
            auth_sessions: store.clone(),
            guesses: store.clone(),
            audit: store.clone(),
            jobs: store.clone(),
            topics: store.clone(),
            questions: store.clone(),
            quizzes: store.clone(),
            media: store.clone(),
            stars: store.clone(),
            quiz_sessions: store.clone(),
            streams: store.clone(),
            boards: store.clone(),
            idempotency: store.clone(),
            wallets: store.clone(),
            ledger: store.clone(),
            traces: store,
            sql: None,
            cut: None,
            made: AtomicU64::new(0),
            guard: None,
        }
    }

    /// With a way past the store, for what the database itself must refuse.
    #[must_use]
    pub fn with_sql(
        self,
        run: impl Fn(&str) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            sql: Some(Box::new(run)),
            ..self
        }
    }

    /// With a way to have the store lose its connection at its next commit. It may connect again at once.
    #[must_use]
    pub fn with_cut(self, cut: impl Fn(Cut) + Send + Sync + 'static) -> Self {
        Self {
            cut: Some(Box::new(cut)),
            ..self
        }
    }

    /// With something that has to live as long as the store, and is dropped after it: a folder, a database.
    #[must_use]
    pub fn with_guard(self, guard: impl Any + Send + Sync) -> Self {
        Self {
            guard: Some(Box::new(guard)),
            ..self
        }
    }
}

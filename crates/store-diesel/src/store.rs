use crate::connection::{ConnectError, ConnectionManager, Role, UrlFault};
use crate::gather::Gather;
use crate::migrate::{MigrateError, pending_of};
use crate::pool::{Bounds, Reader};
use crate::read::{self, Newest, Top};
use crate::remembered::Remembered;
use crate::writer::{Writer, WriterSettings, drop_unique_key};
use async_trait::async_trait;
use diesel::RunQueryDsl;
use ludger_domain::accounts::{TokenHash, User};
use ludger_domain::ids::{ApiTokenId, AuthSessionId, GameSessionId, QuestionId, UserId};
use ludger_domain::ledger::{Transaction, Wallet};
use ludger_domain::money::CurrencyCode;
use ludger_domain::quiz::{Question, QuizSession};
use ludger_ports::read::{PresentedApiToken, PresentedSession, PresentedToken, Ranked};
use ludger_ports::sabotage::Sabotage;
use ludger_ports::{Changes, CommitError, Committed, Store, Unavailable};
use r2d2::ManageConnection;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How a store is opened.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `sqlite:…` or `postgres://…`.
    pub url: String,
    /// Connections that read; at least one.
    pub readers: u32,
    /// Reads that may run or wait; more are refused at once.
    pub reads_max: usize,
    /// Connections that commit; SQLite has one.
    pub writers: usize,
    /// Commits that may wait; more are refused at once.
    pub commits_max: usize,
    /// Commits that may share one database transaction; 1 commits them one by one.
    pub batch_max: usize,
    /// How long a read or a commit may take, waiting included.
    pub deadline: Duration,
}

impl Settings {
    /// What suits one node of a small deployment: 8 readers with 1,024 reads under way, 2 writers with 4,096 commits
    /// waiting and 2,048 in a batch, 3 seconds each.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            readers: 8,
            reads_max: 1_024,
            writers: 2,
            commits_max: 4_096,
            batch_max: 2_048,
            deadline: Duration::from_secs(3),
        }
    }
}

/// All repositories and the door, on SQLite or Postgres. Cheap to clone.
#[derive(Clone)]
pub struct DieselStore {
    pub(crate) reader: Reader,
    /// For reads that take as long as they take.
    pub(crate) maintenance: ConnectionManager,
    /// One at a time.
    pub(crate) verifying: Arc<Semaphore>,
    pub(crate) writer: Arc<Writer>,
    pub(crate) remembered: Arc<Remembered>,
    pub(crate) presented: Gather<TokenHash, PresentedToken>,
    pub(crate) presented_api: Gather<ApiTokenId, PresentedApiToken>,
    pub(crate) presented_sessions: Gather<AuthSessionId, PresentedSession>,
    pub(crate) users: Gather<UserId, User>,
    pub(crate) wallets: Gather<(UserId, CurrencyCode), Wallet>,
    pub(crate) newest: Gather<Newest, Vec<Transaction>>,
    pub(crate) sessions: Gather<GameSessionId, QuizSession>,
    pub(crate) questions: Gather<QuestionId, Question>,
    pub(crate) tops: Gather<Top, Vec<Ranked>>,
}

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no connection, or the server is not safe.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The schema could not be looked at.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// No thread for the writers.
    #[error("the writers cannot be started")]
    Threads(#[from] std::io::Error),
    /// The schema is older than this program.
    #[error("the database lacks migrations ({}): run `ludger migrate`", .0.join(", "))]
    Pending(Vec<String>),
}

impl From<UrlFault> for OpenError {
    fn from(fault: UrlFault) -> Self {
        Self::Connect(fault.into())
    }
}

impl DieselStore {
    /// Connects once to see that the database is safe and up to date. Blocks.
    pub fn open(settings: Settings) -> Result<Self, OpenError> {
        let Settings {
            url,
            readers,
            reads_max,
            writers,
            commits_max,
            batch_max,
            deadline,
        } = settings;
        let connector = |role| ConnectionManager::new(&url, role);
        let maintenance = connector(Role::Maintenance)?;
        let connection = &mut maintenance.connect()?;
        crate::durability::check(connection)?;
        let pending = pending_of(connection)?;
        if !pending.is_empty() {
            return Err(OpenError::Pending(pending));
        }
        if Sabotage::NoLock.is_on() {
            drop_unique_key(connection).map_err(MigrateError::from)?;
        }
        let bounds = Bounds {
            readers: readers.max(1),
            queue_max: reads_max,
            deadline,
        };
        let writer = WriterSettings {
            writers,
            queue_max: commits_max,
            batch_max,
            deadline,
        };
        let remembered = Arc::new(Remembered::default());
        let reader = Reader::new(connector(Role::Reader)?, bounds);
        Ok(Self {
            presented: Gather::new(reader.clone(), read::presented_tokens),
            presented_api: Gather::new(reader.clone(), read::presented_api_tokens),
            presented_sessions: Gather::new(reader.clone(), read::presented_sessions),
            users: Gather::new(reader.clone(), read::users_by_id),
            wallets: Gather::new(reader.clone(), read::wallets_by_owner),
            newest: Gather::new(reader.clone(), read::newest_entries),
            sessions: Gather::new(reader.clone(), read::sessions_by_id),
            questions: Gather::new(reader.clone(), read::questions_by_id),
            tops: Gather::new(reader.clone(), read::tops_of_boards),
            reader,
            writer: Arc::new(Writer::start(
                &connector(Role::Writer)?,
                &remembered,
                writer,
            )?),
            remembered,
            verifying: Arc::new(Semaphore::new(1)),
            maintenance,
        })
    }

    /// Whether the database answers, and takes commits.
    pub async fn ping(&self) -> Result<(), Unavailable> {
        if self.writer.is_stalled() {
            return Err(Unavailable::broken("commits wait, and none is taken"));
        }
        self.reader
            .run(|connection| {
                diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>("1"))
                    .execute(connection)
                    .map(drop)
            })
            .await
    }

    /// How many commits wait for a writer.
    pub fn commits_waiting(&self) -> usize {
        self.writer.waiting()
    }
}

#[async_trait]
impl Store for DieselStore {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        self.writer.commit(changes).await
    }
}

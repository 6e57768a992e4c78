use ludger_domain::accounts::{PasswordPolicy, RegistrationPolicy, TokenLifetimes};
use ludger_domain::boards::Prizes;
use ludger_domain::money::Currencies;
use ludger_ports::read::{
    Audit, AuthSessions, Boards, Guesses, Idempotency, Jobs, Ledger, MediaFiles, Questions,
    QuizSessions, Quizzes, Stars, Streams, Topics, Traces, Users, Wallets, WholeStore,
};
use ludger_ports::{
    Clock, Entropy, Ids, MediaInspector, MediaStore, NoMedia, PasswordHasher, Store, Vault,
};
use std::sync::Arc;

/// What of the bank is open to everybody, with its answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenTriviaDb {
    /// Questions with this tag alone, as tags are kept; `None`: all that sessions can ask.
    pub tag: Option<String>,
}

/// Everything from outside, for building use cases. Each takes out what it uses.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port")]
pub struct Ports {
    pub store: Arc<dyn Store>,
    pub users: Arc<dyn Users>,
    pub auth_sessions: Arc<dyn AuthSessions>,
    pub guesses: Arc<dyn Guesses>,
    pub audit: Arc<dyn Audit>,
    pub jobs: Arc<dyn Jobs>,
    pub topics: Arc<dyn Topics>,
    pub questions: Arc<dyn Questions>,
    pub quizzes: Arc<dyn Quizzes>,
    pub media_files: Arc<dyn MediaFiles>,
    pub stars: Arc<dyn Stars>,
    pub quiz_sessions: Arc<dyn QuizSessions>,
    pub streams: Arc<dyn Streams>,
    pub boards: Arc<dyn Boards>,
    pub wallets: Arc<dyn Wallets>,
    pub ledger: Arc<dyn Ledger>,
    pub idempotency: Arc<dyn Idempotency>,
    pub traces: Arc<dyn Traces>,
    pub media_store: Arc<dyn MediaStore>,
    pub media_inspector: Arc<dyn MediaInspector>,
    pub hasher: Arc<dyn PasswordHasher>,
    pub vault: Arc<dyn Vault>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub entropy: Arc<dyn Entropy>,
}

/// What a deployment decides.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The currencies there are.
    pub currencies: Currencies,
    /// Who may register.
    pub registration: RegistrationPolicy,
    /// Whether a password lets nobody in whose address is not verified. `None`: so it is where the policy goes by the
    /// address.
    pub verified_only: Option<bool>,
    /// What a password has to be.
    pub passwords: PasswordPolicy,
    /// How long tokens live.
    pub tokens: TokenLifetimes,
    /// Whether the role of an admin counts for nothing until its bearer has a second factor.
    pub admins_need_second_factor: bool,
    /// Where the deployment is reached, without a slash at the end: links in mail lead there.
    pub public_url: String,
    /// Wrong answers that a player, or a team, can afford where a quiz does not say otherwise; at least 1. `None`: the
    /// rules' own default.
    pub hearts: Option<i64>,
    /// What leaderboards pay when they are frozen.
    pub board_prizes: Prizes,
    /// Whether the bank is open, answers and all, to programs that know the Open Trivia DB.
    pub opentdb: Option<OpenTriviaDb>,
}

impl Settings {
    /// Whether a password lets nobody in whose address is not verified.
    pub fn is_verified_only(&self) -> bool {
        self.verified_only
            .unwrap_or_else(|| self.registration.goes_by_address())
    }
}

impl Ports {
    /// The same with a place for pictures and sounds; without one there are none.
    #[must_use]
    pub fn with_media(
        self,
        media_store: Arc<dyn MediaStore>,
        media_inspector: Arc<dyn MediaInspector>,
    ) -> Self {
        Self {
            media_store,
            media_inspector,
            ..self
        }
    }

    /// All ports of one store, with the world around it.
    pub fn new(
        store: Arc<impl WholeStore>,
        hasher: Arc<dyn PasswordHasher>,
        vault: Arc<dyn Vault>,
        (clock, ids, entropy): (Arc<dyn Clock>, Arc<dyn Ids>, Arc<dyn Entropy>),
    ) -> Self {
        Self {
            users: store.clone(),
            auth_sessions: store.clone(),
            guesses: store.clone(),
            audit: store.clone(),
            jobs: store.clone(),
            topics: store.clone(),
            questions: store.clone(),
            quizzes: store.clone(),
            media_files: store.clone(),
            stars: store.clone(),
            quiz_sessions: store.clone(),
            streams: store.clone(),
            boards: store.clone(),
            wallets: store.clone(),
            ledger: store.clone(),
            idempotency: store.clone(),
            traces: store.clone(),
            media_store: Arc::new(NoMedia),
            media_inspector: Arc::new(NoMedia),
            store,
            hasher,
            vault,
            clock,
            ids,
            entropy,
        }
    }
}

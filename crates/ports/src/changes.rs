use crate::IdempotencyRecord;
use jiff::Timestamp;
use ludger_domain::accounts::{
    AuditRecord, AuthSession, Role, RoleGrant, SetupToken, Token, TokenPair, User,
};
use ludger_domain::ids::{AuthSessionId, GameSessionId, QuestionId, TopicId, UserId};
use ludger_domain::ledger::{AccountKey, OnRefusal, Posting, Transfer};
use ludger_domain::quiz::{PlayerAnswer, Question, QuizSession, Topic};

/// What one decision makes true: all of it, or nothing.
///
/// Built by methods that keep it well formed: whatever changes a row that others can change too also says which
/// version it was decided on.
#[must_use]
#[derive(Debug, Clone, PartialEq)]
pub struct Changes(Parts);

/// The parts of [`Changes`], in the order in which a store checks and applies them. Stores destructure it without
/// `..`, so that a new kind of change does not compile until each of them can write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// When the decision was made; the ledger posts no transfer before it.
    pub at: Timestamp,
    /// The request that this answers, if it came with a key.
    pub idempotency: Option<IdempotencyRecord>,
    /// What must still be so.
    pub expectations: Vec<Expectation>,
    /// Value to move.
    pub postings: Vec<Posting>,
    /// Rows to insert or update.
    pub rows: Vec<Row>,
    /// What the audit log tells of it.
    pub audit: Vec<AuditRecord>,
}

/// Something that was so when the decision was made, and must still be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expectation {
    /// No user has this email; by its key.
    EmailFree(String),
    /// No user has this name; by its key.
    UsernameFree(String),
    /// Nobody is an admin yet.
    NoAdmin,
    /// Somebody else is an admin too.
    AdminBesides(UserId),
    /// The sign-in session is at this version.
    AuthSessionAt(AuthSessionId, i64),
    /// The topic is at this version.
    TopicAt(TopicId, i64),
    /// The topic is in the bank.
    TopicThere(TopicId),
    /// No question of the bank belongs to the topic.
    TopicUnused(TopicId),
    /// No topic of the bank has this title; by its key.
    TitleFree(String),
    /// The question is at this version.
    QuestionAt(QuestionId, i64),
    /// The quiz session is at this version.
    QuizSessionAt(GameSessionId, i64),
    /// The user plays no solo session.
    NoSoloOf(UserId),
}

/// What an expectation looks at and a row changes. Two commits that meet on one are applied one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An email, by its key.
    Email(String),
    /// A user name, by its key.
    Username(String),
    /// Who is an admin.
    Admins,
    /// The roles of one user.
    RolesOf(UserId),
    /// A sign-in session and its tokens.
    AuthSession(AuthSessionId),
    /// A topic, and which questions it has.
    Topic(TopicId),
    /// A topic's title, by its key.
    Title(String),
    /// A question.
    Question(QuestionId),
    /// A quiz session.
    QuizSession(GameSessionId),
    /// Which solo session a user plays.
    SoloOf(UserId),
}

/// One row to write. Versioned ones are inserted at version 1 and updated above it.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// A new user.
    User(User),
    /// A role for a user; one that they have already stays as it is.
    RoleGranted(RoleGrant),
    /// A role taken from a user.
    RoleRevoked(UserId, Role),
    /// A link for the first admin.
    SetupToken(SetupToken),
    /// A sign-in session, new or changed.
    AuthSession(AuthSession),
    /// A token of one; tokens never change.
    Token(Token),
    /// A topic, new or changed.
    Topic(Topic),
    /// A question, new or changed. Answers that it no longer has are kept for those who picked them.
    Question(Question),
    /// A quiz session, new or changed.
    QuizSession(QuizSession),
    /// What a player answered.
    PlayerAnswer(PlayerAnswer),
    /// A user hides one of their transactions from their own statement; hiding it again changes nothing.
    TransactionHidden {
        /// The account.
        account: AccountKey,
        /// The entry's number in it.
        sequence: i64,
        /// Since when.
        at: Timestamp,
    },
    /// The floor of a system account; opens it if need be. A store refuses a floor above the balance.
    Floor {
        /// The account.
        account: AccountKey,
        /// Minor units; `None`: no floor.
        floor: Option<i64>,
    },
}

impl Changes {
    /// Nothing yet, decided at `now`.
    pub const fn at(now: Timestamp) -> Self {
        Self(Parts {
            at: now,
            idempotency: None,
            expectations: Vec::new(),
            postings: Vec::new(),
            rows: Vec::new(),
            audit: Vec::new(),
        })
    }

    /// The answer to a request with a key: applied once for each scope, and given again when the request comes again.
    pub fn once(mut self, record: impl Into<Option<IdempotencyRecord>>) -> Self {
        self.0.idempotency = record.into();
        self
    }

    /// Applies only while this holds.
    pub fn expect(mut self, expectation: Expectation) -> Self {
        self.0.expectations.push(expectation);
        self
    }

    /// Moves value; if the ledger refuses, nothing of these changes is applied.
    pub fn post(self, transfer: Transfer) -> Self {
        self.posting(Posting {
            transfer,
            on_refusal: OnRefusal::RefuseAll,
        })
    }

    /// Moves value; if the ledger refuses, this transfer alone is left out.
    pub fn attempt(self, transfer: Transfer) -> Self {
        self.posting(Posting {
            transfer,
            on_refusal: OnRefusal::LeaveOut,
        })
    }

    /// Moves value, with what a refusal means.
    pub fn posting(mut self, posting: Posting) -> Self {
        self.0.postings.push(posting);
        self
    }

    /// A new user, whose email and name are still free.
    pub fn add_user(mut self, user: User) -> Self {
        if let Some(email) = &user.email {
            self = self.expect(Expectation::EmailFree(email.key()));
        }
        self.expect(Expectation::UsernameFree(user.username.key()))
            .row(Row::User(user))
    }

    /// A role for a user.
    pub fn grant(self, grant: RoleGrant) -> Self {
        self.row(Row::RoleGranted(grant))
    }

    /// A role taken from a user; the last admin keeps theirs.
    pub fn revoke(self, user: UserId, role: Role) -> Self {
        let changes = match role {
            Role::Admin => self.expect(Expectation::AdminBesides(user)),
            _ => self,
        };
        changes.row(Row::RoleRevoked(user, role))
    }

    /// A link for the first admin.
    pub fn add_setup_token(self, token: SetupToken) -> Self {
        self.row(Row::SetupToken(token))
    }

    /// A sign-in session: new at version 1, else decided on the version before.
    pub fn save_auth_session(mut self, session: AuthSession) -> Self {
        if session.version > 1 {
            self = self.expect(Expectation::AuthSessionAt(session.id, session.version - 1));
        }
        self.row(Row::AuthSession(session))
    }

    /// The tokens of a sign-in session's new generation.
    pub fn add_tokens(self, pair: TokenPair) -> Self {
        self.row(Row::Token(pair.access))
            .row(Row::Token(pair.refresh))
    }

    /// A topic under a free title: new at version 1, else decided on the version before. `renamed`: whether the
    /// title is another than before.
    pub fn save_topic(mut self, topic: Topic, renamed: bool) -> Self {
        if renamed {
            self = self.expect(Expectation::TitleFree(topic.title_key()));
        }
        if topic.version > 1 {
            self = self.expect(Expectation::TopicAt(topic.id, topic.version - 1));
        }
        if topic.deleted_at.is_some() {
            self = self.expect(Expectation::TopicUnused(topic.id));
        }
        self.row(Row::Topic(topic))
    }

    /// A question of a topic that is there: new at version 1, else decided on the version before.
    pub fn save_question(mut self, question: Question) -> Self {
        if question.version > 1 {
            self = self.expect(Expectation::QuestionAt(question.id, question.version - 1));
        }
        if question.deleted_at.is_none() {
            let there = Expectation::TopicThere(question.topic);
            if !self.0.expectations.contains(&there) && !self.adds_topic(question.topic) {
                self = self.expect(there);
            }
        }
        self.row(Row::Question(question))
    }

    /// A quiz session: a user's only solo session at version 1, else decided on the version before.
    pub fn save_quiz_session(self, session: QuizSession) -> Self {
        let expectation = if session.version > 1 {
            Expectation::QuizSessionAt(session.id, session.version - 1)
        } else {
            Expectation::NoSoloOf(session.user)
        };
        self.expect(expectation).row(Row::QuizSession(session))
    }

    /// What a player answered.
    pub fn add_player_answer(self, answer: PlayerAnswer) -> Self {
        self.row(Row::PlayerAnswer(answer))
    }

    /// Hides a transaction from its owner's statement.
    pub fn hide_transaction(self, account: AccountKey, sequence: i64, at: Timestamp) -> Self {
        self.row(Row::TransactionHidden {
            account,
            sequence,
            at,
        })
    }

    /// Sets the floor of a system account.
    pub fn set_floor(self, account: AccountKey, floor: Option<i64>) -> Self {
        self.row(Row::Floor { account, floor })
    }

    /// Tells the audit log.
    pub fn audit(mut self, record: AuditRecord) -> Self {
        self.0.audit.push(record);
        self
    }

    /// The parts, for the store that applies them.
    pub fn into_parts(self) -> Parts {
        self.0
    }

    fn row(mut self, row: Row) -> Self {
        self.0.rows.push(row);
        self
    }

    fn adds_topic(&self, id: TopicId) -> bool {
        self.0
            .rows
            .iter()
            .any(|row| matches!(row, Row::Topic(topic) if topic.id == id))
    }
}

impl Parts {
    /// What these changes look at or change. A batching store never applies two commits that share one of these at
    /// the same time, so a row stands in one batch once, and every expectation is checked against what is stored.
    pub fn subjects(&self) -> Vec<Subject> {
        let mut subjects: Vec<_> = self.expectations.iter().map(Expectation::subject).collect();
        self.rows
            .iter()
            .for_each(|row| row.subjects(|subject| subjects.push(subject)));
        subjects
    }
}

impl Expectation {
    /// What it looks at.
    pub fn subject(&self) -> Subject {
        match self {
            Self::EmailFree(key) => Subject::Email(key.clone()),
            Self::UsernameFree(key) => Subject::Username(key.clone()),
            Self::NoAdmin | Self::AdminBesides(_) => Subject::Admins,
            Self::AuthSessionAt(id, _) => Subject::AuthSession(*id),
            Self::TopicAt(id, _) | Self::TopicThere(id) | Self::TopicUnused(id) => {
                Subject::Topic(*id)
            }
            Self::TitleFree(key) => Subject::Title(key.clone()),
            Self::QuestionAt(id, _) => Subject::Question(*id),
            Self::QuizSessionAt(id, _) => Subject::QuizSession(*id),
            Self::NoSoloOf(user) => Subject::SoloOf(*user),
        }
    }
}

impl Row {
    fn subjects(&self, mut take: impl FnMut(Subject)) {
        match self {
            Self::User(user) => {
                take(Subject::Username(user.username.key()));
                if let Some(email) = &user.email {
                    take(Subject::Email(email.key()));
                }
            }
            Self::RoleGranted(RoleGrant { user, role, .. }) | Self::RoleRevoked(user, role) => {
                take(Subject::RolesOf(*user));
                if *role == Role::Admin {
                    take(Subject::Admins);
                }
            }
            Self::AuthSession(session) => take(Subject::AuthSession(session.id)),
            Self::Token(token) => take(Subject::AuthSession(token.session)),
            Self::Topic(topic) => {
                take(Subject::Topic(topic.id));
                take(Subject::Title(topic.title_key()));
            }
            Self::Question(question) => {
                take(Subject::Question(question.id));
                take(Subject::Topic(question.topic));
            }
            Self::QuizSession(session) => {
                take(Subject::QuizSession(session.id));
                take(Subject::SoloOf(session.user));
            }
            Self::PlayerAnswer(answer) => take(Subject::QuizSession(answer.session)),
            Self::SetupToken(_) | Self::TransactionHidden { .. } | Self::Floor { .. } => {}
        }
    }
}

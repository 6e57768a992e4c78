use crate::{IdempotencyRecord, NewEvent, SealedFactor};
use jiff::Timestamp;
use ludger_domain::accounts::{
    Allowed, ApiToken, Attempt, AuditRecord, AuthSession, Email, OneTimeToken, Purpose, Role,
    RoleGrant, SetupToken, ThrottleKey, Ticket, Token, TokenHash, TokenPair, User,
};
use ludger_domain::boards::{Board, Leaderboard, LeaderboardEntry, Scored};
use ludger_domain::ids::{
    ApiTokenId, AuthSessionId, GameSessionId, JobId, LeaderboardId, QuestionId, QuizId, StreamId,
    TopicId, UserId,
};
use ludger_domain::jobs::Job;
use ludger_domain::ledger::{AccountKey, OnRefusal, Posting, Transfer};
use ludger_domain::quiz::{
    JoinCode, Media, MediaFile, MediaName, Mode, Moved, PlayerAnswer, Question, Quiz, QuizSession,
    QuizStatus, Star, Topic,
};
use std::collections::HashMap;

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
    /// What those are told who follow it, in this order. The store numbers them.
    pub events: Vec<NewEvent>,
}

/// Something that was so when the decision was made, and must still be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expectation {
    /// No user has this email; by its key.
    EmailFree(String),
    /// No user has this name; by its key.
    UsernameFree(String),
    /// Nobody is an admin who can get in: neither locked nor deleted.
    NoAdmin,
    /// Somebody else is an admin too who can get in.
    AdminBesides(UserId),
    /// The user is at this version.
    UserAt(UserId, i64),
    /// It may be tried now. Both are done by whoever holds the row: the looking and the counting.
    MayAttempt(Attempt),
    /// The one-time token was not used.
    OneTimeUnused(TokenHash),
    /// The ticket was not used.
    TicketUnused(TokenHash),
    /// The API token is at this version.
    ApiTokenAt(ApiTokenId, i64),
    /// The user's second factor is at this version; `None`: they have none.
    SecondFactorAt(UserId, Option<i64>),
    /// The job is at this version.
    JobAt(JobId, i64),
    /// The sign-in session is at this version.
    AuthSessionAt(AuthSessionId, i64),
    /// The topic is at this version.
    TopicAt(TopicId, i64),
    /// The topic is in the bank.
    TopicThere(TopicId),
    /// No question of the bank and no quiz belongs to the topic.
    TopicUnused(TopicId),
    /// No topic of the bank has this title; by its key.
    TitleFree(String),
    /// The question is at this version.
    QuestionAt(QuestionId, i64),
    /// The question is in the bank.
    QuestionThere(QuestionId),
    /// No published quiz asks the question.
    QuestionUnpublished(QuestionId),
    /// The file was uploaded, and is known.
    MediaThere(MediaName),
    /// No question shows the file, those of sessions included.
    MediaUnused(MediaName),
    /// The quiz is at this version.
    QuizAt(QuizId, i64),
    /// The quiz session is at this version.
    QuizSessionAt(GameSessionId, i64),
    /// The user plays no solo session.
    NoSoloOf(UserId),
    /// No session that is not finished is joined by this.
    JoinCodeFree(JoinCode),
    /// The player has not answered this question of this session.
    Unanswered(GameSessionId, QuestionId, UserId),
    /// So many have answered this question of this session. Asked together with the session's version, whose row answers
    /// are held up by.
    AnswerCount(GameSessionId, QuestionId, usize),
    /// The leaderboard is at this version.
    LeaderboardAt(LeaderboardId, i64),
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
    /// A user, and what belongs to them alone: their sessions, tokens and second factor.
    User(UserId),
    /// The roles of one user.
    RolesOf(UserId),
    /// Attempts of one kind by somebody.
    Attempts(ThrottleKey),
    /// A one-time token.
    OneTimeToken(TokenHash),
    /// A ticket.
    Ticket(TokenHash),
    /// An API token.
    ApiToken(ApiTokenId),
    /// A job.
    Job(JobId),
    /// Why there is a job.
    Cause(String),
    /// Who is on the list of those who may register; by the key of their email.
    Allowed(String),
    /// A sign-in session and its tokens.
    AuthSession(AuthSessionId),
    /// A topic, and which questions it has.
    Topic(TopicId),
    /// A topic's title, by its key.
    Title(String),
    /// A question.
    Question(QuestionId),
    /// A quiz.
    Quiz(QuizId),
    /// A file that was uploaded.
    Media(MediaName),
    /// A quiz session.
    QuizSession(GameSessionId),
    /// Which solo session a user plays.
    SoloOf(UserId),
    /// Which session is joined by this.
    JoinCode(JoinCode),
    /// What a player answers in a session.
    AnswersOf(GameSessionId, UserId),
    /// A leaderboard that is frozen, or on its way.
    Leaderboard(LeaderboardId),
}

/// Whether a commit only looks at a subject, or changes it. Any number may look at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// It has to stay as it is.
    Looks,
    /// It is not as it was.
    Changes,
}

/// One row to write. Versioned ones are inserted at version 1 and updated above it.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// A user, new or changed.
    User(User),
    /// Somebody who may register, or what is said of them anew.
    Allowed(Allowed),
    /// Somebody who may no longer; by the key of their email.
    Disallowed(String),
    /// Somebody tried, which counts.
    Attempted(Attempt),
    /// One attempt was none after all.
    AttemptForgiven(ThrottleKey),
    /// How often somebody tried is forgotten.
    AttemptsForgotten(ThrottleKey),
    /// A one-time token, new or used.
    OneTimeToken(OneTimeToken),
    /// A ticket, new or used.
    Ticket(Ticket),
    /// Every unused one-time token of a user for this purpose is used. One that the same commit issues is not.
    OneTimeTokensSpent {
        /// Whose.
        user: UserId,
        /// What they were good for.
        purpose: Purpose,
        /// Since when.
        at: Timestamp,
    },
    /// Every session of a user is ended, but for this one. One that the same commit opens goes on.
    AuthSessionsRevoked {
        /// Whose.
        user: UserId,
        /// Which goes on.
        except: Option<AuthSessionId>,
        /// Since when.
        at: Timestamp,
    },
    /// An API token, new or changed.
    ApiToken(ApiToken),
    /// A second factor, new or changed.
    SecondFactor(SealedFactor),
    /// A user has no second factor any more.
    SecondFactorRemoved(UserId),
    /// A job, new or changed. A new one whose cause had a job before is left out.
    Job(Job),
    /// All that a deleted user has left behind, but for the ledger, what they played and what the audit log tells:
    /// their sessions, tokens, roles, second factor, stars and mail go, sent or not, and so do answers in their own words,
    /// invitations to their address and its line on the list of those who may register. Attempts, which nobody can tell
    /// whose they are, and other jobs go when they are pruned.
    UserErased {
        /// Who.
        user: UserId,
        /// The key of their last address.
        email_key: Option<String>,
    },
    /// What nobody can need any more, as far as one commit can carry it away: used and expired tokens and
    /// tickets, ended sessions, counted attempts and done jobs of before then.
    Pruned {
        /// Before then.
        before: Timestamp,
    },
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
    /// A quiz, new or changed. How often it was played stays as it is.
    Quiz(Quiz),
    /// A session of the quiz was finished: it was played once more. Whoever changes the quiz does not meet with this.
    QuizPlayed(QuizId),
    /// A user's star on a question; one that they have already stays as it is.
    Starred(Star),
    /// A user has no star on a question any more.
    Unstarred(UserId, QuestionId),
    /// A file that was uploaded, for the first time or again.
    MediaFile(MediaFile),
    /// A file that is known no more. Its content is deleted behind this.
    MediaForgotten(MediaName),
    /// A quiz session, new or changed.
    QuizSession(QuizSession),
    /// What a player answered, or did not in time.
    PlayerAnswer(PlayerAnswer),
    /// What came of an answer that was stored before: its points, and how the player stands.
    Awarded(PlayerAnswer),
    /// What a session adds to its player's score on the boards of its end. It is a difference, so two of them never meet:
    /// a store takes any number at once, of one player too, and tells each of the boards it touches what all of them come
    /// to. What comes to a board that is closed is counted as late and changes nothing else.
    Scored(Scored),
    /// Whether a user is seen on boards from now on. Their scores stay as they are, and go on.
    PlayerShown {
        /// Who.
        user: UserId,
        /// Whether they are.
        is_shown: bool,
    },
    /// The next step of a leaderboard on its way to be frozen; its first player makes it.
    Leaderboard(Leaderboard),
    /// What is frozen: players in their order.
    LeaderboardEntries(Vec<LeaderboardEntry>),
    /// What is left of a board that is frozen besides its entries goes, as far as one commit can carry it away.
    BoardSwept(Board),
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
            events: Vec::new(),
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

    /// A user, decided on what they were before.
    pub fn save_user(mut self, user: User, before: &User) -> Self {
        self = self.expect(Expectation::UserAt(user.id, before.version));
        let key_of = |user: &User| user.email.as_ref().map(Email::key);
        if let Some(email) = key_of(&user)
            && key_of(before).as_ref() != Some(&email)
        {
            self = self.expect(Expectation::EmailFree(email));
        }
        let name = user.username.key();
        if before.username.key() != name {
            self = self.expect(Expectation::UsernameFree(name));
        }
        let (id, is_shown) = (user.id, user.is_on_boards());
        self = self.row(Row::User(user));
        if is_shown == before.is_on_boards() {
            return self;
        }
        self.show_player(id, is_shown)
    }

    /// Whether a user is seen on boards; saving them says so by itself.
    pub fn show_player(self, user: UserId, is_shown: bool) -> Self {
        self.row(Row::PlayerShown { user, is_shown })
    }

    /// Somebody who may register.
    pub fn allow(self, allowed: Allowed) -> Self {
        self.row(Row::Allowed(allowed))
    }

    /// Somebody who may no longer register.
    pub fn disallow(self, email_key: String) -> Self {
        self.row(Row::Disallowed(email_key))
    }

    /// Counts an attempt, if it may be made.
    pub fn count_attempt(self, attempt: Attempt) -> Self {
        self.expect(Expectation::MayAttempt(attempt))
            .row(Row::Attempted(attempt))
    }

    /// Counts an attempt out again.
    pub fn forgive_attempt(self, key: ThrottleKey) -> Self {
        self.row(Row::AttemptForgiven(key))
    }

    /// Forgets the attempts.
    pub fn forget_attempts(self, key: ThrottleKey) -> Self {
        self.row(Row::AttemptsForgotten(key))
    }

    /// A one-time token: a new one, or one that was unused until now.
    pub fn save_one_time_token(mut self, token: OneTimeToken) -> Self {
        if token.used_at.is_some() {
            self = self.expect(Expectation::OneTimeUnused(token.hash));
        }
        self.row(Row::OneTimeToken(token))
    }

    /// A ticket: a new one, or one that was unused until now.
    pub fn save_ticket(mut self, ticket: Ticket) -> Self {
        if ticket.used_at.is_some() {
            self = self.expect(Expectation::TicketUnused(ticket.hash));
        }
        self.row(Row::Ticket(ticket))
    }

    /// Uses every one-time token of a user for this purpose up.
    pub fn spend_one_time_tokens(self, user: UserId, purpose: Purpose, at: Timestamp) -> Self {
        self.row(Row::OneTimeTokensSpent { user, purpose, at })
    }

    /// Ends every session of a user, but for this one.
    pub fn revoke_auth_sessions(
        self,
        user: UserId,
        except: Option<AuthSessionId>,
        at: Timestamp,
    ) -> Self {
        self.row(Row::AuthSessionsRevoked { user, except, at })
    }

    /// An API token: new at version 1, else decided on the version before.
    pub fn save_api_token(mut self, token: ApiToken) -> Self {
        if token.version > 1 {
            self = self.expect(Expectation::ApiTokenAt(token.id, token.version - 1));
        }
        self.row(Row::ApiToken(token))
    }

    /// A second factor, decided on the one before; `None`: there was none.
    pub fn save_second_factor(self, factor: SealedFactor, before: Option<i64>) -> Self {
        self.expect(Expectation::SecondFactorAt(factor.user, before))
            .row(Row::SecondFactor(factor))
    }

    /// No second factor any more.
    pub fn remove_second_factor(self, user: UserId) -> Self {
        self.row(Row::SecondFactorRemoved(user))
    }

    /// A job: new at version 1, else decided on the version before.
    pub fn save_job(mut self, job: Job) -> Self {
        if job.version > 1 {
            self = self.expect(Expectation::JobAt(job.id, job.version - 1));
        }
        self.row(Row::Job(job))
    }

    /// Leaves nothing of a deleted user but their id.
    pub fn erase_user(self, user: User, before: &User) -> Self {
        let (id, email_key) = (user.id, before.email.as_ref().map(Email::key));
        self.save_user(user, before)
            .erase_left_behind(id, email_key)
    }

    /// Deletes what a user has left behind, but for the user.
    pub fn erase_left_behind(self, user: UserId, email_key: Option<String>) -> Self {
        self.row(Row::UserErased { user, email_key })
    }

    /// Throws away what nobody can need any more.
    pub fn prune(self, before: Timestamp) -> Self {
        self.row(Row::Pruned { before })
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
        self.add_token(pair.access).add_token(pair.refresh)
    }

    /// A token of a sign-in session.
    pub fn add_token(self, token: Token) -> Self {
        self.row(Row::Token(token))
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

    /// A question of a topic that is there: new at version 1, else decided on the version before. It leaves the bank only
    /// when no published quiz asks it.
    pub fn save_question(mut self, question: Question) -> Self {
        if question.version > 1 {
            self = self.expect(Expectation::QuestionAt(question.id, question.version - 1));
        }
        if question.deleted_at.is_none() {
            self = self.expect_topic(question.topic);
            for file in question.media.iter().filter_map(Media::file) {
                self = self.expect(Expectation::MediaThere(file));
            }
        } else {
            self = self.expect(Expectation::QuestionUnpublished(question.id));
        }
        self.row(Row::Question(question))
    }

    /// A quiz of a topic that is there: new at version 1, else decided on the version before. While it is published, all
    /// that it asks is in the bank.
    pub fn save_quiz(mut self, quiz: Quiz) -> Self {
        if quiz.version > 1 {
            self = self.expect(Expectation::QuizAt(quiz.id, quiz.version - 1));
        }
        if quiz.deleted_at.is_none() {
            self = self.expect_topic(quiz.topic);
        }
        if quiz.status == QuizStatus::Published {
            for question in &quiz.questions {
                self = self.expect(Expectation::QuestionThere(*question));
            }
        }
        self.row(Row::Quiz(quiz))
    }

    /// A session of the quiz was finished.
    pub fn count_quiz_played(self, quiz: QuizId) -> Self {
        self.row(Row::QuizPlayed(quiz))
    }

    /// A file that was uploaded, once its content is kept.
    pub fn save_media(self, file: MediaFile) -> Self {
        self.row(Row::MediaFile(file))
    }

    /// A file that no question shows is known no more.
    pub fn forget_media(self, name: MediaName) -> Self {
        self.expect(Expectation::MediaUnused(name))
            .row(Row::MediaForgotten(name))
    }

    /// A star on a question.
    pub fn star(self, star: Star) -> Self {
        self.row(Row::Starred(star))
    }

    /// No star on a question any more.
    pub fn unstar(self, user: UserId, question: QuestionId) -> Self {
        self.row(Row::Unstarred(user, question))
    }

    /// A quiz session: new at version 1, a user's only solo session or one with a code that is free; else decided on the
    /// version before.
    pub fn save_quiz_session(self, session: QuizSession) -> Self {
        let expectation = match (&session.join_code, session.mode) {
            _ if session.version > 1 => {
                Some(Expectation::QuizSessionAt(session.id, session.version - 1))
            }
            (_, Mode::Solo) => Some(Expectation::NoSoloOf(session.host)),
            (code, Mode::Comp | Mode::Collab) => code.clone().map(Expectation::JoinCodeFree),
        };
        expectation
            .into_iter()
            .fold(self, Self::expect)
            .row(Row::QuizSession(session))
    }

    /// A player's only answer to this question, beside its session. Whoever judged it expects the session's version too.
    pub fn add_player_answer(self, answer: PlayerAnswer) -> Self {
        let (session, question) = (answer.session, answer.question);
        self.expect(Expectation::Unanswered(session, question, answer.user))
            .row(Row::PlayerAnswer(answer))
    }

    /// A session after a transition, with what became of answers and what its players are told. What a closed question
    /// was decided on are all answers that were stored: nobody's may be missing.
    pub fn move_quiz_session(mut self, moved: Moved) -> Self {
        let Moved {
            session,
            events,
            added,
            awarded,
        } = moved;
        let stream = session.id.into();
        let closed = added.first().or(awarded.first());
        // Alone, nobody's can be.
        if let Some(closed) = closed.filter(|_| session.mode != Mode::Solo) {
            let count = Expectation::AnswerCount(session.id, closed.question, awarded.len());
            self = self.expect(count);
        }
        let told = events.iter().map(|event| NewEvent::of(stream, event));
        self = told.fold(self.save_quiz_session(session), Self::tell);
        self = added
            .into_iter()
            .map(Row::PlayerAnswer)
            .fold(self, Self::row);
        awarded.into_iter().fold(self, Self::award)
    }

    /// What came of an answer that was stored before.
    pub fn award(self, answer: PlayerAnswer) -> Self {
        self.row(Row::Awarded(answer))
    }

    /// Tells those who follow a stream.
    pub fn tell(mut self, event: NewEvent) -> Self {
        self.0.events.push(event);
        self
    }

    /// Adds what a session brought its player to the boards of its end: in the commit that ends the session, or corrects
    /// or voids it.
    pub fn score(self, scored: Scored) -> Self {
        self.row(Row::Scored(scored))
    }

    /// The next step of a leaderboard, decided on the version before, with what is frozen in it.
    pub fn save_leaderboard(
        mut self,
        leaderboard: Leaderboard,
        entries: Vec<LeaderboardEntry>,
    ) -> Self {
        let before = leaderboard.version - 1;
        self = self.expect(Expectation::LeaderboardAt(leaderboard.id, before));
        self = self.row(Row::Leaderboard(leaderboard));
        if entries.is_empty() {
            return self;
        }
        self.add_leaderboard_entries(entries)
    }

    /// What is frozen of one leaderboard, beside the step that it belongs to.
    pub fn add_leaderboard_entries(self, entries: Vec<LeaderboardEntry>) -> Self {
        self.row(Row::LeaderboardEntries(entries))
    }

    /// Takes away what a frozen board leaves behind.
    pub fn sweep_board(self, board: Board) -> Self {
        self.row(Row::BoardSwept(board))
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

    /// The streams that these changes tell of something.
    pub fn streams(&self) -> impl Iterator<Item = StreamId> {
        self.0.events.iter().map(|event| event.stream)
    }

    /// The parts, for the store that applies them.
    pub fn into_parts(self) -> Parts {
        self.0
    }

    fn row(mut self, row: Row) -> Self {
        self.0.rows.push(row);
        self
    }

    /// A topic is there, unless these changes bring it, or say so already.
    fn expect_topic(self, id: TopicId) -> Self {
        let there = Expectation::TopicThere(id);
        if self.0.expectations.contains(&there) || self.adds_topic(id) {
            return self;
        }
        self.expect(there)
    }

    fn adds_topic(&self, id: TopicId) -> bool {
        self.0
            .rows
            .iter()
            .any(|row| matches!(row, Row::Topic(topic) if topic.id == id))
    }
}

impl Parts {
    /// What these changes look at or change. A batching store never applies two commits at the same time that
    /// share one of these, unless both only look: so a row stands in one batch once, and every expectation is checked
    /// against what is stored.
    pub fn subjects(&self) -> HashMap<Subject, Access> {
        let mut subjects = HashMap::new();
        for expectation in &self.expectations {
            subjects
                .entry(expectation.subject())
                .or_insert(Access::Looks);
        }
        for row in &self.rows {
            row.subjects(|subject| {
                subjects.insert(subject, Access::Changes);
            });
        }
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
            Self::UserAt(id, _) | Self::SecondFactorAt(id, _) => Subject::User(*id),
            Self::MayAttempt(attempt) => Subject::Attempts(attempt.key),
            Self::OneTimeUnused(hash) => Subject::OneTimeToken(*hash),
            Self::TicketUnused(hash) => Subject::Ticket(*hash),
            Self::ApiTokenAt(id, _) => Subject::ApiToken(*id),
            Self::JobAt(id, _) => Subject::Job(*id),
            Self::AuthSessionAt(id, _) => Subject::AuthSession(*id),
            Self::TopicAt(id, _) | Self::TopicThere(id) | Self::TopicUnused(id) => {
                Subject::Topic(*id)
            }
            Self::TitleFree(key) => Subject::Title(key.clone()),
            Self::QuestionAt(id, _) | Self::QuestionThere(id) | Self::QuestionUnpublished(id) => {
                Subject::Question(*id)
            }
            Self::MediaThere(name) | Self::MediaUnused(name) => Subject::Media(*name),
            Self::QuizAt(id, _) => Subject::Quiz(*id),
            Self::QuizSessionAt(id, _) => Subject::QuizSession(*id),
            Self::NoSoloOf(user) => Subject::SoloOf(*user),
            Self::JoinCodeFree(code) => Subject::JoinCode(code.clone()),
            Self::Unanswered(session, _, user) => Subject::AnswersOf(*session, *user),
            Self::AnswerCount(session, ..) => Subject::QuizSession(*session),
            Self::LeaderboardAt(id, _) => Subject::Leaderboard(*id),
        }
    }
}

impl Row {
    #[expect(
        clippy::too_many_lines,
        reason = "an arm for each kind of row, and nothing else"
    )]
    fn subjects(&self, mut take: impl FnMut(Subject)) {
        match self {
            Self::User(user) => {
                take(Subject::User(user.id));
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
            Self::Allowed(Allowed { email, .. }) => take(Subject::Allowed(email.key())),
            Self::Disallowed(email) => take(Subject::Allowed(email.clone())),
            Self::Attempted(Attempt { key, .. })
            | Self::AttemptForgiven(key)
            | Self::AttemptsForgotten(key) => take(Subject::Attempts(*key)),
            Self::OneTimeToken(token) => {
                take(Subject::OneTimeToken(token.hash));
                if let Some(user) = token.user {
                    take(Subject::User(user));
                }
            }
            Self::Ticket(ticket) => {
                take(Subject::Ticket(ticket.hash));
                take(Subject::User(ticket.user));
            }
            Self::OneTimeTokensSpent { user, .. }
            | Self::AuthSessionsRevoked { user, .. }
            | Self::SecondFactorRemoved(user)
            | Self::PlayerShown { user, .. } => take(Subject::User(*user)),
            Self::UserErased { user, email_key } => {
                subjects_of_erased(*user, email_key.as_deref())
                    .into_iter()
                    .for_each(take);
            }
            Self::SecondFactor(factor) => take(Subject::User(factor.user)),
            Self::ApiToken(token) => {
                take(Subject::ApiToken(token.id));
                take(Subject::User(token.user));
            }
            Self::Job(job) => {
                take(Subject::Job(job.id));
                take(Subject::Cause(job.cause.clone()));
            }
            Self::AuthSession(session) => {
                take(Subject::AuthSession(session.id));
                take(Subject::User(session.user));
            }
            Self::Token(token) => take(Subject::AuthSession(token.session)),
            Self::Topic(topic) => {
                take(Subject::Topic(topic.id));
                take(Subject::Title(topic.title_key()));
            }
            Self::Question(question) => {
                take(Subject::Question(question.id));
                take(Subject::Topic(question.topic));
            }
            Self::Quiz(quiz) => {
                take(Subject::Quiz(quiz.id));
                take(Subject::Topic(quiz.topic));
            }
            Self::MediaFile(MediaFile { name, .. }) | Self::MediaForgotten(name) => {
                take(Subject::Media(*name));
            }
            Self::Starred(Star { user, .. }) | Self::Unstarred(user, _) => {
                take(Subject::User(*user));
            }
            Self::QuizSession(session) => subjects_of(session).into_iter().for_each(take),
            Self::PlayerAnswer(answer) | Self::Awarded(answer) => {
                take(Subject::AnswersOf(answer.session, answer.user));
            }
            Self::Leaderboard(leaderboard) => take(Subject::Leaderboard(leaderboard.id)),
            // Beside the step of their leaderboard; and sweeping twice is sweeping more.
            Self::LeaderboardEntries(_)
            | Self::BoardSwept(_)
            | Self::Scored(_)
            | Self::QuizPlayed(_)
            | Self::SetupToken(_)
            | Self::Pruned { .. }
            | Self::TransactionHidden { .. }
            | Self::Floor { .. } => {}
        }
    }
}

fn subjects_of_erased(user: UserId, email_key: Option<&str>) -> Vec<Subject> {
    let allowed = email_key.map(|key| Subject::Allowed(key.to_owned()));
    // They may have been an admin.
    let own = [Subject::User(user), Subject::RolesOf(user), Subject::Admins];
    own.into_iter().chain(allowed).collect()
}

fn subjects_of(session: &QuizSession) -> Vec<Subject> {
    let solo = (session.mode == Mode::Solo).then_some(Subject::SoloOf(session.host));
    let code = session.join_code.clone().map(Subject::JoinCode);
    let own = Subject::QuizSession(session.id);
    [Some(own), solo, code].into_iter().flatten().collect()
}

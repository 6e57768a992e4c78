//! What the store holds: rows as the domain has them, and beside them the keys that look-ups go by.

use crate::table::Table;
use jiff::Timestamp;
use ludger_domain::accounts::{
    Allowed, ApiToken, Attempts, AuditRecord, AuthSession, OneTimeToken, Role, RoleGrant,
    SetupToken, ThrottleKey, Ticket, Token, TokenHash, User,
};
use ludger_domain::boards::{Leaderboard, LeaderboardEntry, Standing};
use ludger_domain::ids::{
    AccountId, AnswerId, ApiTokenId, AuditId, AuthSessionId, GameSessionId, HoldId, JobId,
    LeaderboardId, PlayerAnswerId, QuestionId, QuizId, StreamId, TopicId, TransferId, UserId,
};
use ludger_domain::jobs::Job;
use ludger_domain::ledger::{
    AccountState, Hold, Posted, PostedEntry, Reference, Sealed, Shard, Transfer,
};
use ludger_domain::quiz::{
    JoinCode, MediaFile, MediaName, PlayerAnswer, Question, Quiz, QuizSession, Star, Topic,
};
use ludger_ports::{Recorded, SealedFactor, StreamEvent};

macro_rules! tables {
    ($(#[$doc:meta])* $state:ident { $($(#[$field_doc:meta])* $table:ident: Table<$key:ty, $row:ty>,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub(crate) struct $state {
            $($(#[$field_doc])* pub(crate) $table: Table<$key, $row>,)*
        }

        impl $state {
            /// The commit happened.
            pub(crate) fn keep(&mut self) {
                $(self.$table.keep();)*
            }

            /// The commit did not happen.
            pub(crate) fn take_back(&mut self) {
                $(self.$table.take_back();)*
            }
        }
    };
}

tables! {
    /// Every table there is.
    State {
        accounts: Table<AccountId, AccountState>,
        transfers: Table<TransferId, Stored>,
        /// Where each transfer stands in its chain.
        chain: Table<(Shard, i64), TransferId>,
        /// The end of each chain that was begun.
        heads: Table<Shard, Sealed>,
        /// The entries of each account, by their number.
        entries: Table<(AccountId, i64), EntryAt>,
        references: Table<Reference, TransferId>,
        /// By which transfer each was reversed.
        reversals: Table<TransferId, TransferId>,
        holds: Table<HoldId, Hold>,
        /// What users took off their statements, and when.
        hidden: Table<(AccountId, i64), Timestamp>,
        /// By the digest of the scope.
        idempotency: Table<[u8; 16], Recorded>,
        audit: Table<AuditId, AuditRecord>,
        /// The chain of the audit log: which record stands where, and its hash.
        audit_chain: Table<i64, (AuditId, Sealed)>,

        users: Table<UserId, User>,
        /// By [`ludger_domain::accounts::Email::key`].
        emails: Table<String, UserId>,
        /// By [`ludger_domain::accounts::Username::key`].
        usernames: Table<String, UserId>,
        roles: Table<(UserId, Role), RoleGrant>,
        setup_tokens: Table<TokenHash, SetupToken>,
        auth_sessions: Table<AuthSessionId, AuthSession>,
        tokens: Table<TokenHash, Token>,
        one_time_tokens: Table<TokenHash, OneTimeToken>,
        tickets: Table<TokenHash, Ticket>,
        api_tokens: Table<ApiTokenId, ApiToken>,
        second_factors: Table<UserId, SealedFactor>,
        /// Who may register, by [`ludger_domain::accounts::Email::key`].
        allowed: Table<String, Allowed>,
        attempts: Table<ThrottleKey, Attempts>,

        jobs: Table<JobId, Job>,
        causes: Table<String, JobId>,

        topics: Table<TopicId, Topic>,
        /// The topics of the bank, by [`Topic::title_key`].
        titles: Table<String, TopicId>,
        questions: Table<QuestionId, Question>,
        /// Every answer that any question ever had.
        answers: Table<AnswerId, QuestionId>,
        quizzes: Table<QuizId, Quiz>,
        media_files: Table<MediaName, MediaFile>,
        stars: Table<(UserId, QuestionId), Star>,

        quiz_sessions: Table<GameSessionId, QuizSession>,
        /// The solo session that each user has not finished.
        open_solos: Table<UserId, GameSessionId>,
        /// The sessions that are not finished and that others can join.
        join_codes: Table<JoinCode, GameSessionId>,
        player_answers: Table<PlayerAnswerId, PlayerAnswer>,
        answered: Table<(GameSessionId, QuestionId, UserId), PlayerAnswerId>,
        /// The number of the last event of each stream.
        streams: Table<StreamId, i64>,
        events: Table<(StreamId, i64), StreamEvent>,

        /// What players have on boards, by the boards' numbers.
        standings: Table<(i64, UserId), Standing>,
        leaderboards: Table<LeaderboardId, Leaderboard>,
        leaderboard_entries: Table<(LeaderboardId, i64), LeaderboardEntry>,
    }
}

/// A posted transfer.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) transfer: Transfer,
    pub(crate) posted: Posted,
    pub(crate) sealed: Sealed,
}

/// Where an entry stands: its transfer, and its place there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EntryAt {
    pub(crate) transfer: TransferId,
    pub(crate) ordinal: usize,
}

impl State {
    /// An entry with the transfer that it is part of.
    pub(crate) fn entry(&self, at: EntryAt) -> Option<(&Stored, &PostedEntry)> {
        let stored = self.transfers.get(&at.transfer)?;
        Some((stored, stored.posted.entries.get(at.ordinal)?))
    }

    /// The questions of the bank; deleted ones are not in it.
    pub(crate) fn bank(&self) -> impl Iterator<Item = &Question> {
        self.questions
            .values()
            .filter(|question| question.deleted_at.is_none())
    }

    /// The quizzes that are not deleted.
    pub(crate) fn live_quizzes(&self) -> impl Iterator<Item = &Quiz> {
        let all = self.quizzes.values();
        all.filter(|quiz| quiz.deleted_at.is_none())
    }

    /// Whether any question shows the file, those that left the bank included.
    pub(crate) fn shows(&self, name: &MediaName) -> bool {
        let mut media = self.questions.values().flat_map(|it| &it.media);
        media.any(|media| media.file() == Some(*name))
    }

    /// What a user was granted.
    pub(crate) fn roles_of(&self, user: UserId) -> impl Iterator<Item = &RoleGrant> {
        let all = Role::ALL.iter().copied();
        all.filter_map(move |role| self.roles.get(&(user, role)))
    }

    /// Who is an admin and can get in.
    pub(crate) fn admins(&self) -> impl Iterator<Item = UserId> {
        self.roles
            .keys()
            .filter(|(_, role)| *role == Role::Admin)
            .map(|(user, _)| *user)
            .filter(|user| self.users.get(user).is_some_and(User::may_enter))
    }
}

//! Typed ids. Each wraps a UUID: version 7 for what is made by a use case (they grow with time, so that index
//! inserts go to the right-hand edge), and a hash for ledger accounts (see [`crate::ledger::AccountKey::id`]).

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The bare UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A person, or a service account.
    UserId;
    /// A token that a user made for a program.
    ApiTokenId;
    /// What somebody can follow as it happens: a session's events have the session's id.
    StreamId;
    /// A balance-bearing account of the ledger.
    AccountId;
    /// A balanced set of entries.
    TransferId;
    /// Value set aside for a purpose.
    HoldId;
    /// A savings challenge.
    ChallengeId;
    /// A prediction market.
    MarketId;
    /// A sign-in and all tokens that descend from it.
    AuthSessionId;
    /// A subject of questions.
    TopicId;
    /// A question of the bank.
    QuestionId;
    /// One answer of a question.
    AnswerId;
    /// A quiz: questions put together to be played.
    QuizId;
    /// A game session: here, a quiz being played.
    GameSessionId;
    /// What a player answered to one question of one session.
    PlayerAnswerId;
    /// A leaderboard whose window is over, or will be.
    LeaderboardId;
    /// A record of the audit log.
    AuditId;
    /// Work that a commit leaves for later.
    JobId;
    /// A process that does such work.
    WorkerId;
}

impl From<GameSessionId> for StreamId {
    fn from(session: GameSessionId) -> Self {
        Self(session.uuid())
    }
}

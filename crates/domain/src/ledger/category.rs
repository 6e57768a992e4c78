use serde::{Deserialize, Serialize};

macro_rules! categories {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What a transfer is for, as its statement says it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Category {
            $($(#[$doc])* $name,)*
        }

        impl Category {
            /// Every category, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name in JSON and SQL.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

categories! {
    /// A stake.
    Bet = "bet",
    /// A payout.
    Win = "win",
    /// A gift.
    Bonus = "bonus",
    /// A correction by an admin, with a reason.
    AdminAdjustment = "admin_adjustment",
    /// Pay for a deed: a quiz, a badge.
    Reward = "reward",
    /// Something given back.
    Refund = "refund",
    /// Money that came in.
    Deposit = "deposit",
    /// Money that went out.
    Withdrawal = "withdrawal",
    /// A step of a savings challenge.
    Save = "save",
    /// A charge.
    Fee = "fee",
    /// A fine.
    Penalty = "penalty",
    /// Anything else between two accounts.
    Transfer = "transfer",
    /// The opposite of an earlier transfer.
    Reversal = "reversal",
}

impl Category {
    /// The category of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|category| category.as_str() == name)
    }
}

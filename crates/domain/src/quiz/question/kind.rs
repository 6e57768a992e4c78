use serde::{Deserialize, Serialize};

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// One of 2 to 6 answers; exactly one is right.
    Single,
    /// Any of 2 to 6 answers; at least one is right.
    Multiple,
    /// `True` or `False`.
    TrueFalse,
    /// Free text; every answer is an accepted text.
    Text,
    /// A number; every answer is a range from `content` to `counterpart`, both included.
    Numeric,
    /// 2 to 6 answers, stored in their right order.
    Order,
    /// 2 to 6 pairs of `content` and `counterpart`.
    Match,
}

impl QuestionKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Single,
        Self::Multiple,
        Self::TrueFalse,
        Self::Text,
        Self::Numeric,
        Self::Order,
        Self::Match,
    ];

    /// The name in JSON, SQL and CSV.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::TrueFalse => "true_false",
            Self::Text => "text",
            Self::Numeric => "numeric",
            Self::Order => "order",
            Self::Match => "match",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether every answer of such a question is a right one.
    pub const fn accepts_every_answer(self) -> bool {
        matches!(self, Self::Text | Self::Numeric | Self::Order | Self::Match)
    }

    /// Whether its answers are shown to be chosen from, ordered or paired.
    pub const fn offers_choices(self) -> bool {
        !matches!(self, Self::Text | Self::Numeric)
    }
}

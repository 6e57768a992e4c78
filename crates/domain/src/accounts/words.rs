//! Enums that are words outside: in rows, in JSON, in the audit log. One table says both, so that
//! a word and its variant cannot drift apart.

/// A word that stands for nothing here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is no {kind} that is known")]
pub struct UnknownWord {
    /// What was expected: `role`, `permission`, …
    pub kind: &'static str,
    /// What came instead.
    pub word: String,
}

impl UnknownWord {
    /// Stable, `snake_case`.
    pub const fn code(&self) -> &'static str {
        "unknown_word"
    }
}

/// Declares an enum by its words: `as_str`, `ALL`, `Display`, `FromStr` and serde agree on them.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $kind:literal { $($(#[$item:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$item])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// All of them, in the order of their table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word, as it is stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::accounts::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err($crate::accounts::UnknownWord { kind: $kind, word: text.to_owned() }),
                }
            }
        }
    };
}
pub(crate) use words;

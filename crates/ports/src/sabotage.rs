//! Faults that are built in on purpose, one at a time, to see that the torture program finds each of them. A checker
//! that has never found anything proves nothing.
//!
//! Without the feature `sabotage` every question here is answered by a constant `false`, and what hangs on it is not
//! even compiled. With it the crate refuses to build without debug assertions, so that no release can have it.

#[cfg(all(feature = "sabotage", not(debug_assertions)))]
compile_error!("the feature `sabotage` is for tests: it never goes into a release");

/// What can be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sabotage {
    /// Callers are answered before COMMIT.
    AnswerBeforeCommit,
    /// Balances are read and written without a lock, and no unique key is there to notice.
    NoLock,
    /// A request's key is looked for, and that is all: a conflict on inserting it is ignored.
    KeyBySelect,
    /// A request's key is stored in a transaction of its own, behind that of its effect.
    KeyElsewhere,
    /// COMMIT does not wait for the disk.
    UnsafeDurability,
    /// A commit whose outcome is unknown is made again, under a new key.
    RetryUnknown,
}

#[cfg(feature = "sabotage")]
static CHOSEN: std::sync::OnceLock<Sabotage> = std::sync::OnceLock::new();

impl Sabotage {
    /// All of them, by the name that chooses it.
    pub const ALL: [(&'static str, Self); 6] = [
        ("answer_before_commit", Self::AnswerBeforeCommit),
        ("no_lock", Self::NoLock),
        ("key_by_select", Self::KeyBySelect),
        ("key_elsewhere", Self::KeyElsewhere),
        ("unsafe_durability", Self::UnsafeDurability),
        ("retry_unknown", Self::RetryUnknown),
    ];

    /// Breaks one thing for the rest of this process. Whether there is such a thing.
    #[cfg(feature = "sabotage")]
    pub fn choose(name: &str) -> bool {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.is_some_and(|(_, sabotage)| CHOSEN.set(*sabotage).is_ok())
    }

    /// Whether this is what is broken.
    #[cfg(feature = "sabotage")]
    pub fn is_on(self) -> bool {
        CHOSEN.get() == Some(&self)
    }

    /// Nothing is.
    #[cfg(not(feature = "sabotage"))]
    pub const fn is_on(self) -> bool {
        false
    }
}

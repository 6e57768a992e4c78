use super::{Body, Operation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Event {
    /// A request is about to be sent.
    Sent(Sent),
    /// Its reply is here.
    Answered(Answered),
    /// There is no reply, or not all of it.
    Lost(Lost),
    /// A fault begins now.
    FaultBegan { at_us: u64, fault: String },
    /// It is over, and the program is ready again.
    FaultEnded {
        at_us: u64,
        fault: String,
        /// Whether it really came about.
        reached: bool,
        /// From the end of the fault, or the restart, until the program was ready.
        ready_after_ms: u64,
    },
    /// From here on nothing is broken on purpose, and the program has had its time to recover.
    Calm { at_us: u64 },
    /// That was the calm.
    CalmEnded {
        /// By how much our own timers were late at most, 99 of 100 times.
        late_p99_us: u64,
    },
}

/// A request, as it is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sent {
    pub(crate) at_us: u64,
    /// The number of the client.
    pub(crate) client: usize,
    pub(crate) operation: Operation,
    /// With its query.
    pub(crate) path: String,
    /// The user who asks.
    pub(crate) who: Option<Uuid>,
    /// The `Idempotency-Key`.
    pub(crate) key: Option<String>,
    /// `null` where it holds a password or a token.
    pub(crate) body: Body,
}

/// A reply, as it came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answered {
    pub(crate) at_us: u64,
    /// The line of the request.
    pub(crate) to: u64,
    pub(crate) status: u16,
    /// Whether it says `Idempotent-Replayed: true`.
    pub(crate) replayed: bool,
    /// Text where it is no JSON, `null` where it holds tokens.
    pub(crate) body: Body,
}

/// A reply that did not come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Lost {
    pub(crate) at_us: u64,
    /// The line of the request.
    pub(crate) to: u64,
    pub(crate) error: String,
    /// `false`: there was no connection to send it on, so nothing can have come of it.
    pub(crate) was_sent: bool,
}

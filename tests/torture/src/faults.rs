//! What befalls a deployment, and what is told of it.

use crate::deployment::Kind;
use jiff::Timestamp;
use serde::Serialize;
use std::time::Duration;

/// One thing that goes wrong, and how long it lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Fault {
    /// `kill -9` of the program.
    KillProgram,
    /// The program is asked to stop, which has to go well, and is started again.
    TerminateProgram,
    /// The program gets no processor.
    FreezeProgram(Duration),
    /// `kill -9` of all processes of Postgres at once.
    KillDatabase,
    /// Postgres gets no processor. Its connections stay, and nothing comes over them.
    FreezeDatabase(Duration),
    /// All connections between the two are reset.
    CutConnections,
    /// All connections are reset, and new ones are refused.
    RefuseConnections(Duration),
    /// Whatever is said is held back, each way.
    DelayConnections {
        /// How long it is held back.
        by: Duration,
        /// How long that goes on.
        lasting: Duration,
    },
    /// A COMMIT is passed on to Postgres, and its connection is reset when the answer begins to arrive.
    CutAtCommit,
    /// Nothing is free on the disk that the database lies on.
    FullDisk(Duration),
}

/// How a fault went.
#[derive(Debug, Clone, Serialize)]
pub struct Suffered {
    /// Which one.
    pub fault: Fault,
    /// When it began.
    pub began: Timestamp,
    /// When it was over, and what it had killed could be started again.
    pub ended: Timestamp,
    /// From then until the program was ready.
    pub ready_after: Duration,
    /// Whether it really happened: there was a connection to cut, the disk was full.
    pub reached: bool,
}

impl Fault {
    /// One of each that fits: longer than the program waits for its database where it is about waiting, shorter where
    /// it is about being slow.
    pub fn all(kind: Kind) -> Vec<Self> {
        let all = [
            Self::KillProgram,
            Self::TerminateProgram,
            Self::FreezeProgram(Duration::from_secs(1)),
            Self::KillDatabase,
            Self::FreezeDatabase(Duration::from_secs(4)),
            Self::CutConnections,
            Self::RefuseConnections(Duration::from_secs(2)),
            Self::DelayConnections {
                by: Duration::from_millis(50),
                lasting: Duration::from_secs(3),
            },
            Self::CutAtCommit,
            Self::FullDisk(Duration::from_secs(3)),
        ];
        all.into_iter().filter(|fault| fault.fits(kind)).collect()
    }

    /// Whether there is something for it to happen to: SQLite has no process and no network of its own.
    pub fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::KillProgram
            | Self::TerminateProgram
            | Self::FreezeProgram(_)
            | Self::FullDisk(_) => true,
            Self::KillDatabase
            | Self::FreezeDatabase(_)
            | Self::CutConnections
            | Self::RefuseConnections(_)
            | Self::DelayConnections { .. }
            | Self::CutAtCommit => kind == Kind::Postgres,
        }
    }
}

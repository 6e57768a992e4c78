use crate::deployment::Kind;
use std::path::PathBuf;
use std::time::Duration;

/// From here on a run is long: it has time for a whole calm, and has to see everything.
const LONG_S: u64 = 300;

/// How a run is made.
#[derive(Debug, Clone)]
pub struct Options {
    pub kind: Kind,
    /// The program.
    pub server: PathBuf,
    /// The storm and the calm together. A storm that has not brought every fault by then goes on a little.
    pub seconds: u64,
    pub clients: usize,
    /// What all chance comes from.
    pub seed: u64,
    /// Names of the faults to bring; empty: all that fit.
    pub only: Vec<String>,
    /// Without faults, only the load and the reckoning are left.
    pub without_faults: bool,
    /// How often the program is killed at least; Postgres half as often.
    pub kills: u32,
    /// How much the disk below the database holds.
    pub disk_mib: u32,
}

impl Options {
    /// A short run with every fault.
    pub fn new(kind: Kind, server: impl Into<PathBuf>) -> Self {
        Self {
            kind,
            server: server.into(),
            seconds: 60,
            clients: 16,
            seed: 1,
            only: Vec::new(),
            without_faults: false,
            kills: 4,
            disk_mib: 2_048,
        }
    }

    pub const fn has_faults(&self) -> bool {
        !self.without_faults
    }

    pub const fn is_long(&self) -> bool {
        self.seconds >= LONG_S
    }

    /// How long the program has to recover after the last fault before all has to be well.
    pub fn settling(&self) -> Duration {
        Duration::from_secs(if self.is_long() {
            15
        } else {
            (self.seconds / 12).clamp(3, 15)
        })
    }

    /// How long all has to be well then.
    pub fn calm(&self) -> Duration {
        Duration::from_secs((self.seconds / 10).clamp(3, 15))
    }

    /// What is left for faults.
    pub fn storm(&self) -> Duration {
        let rest = self.settling() + self.calm();
        Duration::from_secs(self.seconds).saturating_sub(rest)
    }
}

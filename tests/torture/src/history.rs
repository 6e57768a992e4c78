//! The history: every request before it is sent and every reply after it came, one JSON object a line, appended to a
//! file at once. So a crash of this program leaves the evidence too, and every violation can name its lines.

mod body;
mod event;
mod operation;
mod told;

pub(crate) use body::Body;
pub(crate) use event::{Answered, Event, Lost, Sent};
pub(crate) use operation::Operation;
pub(crate) use told::{End, Fate, FaultSpan, Request, Told};

use anyhow::{Context, anyhow};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use tokio::time::Instant;

/// A history that is being written.
pub(crate) struct History {
    start: Instant,
    lines: Mutex<Lines>,
}

struct Lines {
    file: File,
    written: u64,
}

impl History {
    /// An empty one; its clock starts now.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let file =
            File::create_new(path).with_context(|| format!("creating {}", path.display()))?;
        Ok(Self {
            start: Instant::now(),
            lines: Mutex::new(Lines { file, written: 0 }),
        })
    }

    /// Microseconds since its start, on a clock that nothing sets.
    pub(crate) fn now_us(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Appends a line, which the operating system has when this returns. Gives its number, from 1.
    pub(crate) fn write(&self, event: &Event) -> anyhow::Result<u64> {
        let mut line = serde_json::to_vec(event)?;
        line.push(b'\n');
        let mut lines = self
            .lines
            .lock()
            .map_err(|_| anyhow!("another client panicked while it wrote the history"))?;
        lines.file.write_all(&line).context("writing the history")?;
        lines.written += 1;
        Ok(lines.written)
    }
}

//! What is done at certain times, whoever asks: a table, and for each row the time at which it was due last.
//!
//! Nobody keeps a list of what ran. A worker that looks wants the job of the time that was due last, and its cause is that
//! time: of all workers that want it, on all nodes, one makes the job. A time that passed while no node was up is found
//! by the first one that comes up, and however many passed, they are made up for once.

use crate::Outage;
use croner::Cron;
use jiff::tz::TimeZone;
use ludger_domain::Timestamp;
use ludger_domain::jobs::JobKind;

/// Something that is done again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Schedule {
    /// What its jobs' causes begin with; never changed, and no other's.
    pub(crate) name: &'static str,
    /// What is done.
    pub(crate) kind: JobKind,
    /// When, in UTC: minute, hour, day of the month, month, day of the week.
    pub(crate) cron: &'static str,
}

/// All of them. Each has a time at least every few days: what was done is known for a week, and must not be forgotten
/// before the next time comes.
pub(crate) const SCHEDULES: &[Schedule] = &[
    Schedule {
        name: "prune",
        kind: JobKind::Prune,
        cron: "10 3 * * *",
    },
    // Every window ends at midnight; what ended just before has a few minutes to come in.
    Schedule {
        name: "boards.freeze",
        kind: JobKind::FreezeBoards,
        cron: "6 0 * * *",
    },
];

impl Schedule {
    /// The last time at or before `now`.
    ///
    /// # Errors
    /// [`Outage::Broken`]: the expression is none, or names no time that ever was.
    pub(crate) fn last(&self, now: Timestamp) -> Result<Timestamp, Outage> {
        let cron: Cron = self.cron.parse().map_err(Outage::broken)?;
        let now = now.to_zoned(TimeZone::UTC);
        let last = cron.find_previous_occurrence(&now, true);
        Ok(last.map_err(Outage::broken)?.timestamp())
    }

    /// Why there is a job for that time.
    pub(crate) fn cause(&self, time: Timestamp) -> String {
        format!("{}/{time}", self.name)
    }
}

#[cfg(test)]
mod tests;

//! What came of a load.

use hdrhistogram::Histogram;
use tokio::time::Instant;

/// Counts answers as they come.
pub(super) struct Tally {
    /// Nothing before is counted.
    begin: Instant,
    end: Instant,
    in_time: u64,
    all: u64,
    latency: Histogram<u64>,
    refusals: Histogram<u64>,
    lateness: Histogram<u64>,
}

/// How it went.
#[derive(Debug)]
pub(crate) struct Went {
    /// Answers a second.
    pub(crate) rate: f64,
    /// From due to answered, in microseconds.
    latency: Histogram<u64>,
    /// Of those that were turned away, from sent to answered.
    refusals: Histogram<u64>,
    /// Of those that were turned away, from due to sent: what this process was late with.
    lateness: Histogram<u64>,
    /// Answers in all, also those that came before and after the time that counts: each cost something.
    pub(crate) answers: u64,
}

impl Tally {
    pub(super) fn new(begin: Instant, end: Instant) -> anyhow::Result<Self> {
        Ok(Self {
            begin,
            end,
            in_time: 0,
            all: 0,
            latency: Histogram::new(3)?,
            refusals: Histogram::new(3)?,
            lateness: Histogram::new(3)?,
        })
    }

    pub(super) fn refused(
        &mut self,
        due: Instant,
        sent: Instant,
        at: Instant,
    ) -> anyhow::Result<()> {
        if due >= self.begin {
            self.lateness.record(micros(due, sent)?)?;
            self.refusals.record(micros(sent, at)?)?;
        }
        Ok(())
    }

    pub(super) fn answered(&mut self, due: Instant, at: Instant) -> anyhow::Result<()> {
        self.all += 1;
        if (self.begin..self.end).contains(&at) {
            self.in_time += 1;
        }
        // By when they were due, so that an open loop counts those that the server was late with.
        if due >= self.begin {
            self.latency.record(micros(due, at)?)?;
        }
        Ok(())
    }

    pub(super) fn went(self) -> anyhow::Result<Went> {
        anyhow::ensure!(self.in_time > 0, "nothing was answered in time");
        let seconds = self.end.duration_since(self.begin).as_secs_f64();
        Ok(Went {
            rate: self.in_time as f64 / seconds,
            latency: self.latency,
            refusals: self.refusals,
            lateness: self.lateness,
            answers: self.all,
        })
    }
}

fn micros(due: Instant, at: Instant) -> anyhow::Result<u64> {
    Ok(u64::try_from((at - due).as_micros())?)
}

impl Went {
    /// How many were turned away.
    pub(crate) fn refused(&self) -> u64 {
        self.refusals.len()
    }

    /// So many of a hundred of those that were turned away knew it within these milliseconds of asking.
    pub(crate) fn refusals_percentile_ms(&self, percent: f64) -> f64 {
        self.refusals.value_at_percentile(percent) as f64 / 1_000.0
    }

    /// So many of a hundred of those that were turned away were asked within these milliseconds of when they were due.
    pub(crate) fn lateness_percentile_ms(&self, percent: f64) -> f64 {
        self.lateness.value_at_percentile(percent) as f64 / 1_000.0
    }

    /// So many of a hundred were answered within these milliseconds.
    pub(crate) fn percentile_ms(&self, percent: f64) -> f64 {
        self.latency.value_at_percentile(percent) as f64 / 1_000.0
    }
}

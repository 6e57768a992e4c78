//! What all attempts came to.

use std::fmt;
use std::time::Duration;

use super::Sabotage;
use super::programs::Ended;

/// The attempts to find one sabotage.
pub(super) struct Row {
    name: &'static str,
    finder: &'static str,
    found: usize,
    times: Vec<Duration>,
}

impl Row {
    pub(super) fn new(sabotage: &Sabotage) -> Self {
        Self {
            name: sabotage.name,
            finder: sabotage.finder.name(),
            found: 0,
            times: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, ended: Ended, took: Duration) {
        self.found += usize::from(ended.is_found());
        self.times.push(took);
    }

    pub(super) fn missed(&self) -> usize {
        self.times.len() - self.found
    }

    pub(super) fn title(&self) -> String {
        format!("{} by {}", self.name, self.finder)
    }
}

/// One line for each.
pub(super) struct Table(pub(super) Vec<Row>);

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, [name, finder, found, longest]: [&str; 4]| {
            writeln!(f, "{name:<24}{finder:<22}{found:>8}{longest:>12}")
        };
        line(f, ["sabotage", "looked for by", "found", "longest"])?;
        for row in &self.0 {
            let found = format!("{} of {}", row.found, row.times.len());
            let longest = row.times.iter().max().map_or(0, Duration::as_secs);
            line(f, [row.name, row.finder, &found, &format!("{longest} s")])?;
        }
        Ok(())
    }
}

//! The table on the terminal, and the same as JSON in `target/bench`.

use crate::machine::Machine;
use anyhow::Context as _;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// What one benchmark found.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    name: &'static str,
    machine: Machine,
    lines: Vec<Line>,
    notes: Vec<String>,
}

/// One figure, and what it is held against.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    /// The target's name in `docs/performance.md`: `P1`. Empty for figures that only explain others.
    pub(crate) target: &'static str,
    pub(crate) what: String,
    pub(crate) value: f64,
    /// `/s`, `ms`, `MiB`, `x`.
    pub(crate) unit: &'static str,
    /// The baseline of the same run: what it is, and its value in the same unit.
    pub(crate) baseline: Option<(String, f64)>,
    pub(crate) goal: Option<Goal>,
}

/// What must hold: of the ratio to the baseline, or of the value where there is none.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Line {
    pub(crate) fn new(
        target: &'static str,
        what: impl Into<String>,
        value: f64,
        unit: &'static str,
    ) -> Self {
        Self {
            target,
            what: what.into(),
            value,
            unit,
            baseline: None,
            goal: None,
        }
    }

    pub(crate) fn against(mut self, what: impl Into<String>, value: f64) -> Self {
        self.baseline = Some((what.into(), value));
        self
    }

    /// It is what a target of `docs/performance.md` is about.
    pub(crate) fn targets(self, target: &'static str, goal: Goal) -> Self {
        Self { target, ..self }.goal(goal)
    }

    pub(crate) fn goal(mut self, goal: Goal) -> Self {
        self.goal = Some(goal);
        self
    }

    fn ratio(&self) -> Option<f64> {
        self.baseline
            .as_ref()
            .map(|(_, baseline)| self.value / baseline)
    }

    /// `None` where nothing is asked.
    pub(crate) fn is_met(&self) -> Option<bool> {
        let figure = self.ratio().unwrap_or(self.value);
        self.goal.map(|goal| match goal {
            Goal::AtLeast(least) => figure >= least,
            Goal::AtMost(most) => figure <= most,
        })
    }
}

impl Report {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            machine: Machine::this(),
            lines: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, line: Line) {
        self.lines.push(line);
    }

    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Prints the table and writes the JSON.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let Machine {
            cpu,
            cores,
            memory_mib,
            kernel,
            revision,
            measured_at,
        } = &self.machine;
        println!(
            "\n{}: {cpu}, {cores} cores, {memory_mib} MiB, Linux {kernel}, {revision}, {measured_at}\n",
            self.name
        );
        println!("| target | what | value | baseline | ratio | goal | met |");
        println!("| --- | --- | ---: | ---: | ---: | --- | --- |");
        for line in &self.lines {
            println!("{}", row(line));
        }
        for note in &self.notes {
            println!("\n{note}");
        }
        let path = folder().join(format!("{}.json", self.name));
        fs::create_dir_all(folder())
            .and_then(|()| {
                fs::write(
                    &path,
                    serde_json::to_string_pretty(&self).unwrap_or_default(),
                )
            })
            .with_context(|| format!("cannot write {}", path.display()))?;
        println!("\nwritten: {}", path.display());
        Ok(())
    }
}

fn row(line: &Line) -> String {
    let baseline = line
        .baseline
        .as_ref()
        .map(|(what, value)| format!("{} {} ({what})", figure(*value), line.unit));
    let goal = line.goal.map(|goal| match goal {
        Goal::AtLeast(least) => format!("≥ {least}"),
        Goal::AtMost(most) => format!("≤ {most}"),
    });
    let met = line.is_met().map(|met| if met { "yes" } else { "**no**" });
    format!(
        "| {} | {} | {} {} | {} | {} | {} | {} |",
        line.target,
        line.what,
        figure(line.value),
        line.unit,
        baseline.unwrap_or_default(),
        line.ratio()
            .map(|ratio| format!("{ratio:.2}"))
            .unwrap_or_default(),
        goal.unwrap_or_default(),
        met.unwrap_or_default(),
    )
}

/// Three or so digits that mean something.
fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench")
}

//! What the figures were measured on.

use serde::Serialize;
use std::fs;
use std::process::Command;

#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    pub(crate) cpu: String,
    pub(crate) cores: usize,
    pub(crate) memory_mib: u64,
    pub(crate) kernel: String,
    /// The commit that was measured.
    pub(crate) revision: String,
    pub(crate) measured_at: String,
}

impl Machine {
    /// What cannot be found out is empty: a figure is worth something without it.
    pub(crate) fn this() -> Self {
        let memory_kib = line_of("/proc/meminfo", "MemTotal:")
            .and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        Self {
            cpu: line_of("/proc/cpuinfo", "model name")
                .map(|line| line.trim_start_matches([':', ' ', '\t']).to_owned())
                .unwrap_or_default(),
            cores: std::thread::available_parallelism().map_or(0, Into::into),
            memory_mib: memory_kib.unwrap_or_default() / 1_024,
            kernel: said("uname", &["-r"]),
            revision: said("git", &["describe", "--always", "--dirty"]),
            measured_at: jiff::Timestamp::now()
                .strftime("%Y-%m-%d %H:%M UTC")
                .to_string(),
        }
    }
}

fn line_of(file: &str, start: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(start))?;
    Some(line.trim().to_owned())
}

fn said(program: &str, arguments: &[&str]) -> String {
    Command::new(program)
        .args(arguments)
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default()
}

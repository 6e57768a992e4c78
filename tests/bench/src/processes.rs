//! Processor time and memory of processes, as Linux tells them.

use anyhow::Context as _;
use std::fs;

/// Linux counts processor time in hundredths of a second, whatever its clock.
const TICKS_PER_SECOND: f64 = 100.0;

/// What a process has used up so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    pub(crate) seconds: f64,
    /// Of its children that have ended.
    children_s: f64,
    parent: u32,
}

impl Usage {
    pub(crate) fn of(process: u32) -> anyhow::Result<Self> {
        let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
        Self::read(&text).with_context(|| format!("the state of process {process}"))
    }

    /// See proc(5): the name comes second, in brackets, and may itself hold any of them.
    fn read(text: &str) -> Option<Self> {
        let (_, fields) = text.rsplit_once(") ")?;
        let fields: Vec<_> = fields.split(' ').collect();
        let seconds = |place: usize| {
            let ticks: f64 = fields.get(place)?.parse().ok()?;
            Some(ticks / TICKS_PER_SECOND)
        };
        Some(Self {
            seconds: seconds(11)? + seconds(12)?,
            children_s: seconds(13)? + seconds(14)?,
            parent: fields.get(1)?.parse().ok()?,
        })
    }

    /// Of a process and its children, also of those that have ended.
    pub(crate) fn of_family(main: u32) -> Self {
        let none = Self {
            seconds: 0.0,
            children_s: 0.0,
            parent: 0,
        };
        let own = Self::of(main).unwrap_or(none);
        let children = all().filter_map(|process| Self::of(process).ok());
        let children = children.filter(|child| child.parent == main);
        Self {
            seconds: own.seconds
                + own.children_s
                + children.map(|child| child.seconds).sum::<f64>(),
            ..own
        }
    }
}

/// The process that a server process of Postgres descends from, if it runs on this machine.
pub(crate) fn parent_of_postgres(backend: u32) -> Option<u32> {
    let name = fs::read_to_string(format!("/proc/{backend}/comm")).ok()?;
    let parent = Usage::of(backend).ok()?.parent;
    (name.trim() == "postgres").then_some(parent)
}

/// Memory that a process holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    /// Now.
    pub(crate) resident_mib: f64,
    /// The most at any moment of its life.
    pub(crate) peak_mib: f64,
}

pub(crate) fn memory(process: u32) -> anyhow::Result<Memory> {
    let text = fs::read_to_string(format!("/proc/{process}/status"))?;
    let mib = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        let kib: f64 = line
            .and_then(|line| line.split_whitespace().next()?.parse().ok())
            .with_context(|| format!("{name} of process {process}"))?;
        anyhow::Ok(kib / 1_024.0)
    };
    Ok(Memory {
        resident_mib: mib("VmRSS:")?,
        peak_mib: mib("VmHWM:")?,
    })
}

fn all() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_look_like_fields() {
        let text = "7 (a) S 1 (b)) S 42 7 7 0 -1 4194560 1 0 0 0 150 50 30 20 20 0 1 0 1 1 1";
        let usage = Usage::read(text).unwrap();
        assert_eq!(
            (usage.parent, usage.seconds, usage.children_s),
            (42, 2.0, 0.5)
        );
        assert!(Usage::read("7 (a").is_none());
    }

    #[test]
    fn this_process_has_memory_and_a_parent() {
        let ourselves = std::process::id();
        let memory = memory(ourselves).unwrap();
        assert!(memory.resident_mib > 0.0 && memory.peak_mib >= memory.resident_mib);
        assert!(Usage::of(ourselves).unwrap().parent > 0);
    }
}

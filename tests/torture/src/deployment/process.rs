//! A process of ours: signalled by its number, never by a name, and watched by the guard for as long as it runs.

use super::guard::Guard;
use anyhow::Context as _;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs;
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How often somebody looks whether what is waited for is so.
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Ends with this value.
pub(super) struct Process {
    child: Child,
    pid: Pid,
    /// What ends it when it is dropped.
    last: Signal,
    guard: Arc<Guard>,
}

impl Process {
    pub(super) fn spawn(
        mut command: Command,
        last: Signal,
        guard: &Arc<Guard>,
    ) -> anyhow::Result<Self> {
        let name = command.get_program().to_owned();
        let child = command
            .spawn()
            .with_context(|| format!("cannot run {}", name.display()))?;
        let process = Self {
            pid: Pid::from_raw(child.id().try_into()?),
            child,
            last,
            guard: Arc::clone(guard),
        };
        guard.watch(process.pid, last)?;
        Ok(process)
    }

    pub(super) fn pid(&self) -> Pid {
        self.pid
    }

    /// How it ended, if it has.
    pub(super) fn status(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        self.child.try_wait().context("a process is lost")
    }

    /// Sends a signal, unless it has ended: its number may be another's by then.
    pub(super) fn signal(&mut self, signal: Signal) -> anyhow::Result<()> {
        match self.status()? {
            Some(status) => anyhow::bail!("it has ended already, by {status}"),
            None => kill(self.pid, signal).with_context(|| format!("cannot send {signal}")),
        }
    }

    /// Stops it, and what it has started, until the value is dropped.
    pub(super) fn freeze(&mut self) -> anyhow::Result<Frozen> {
        self.signal(Signal::SIGSTOP)?;
        let mut frozen = Frozen(vec![self.pid]);
        // They come after it, so that it starts no more of them.
        for child in children_of(self.pid)? {
            if signal_if_there(child, Signal::SIGSTOP) {
                frozen.0.push(child);
            }
        }
        Ok(frozen)
    }

    /// Waits for its end; nothing if that does not come in time.
    pub(super) async fn ended(&mut self, within: Duration) -> anyhow::Result<Option<ExitStatus>> {
        let waiting = async {
            loop {
                if let Some(status) = self.status()? {
                    return anyhow::Ok(status);
                }
                sleep(LOOK_EVERY).await;
            }
        };
        timeout(within, waiting).await.ok().transpose()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if matches!(self.status(), Ok(None)) {
            // One that is stopped hears nothing but this and KILL.
            for signal in [self.last, Signal::SIGCONT] {
                if let Err(error) = kill(self.pid, signal) {
                    eprintln!("cannot end process {}: {error}", self.pid);
                }
            }
        }
        let ended = self.child.wait().context("a process is lost");
        if let Err(error) = ended.and_then(|_| self.guard.forget(self.pid)) {
            eprintln!("process {}: {error:#}", self.pid);
        }
    }
}

/// Processes that are stopped, and go on when this is dropped.
pub(super) struct Frozen(Vec<Pid>);

impl Drop for Frozen {
    fn drop(&mut self) {
        for pid in &self.0 {
            signal_if_there(*pid, Signal::SIGCONT);
        }
    }
}

/// Sends a signal to one that may be gone by now. Whether it was there.
pub(super) fn signal_if_there(pid: Pid, signal: Signal) -> bool {
    kill(pid, signal).is_ok()
}

/// The processes that this one has started, as the system tells it.
pub(super) fn children_of(parent: Pid) -> anyhow::Result<Vec<Pid>> {
    let mut children = Vec::new();
    for entry in fs::read_dir("/proc").context("no processes can be listed")? {
        let name = entry?.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        let pid = Pid::from_raw(pid);
        if state_of(pid).is_some_and(|(_, its_parent)| its_parent == parent) {
            children.push(pid);
        }
    }
    Ok(children)
}

/// Whether it still runs. One that nobody has waited for does not.
pub(super) fn is_alive(pid: Pid) -> bool {
    state_of(pid).is_some_and(|(state, _)| !matches!(state, 'Z' | 'X'))
}

/// Its state, a letter, and its parent.
fn state_of(pid: Pid) -> Option<(char, Pid)> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // Its name comes before, in parentheses, and may have spaces and parentheses itself.
    let mut fields = line.rsplit_once(')')?.1.split_whitespace();
    let state = fields.next()?.chars().next()?;
    let parent = fields.next()?.parse().ok()?;
    Some((state, Pid::from_raw(parent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_found_and_seen_to_end() {
        let own = Pid::this();
        let mut child = Command::new("sleep").arg("600").spawn().unwrap();
        let pid = Pid::from_raw(child.id().try_into().unwrap());
        assert!(children_of(own).unwrap().contains(&pid));
        assert!(is_alive(pid));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!is_alive(pid));
        assert!(!children_of(own).unwrap().contains(&pid));
    }
}

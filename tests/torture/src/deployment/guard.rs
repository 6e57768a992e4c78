//! Ends what a deployment has started, however we end ourselves.
//!
//! The guard, a few lines of shell, reads a pipe that only we hold open, and on it which processes there are. When the
//! pipe closes it ends them, unmounts the small disk and removes the folder. That is how [`Drop`] tidies up, and it works
//! as well when we are killed and nothing of ours can run.

use anyhow::Context as _;
use nix::sys::signal::Signal;
use nix::unistd::Pid;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

const GUARD: &str = include_str!("guard.sh");

/// Of a folder and of the processes that work in it.
pub(super) struct Guard {
    shell: Mutex<Child>,
    folder: PathBuf,
}

impl Guard {
    /// Makes a folder that goes when this goes.
    pub(super) fn of_new_folder(parent: &Path) -> anyhow::Result<Self> {
        // Open to whom the database runs as, which is not always who we are.
        let folder = tempfile::Builder::new()
            .prefix("ludger-torture-")
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o711))
            .tempdir_in(parent)
            .with_context(|| format!("cannot make a folder in {}", parent.display()))?;
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", GUARD]).arg(folder.path());
        // A group of its own, so that Ctrl-C in a terminal leaves it to do its work after us.
        shell.process_group(0).current_dir("/");
        shell.stdin(Stdio::piped()).stdout(Stdio::null());
        let shell = shell.spawn().context("cannot run /bin/sh")?;
        Ok(Self {
            shell: Mutex::new(shell),
            folder: folder.keep(),
        })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// From now on the process is ended by this signal, should we not be there to do it.
    pub(super) fn watch(&self, pid: Pid, last: Signal) -> anyhow::Result<()> {
        let name = last.as_str().trim_start_matches("SIG");
        self.tell(&format!("{name} {pid}\n"))
    }

    /// The process has ended; its number may become another's.
    pub(super) fn forget(&self, pid: Pid) -> anyhow::Result<()> {
        self.tell(&format!("forget {pid}\n"))
    }

    fn tell(&self, line: &str) -> anyhow::Result<()> {
        let mut shell = self.shell.lock().unwrap_or_else(PoisonError::into_inner);
        let pipe = shell.stdin.as_mut().context("the guard is dismissed")?;
        pipe.write_all(line.as_bytes())
            .context("the guard does not listen")
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let shell = self.shell.get_mut().unwrap_or_else(PoisonError::into_inner);
        drop(shell.stdin.take());
        if let Err(error) = shell.wait() {
            eprintln!("cannot wait for the guard: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::process::{Process, is_alive};
    use std::sync::Arc;

    fn guard() -> Arc<Guard> {
        Arc::new(Guard::of_new_folder(&std::env::temp_dir()).unwrap())
    }

    fn sleeper() -> Command {
        let mut sleeper = Command::new("sleep");
        sleeper.arg("600");
        sleeper
    }

    #[test]
    fn the_folder_goes_with_the_guard() {
        let guard = guard();
        let folder = guard.folder().to_owned();
        std::fs::write(folder.join("file"), "").unwrap();
        drop(guard);
        assert!(!folder.exists());
    }

    #[tokio::test]
    async fn a_process_ends_before_the_guard() {
        let guard = guard();
        let mut process = Process::spawn(sleeper(), Signal::SIGKILL, &guard).unwrap();
        let pid = process.pid();
        process.signal(Signal::SIGSTOP).unwrap();
        drop(process);
        assert!(!is_alive(pid));
    }

    /// As when we are killed: the pipe closes, and nothing else was said.
    #[test]
    fn what_is_watched_is_ended_when_the_pipe_closes() {
        let guard = guard();
        let folder = guard.folder().to_owned();
        let mut stopped = sleeper().spawn().unwrap();
        let mut forgotten = sleeper().spawn().unwrap();
        let pid = |child: &Child| Pid::from_raw(child.id().try_into().unwrap());
        nix::sys::signal::kill(pid(&stopped), Signal::SIGSTOP).unwrap();
        guard.watch(pid(&forgotten), Signal::SIGTERM).unwrap();
        guard.watch(pid(&stopped), Signal::SIGTERM).unwrap();
        guard.forget(pid(&forgotten)).unwrap();
        let reaped = std::thread::spawn(move || stopped.wait().unwrap());
        drop(guard);
        let by = std::os::unix::process::ExitStatusExt::signal(&reaped.join().unwrap());
        assert_eq!(by, Some(Signal::SIGTERM as i32));
        assert_eq!(forgotten.try_wait().unwrap(), None);
        assert!(!folder.exists());
        forgotten.kill().unwrap();
        forgotten.wait().unwrap();
    }
}

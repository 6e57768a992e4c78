//! SIGINT, SIGTERM and SIGHUP end the running command, never this process: it has a database to stop first.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Context as _;
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;

/// Whom a signal is passed on to.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    Process(Pid),
    Group(Pid),
}

/// How many signals a command may take its time over: the second makes nextest kill its tests.
const PATIENCE: u32 = 2;

static SIGNALS: AtomicU32 = AtomicU32::new(0);
static RUNNING: Mutex<Option<Target>> = Mutex::new(None);

/// Passes signals on as a request to end; the third one kills.
pub(crate) fn listen() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        let earlier = SIGNALS.fetch_add(1, Ordering::SeqCst);
        if let Some(target) = *running() {
            target.send(if earlier < PATIENCE {
                Signal::SIGTERM
            } else {
                Signal::SIGKILL
            });
        }
    })
    .context("cannot listen for signals")
}

pub(crate) fn interrupted() -> bool {
    SIGNALS.load(Ordering::SeqCst) > 0
}

/// The place of the running command. Whoever starts one holds this lock from asking
/// [`interrupted`] until its target is set, so that no signal falls between the two.
pub(crate) fn running() -> MutexGuard<'static, Option<Target>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Target {
    /// A target that is gone already needs no signal, so errors mean nothing here.
    pub(crate) fn send(self, signal: Signal) {
        match self {
            Self::Process(pid) => drop(kill(pid, signal)),
            Self::Group(leader) => drop(killpg(leader, signal)),
        }
    }
}

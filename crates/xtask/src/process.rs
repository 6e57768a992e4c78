//! Runs commands so that they always end: with their leftovers, and before us.

use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use anyhow::Context as _;
use nix::sys::signal::Signal;
use nix::unistd::Pid;

use crate::signals::{self, Target};
use crate::stopped::Stopped;
use crate::tally::Tally;

/// The stream on which a test runner reports.
#[derive(Clone, Copy)]
pub(crate) enum Report {
    Stdout,
    Stderr,
}

/// Runs a command in a process group of its own, so that one signal reaches all it started.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let child = start(command.process_group(0), Target::Group)?;
    finish(child, command)
}

/// Like [`run`], for a command that may fail: how it ended.
pub(crate) fn status_of(command: &mut Command) -> anyhow::Result<ExitStatus> {
    let child = start(command.process_group(0), Target::Group)?;
    wait(child, command)
}

/// Runs a command that may read the terminal, which only our own process group can.
pub(crate) fn run_in_foreground(command: &mut Command) -> anyhow::Result<()> {
    let child = start(command, Target::Process)?;
    finish(child, command)
}

/// Like [`run`], and counts the tests that the command reports.
pub(crate) fn run_counting(
    command: &mut Command,
    report: Report,
    tally: &mut Tally,
) -> anyhow::Result<()> {
    match report {
        Report::Stdout => command.stdout(Stdio::piped()),
        Report::Stderr => command.stderr(Stdio::piped()),
    };
    let mut child = start(command.process_group(0), Target::Group)?;
    let output: Option<Box<dyn Read + Send>> = match report {
        Report::Stdout => child.stdout.take().map(|pipe| Box::new(pipe) as _),
        Report::Stderr => child.stderr.take().map(|pipe| Box::new(pipe) as _),
    };
    let output = output.context("no pipe to the test runner")?;
    // Read beside the wait: a process that a test leaked holds the pipe open until `finish` kills it.
    thread::scope(|scope| {
        let reader = scope.spawn(|| echo(output, report, tally));
        let result = finish(child, command);
        let echoed = reader
            .join()
            .map_err(|_| anyhow::anyhow!("the reader of the test output panicked"))?;
        result?;
        echoed.context("cannot read the test output")
    })
}

/// The trimmed standard output of a short command, if it could be run and succeeded.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

fn start(command: &mut Command, target: fn(Pid) -> Target) -> anyhow::Result<Child> {
    let mut running = signals::running();
    if signals::interrupted() {
        return Err(Stopped::INTERRUPTED.into());
    }
    let child = command
        .spawn()
        .with_context(|| format!("cannot run {}", name(command)))?;
    *running = Some(target(Pid::from_raw(child.id().try_into()?)));
    Ok(child)
}

fn finish(child: Child, command: &Command) -> anyhow::Result<()> {
    let status = wait(child, command)?;
    if status.success() {
        return Ok(());
    }
    eprintln!("failed: {} ({status})", name(command));
    Err(Stopped::from(status).into())
}

fn wait(mut child: Child, command: &Command) -> anyhow::Result<ExitStatus> {
    let status = child
        .wait()
        .with_context(|| format!("lost {}", name(command)));
    if let Some(group @ Target::Group(_)) = signals::running().take() {
        group.send(Signal::SIGKILL);
    }
    let status = status?;
    if signals::interrupted() {
        eprintln!("interrupted: {}", name(command));
        return Err(Stopped::INTERRUPTED.into());
    }
    Ok(status)
}

fn echo(output: impl Read, report: Report, tally: &mut Tally) -> io::Result<()> {
    let mut lines = BufReader::new(output);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        tally.read(&String::from_utf8_lossy(&line));
        match report {
            Report::Stdout => io::stdout().write_all(&line)?,
            Report::Stderr => io::stderr().write_all(&line)?,
        }
        line.clear();
    }
    Ok(())
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

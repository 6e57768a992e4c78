//! The program, started as its users start it.

use anyhow::{Context as _, ensure};
use std::io;
use std::process::{Output, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

/// To be ready, on a machine that does other things too.
const START_MAX: Duration = Duration::from_secs(60);
/// For a command to end.
const COMMAND_MAX: Duration = Duration::from_secs(120);

/// One life of the program; it ends with this.
pub(crate) struct Program {
    child: Child,
    /// Kept open: a program that cannot say anything more would complain.
    _says: Lines<BufReader<ChildStdout>>,
    /// Where it listens.
    pub(crate) url: String,
    /// The token of the link that makes the first admin, if there is none yet.
    pub(crate) setup_token: Option<String>,
}

impl Program {
    /// Starts it and waits until it is ready.
    pub(super) async fn start(mut command: Command) -> anyhow::Result<Self> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().context("cannot run the program")?;
        let stdout = child.stdout.take().context("its output")?;
        let mut says = BufReader::new(stdout).lines();
        let greeted = async {
            let mut greeting = Vec::new();
            while let Some(line) = says.next_line().await? {
                if line.is_empty() {
                    return io::Result::Ok(greeting);
                }
                greeting.push(line);
            }
            Err(io::ErrorKind::UnexpectedEof.into())
        };
        let greeting = timeout(START_MAX, greeted)
            .await
            .context("it does not start in time")?;
        let greeting = greeting.context("the program does not start")?;
        let after = |mark: &str| {
            let mut lines = greeting.iter();
            lines.find_map(|line| Some(line.split_once(mark)?.1.trim().to_owned()))
        };
        let url = after(" listens on ").context("it does not say where it listens")?;
        Ok(Self {
            child,
            _says: says,
            url,
            setup_token: after("/setup#token="),
        })
    }

    pub(crate) async fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill().await.context("cannot kill the program")
    }
}

/// Runs a command of the program that has to end well.
pub(super) async fn run(mut command: Command) -> anyhow::Result<()> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let ended = timeout(COMMAND_MAX, command.output())
        .await
        .context("it does not end in time")?;
    let Output {
        status,
        stdout,
        stderr,
    } = ended.context("cannot run the program")?;
    let [stdout, stderr] = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    ensure!(status.success(), "{status}: {stdout}{stderr}");
    Ok(())
}

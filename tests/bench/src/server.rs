//! The program, serving.

use anyhow::{Context as _, bail};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Instant;

/// Ends when it goes out of scope.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) metrics: SocketAddr,
    /// When its process was started.
    pub(crate) begun: Instant,
    /// Kept open, so that the rest of the greeting goes somewhere.
    _greeting: BufReader<ChildStdout>,
}

impl Server {
    /// Starts it and waits for its greeting: from then on it takes connections. Its log is written to a file, as an operator would have it.
    pub(crate) fn start(mut command: Command, log: &Path) -> anyhow::Result<Self> {
        let begun = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(log)?)
            .spawn()
            .context("cannot start the program")?;
        let said = child.stdout.take().context("a program without output")?;
        let mut greeting = BufReader::new(said);
        let [address, metrics] = match addresses(&mut greeting) {
            Ok(addresses) => addresses,
            Err(error) => {
                child.kill()?;
                child.wait()?;
                let log = fs::read_to_string(log)?;
                return Err(error.context(format!("the program does not start: {log}")));
            }
        };
        Ok(Self {
            child,
            address,
            metrics,
            begun,
            _greeting: greeting,
        })
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            eprintln!("the program does not end: {error}");
        }
    }
}

/// Of the API and of the metrics, from the greeting.
fn addresses(greeting: &mut impl std::io::BufRead) -> anyhow::Result<[SocketAddr; 2]> {
    let mut found = Vec::new();
    for line in greeting.lines() {
        let line = line?;
        if line.is_empty() {
            bail!("its greeting names {found:?}");
        }
        let is_wanted = line.contains(" listens on ") || line.contains(" metrics ");
        if is_wanted && let Some((_, url)) = line.split_once("http://") {
            found.push(url.trim_end_matches("/metrics").parse()?);
        }
        if let [address, metrics] = found[..] {
            return Ok([address, metrics]);
        }
    }
    bail!("it ended")
}

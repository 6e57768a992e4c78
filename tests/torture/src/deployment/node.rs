//! The program as it serves: started, killed and started again, always at the same address.

use super::guard::Guard;
use super::port::Port;
use super::process::{Frozen, Process};
use super::program::Program;
use anyhow::{Context as _, bail};
use nix::sys::signal::Signal;
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::Duration;

/// To end after it was asked to.
const STOP_MAX: Duration = Duration::from_secs(15);
/// To be gone after `kill -9`.
const GONE_MAX: Duration = Duration::from_secs(10);
/// To say whether it is ready, before it is asked again.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// One node, in all its lives.
pub(super) struct Node {
    program: Program,
    port: Port,
    client: reqwest::Client,
    guard: Arc<Guard>,
    /// None when we have ended it.
    life: Option<Process>,
}

impl Node {
    /// It does not run yet.
    pub(super) fn new(program: Program, guard: &Arc<Guard>) -> anyhow::Result<Self> {
        // Each question is asked over a connection of its own: one that was kept would not outlive the program.
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(ANSWER_MAX)
            .pool_max_idle_per_host(0);
        Ok(Self {
            program,
            port: Port::free()?,
            client: client.build()?,
            guard: Arc::clone(guard),
            life: None,
        })
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.port.address())
    }

    /// Starts it if we have ended it. That it has ended by itself is an error.
    pub(super) fn revive(&mut self, database_url: &str) -> anyhow::Result<()> {
        let Some(life) = &mut self.life else {
            let listen = self.port.address().to_string();
            let command = self.program.server(database_url, &listen)?;
            // It gets no chance to tidy up: whatever it does to its database then is part of the torture.
            self.life = Some(Process::spawn(command, Signal::SIGKILL, &self.guard)?);
            return Ok(());
        };
        match life.status()? {
            None => Ok(()),
            Some(status) => bail!(
                "the program ended by itself, {status}: {}",
                self.program.last_words()?
            ),
        }
    }

    /// Whether it says that it is ready.
    pub(super) async fn is_ready(&self) -> bool {
        let answer = self
            .client
            .get(format!("{}/readyz", self.url()))
            .send()
            .await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    pub(super) async fn kill(&mut self) -> anyhow::Result<()> {
        let mut life = self.running()?;
        life.signal(Signal::SIGKILL)?;
        life.ended(GONE_MAX)
            .await?
            .context("the program survives kill -9")?;
        Ok(())
    }

    /// Asks it to stop, and tells how it did.
    pub(super) async fn terminate(&mut self) -> anyhow::Result<ExitStatus> {
        let mut life = self.running()?;
        life.signal(Signal::SIGTERM)?;
        let status = life.ended(STOP_MAX).await?;
        status.with_context(|| format!("the program has not stopped within {STOP_MAX:?}"))
    }

    /// Stops it until the value is dropped.
    pub(super) fn freeze(&mut self) -> anyhow::Result<Frozen> {
        self.life.as_mut().context(NOT_RUNNING)?.freeze()
    }

    /// For whoever ends it.
    fn running(&mut self) -> anyhow::Result<Process> {
        self.life.take().context(NOT_RUNNING)
    }
}

const NOT_RUNNING: &str = "the program does not run";

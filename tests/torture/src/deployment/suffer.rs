//! Brings a fault about, ends it, and waits until the program has come through.

use super::process::LOOK_EVERY;
use super::{Deployment, Parts};
use crate::faults::{Fault, Suffered};
use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// To be ready again, with everything that has to be started before that.
const READY_MAX: Duration = Duration::from_secs(60);
/// For somebody to commit something.
const COMMIT_MAX: Duration = Duration::from_secs(5);

impl Deployment {
    /// Brings the fault about, ends it, starts again what it killed, and waits until the program is ready.
    ///
    /// # Errors
    /// It does not fit the database; or the program has not come through: it ended by itself, did not stop as it should,
    /// or was not ready in time.
    pub async fn suffer(&self, fault: &Fault) -> anyhow::Result<Suffered> {
        let mut parts = self.parts.lock().await;
        let began = now();
        let context = || format!("{fault:?}");
        let reached = parts.undergo(fault).await.with_context(context)?;
        let (ended, recovering) = (now(), Instant::now());
        parts.recover().await.with_context(context)?;
        Ok(Suffered {
            fault: fault.clone(),
            began,
            ended,
            ready_after: recovering.elapsed(),
            reached,
        })
    }
}

impl Parts {
    /// From the beginning of a fault to its end. Whether it really happened.
    async fn undergo(&mut self, fault: &Fault) -> anyhow::Result<bool> {
        let Self {
            node,
            database,
            disk,
        } = self;
        match *fault {
            Fault::KillProgram => node.kill().await.map(|()| true),
            Fault::TerminateProgram => {
                let status = node.terminate().await?;
                ensure!(
                    status.success(),
                    "asked to stop, the program ended by {status}"
                );
                Ok(true)
            }
            Fault::FreezeProgram(lasting) => {
                let _frozen = node.freeze()?;
                sleep(lasting).await;
                Ok(true)
            }
            Fault::KillDatabase => database.served()?.server.kill().await.map(|()| true),
            Fault::FreezeDatabase(lasting) => {
                let _frozen = database.served()?.server.freeze()?;
                sleep(lasting).await;
                Ok(true)
            }
            Fault::CutConnections => Ok(database.served()?.proxy.cut()),
            Fault::RefuseConnections(lasting) => database.served()?.proxy.refuse(lasting).await,
            Fault::DelayConnections { by, lasting } => {
                database.served()?.proxy.delay(by, lasting).await
            }
            Fault::CutAtCommit => Ok(database.served()?.proxy.cut_at_commit(COMMIT_MAX).await),
            Fault::FullDisk(lasting) => disk.fill(lasting).await,
        }
    }

    /// Starts what does not run, and waits until the program is ready.
    pub(super) async fn recover(&mut self) -> anyhow::Result<()> {
        let Self { node, database, .. } = self;
        let ready = async {
            loop {
                // Looked at each time: a Postgres whose disk was full takes a while to give up.
                database.revive().await?;
                node.revive(&database.url_of_program())?;
                if node.is_ready().await {
                    return anyhow::Ok(());
                }
                sleep(LOOK_EVERY).await;
            }
        };
        let ready = timeout(READY_MAX, ready).await;
        ready.with_context(|| format!("the program was not ready within {READY_MAX:?}"))?
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the world's own time, beside that of its logs"
)]
fn now() -> Timestamp {
    Timestamp::now()
}

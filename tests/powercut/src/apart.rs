//! Where all is done: with mounts of its own, and with a way out that leaves nothing behind.

use crate::mount;
use anyhow::bail;
use tokio::signal::unix::{SignalKind, signal};

/// Does it. Who is asked to stop drops it all, which ends every process and unmounts every disk.
pub(crate) fn apart<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    mount::keep_mounts_to_ourselves()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            done = work => done,
            _ = interrupt.recv() => bail!("interrupted"),
            _ = terminate.recv() => bail!("terminated"),
        }
    })
}

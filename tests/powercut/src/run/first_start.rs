//! The power goes while the program starts for the first time. Nobody was promised anything yet, but the next start has
//! to work.

use super::{Plan, Report, cut_at_start, moment, survivors};
use crate::clients::{Api, People};
use crate::disk::Disk;
use crate::machine::Machine;
use anyhow::Context as _;
use rand::rngs::StdRng;
use std::time::Duration;
use tokio::time::Instant;

/// Cuts it on so many machines that are new each time.
pub(super) async fn all(
    plan: &Plan,
    (machine, disk): (&Machine, &Disk),
    chance: &mut StdRng,
    report: &mut Report,
) -> anyhow::Result<()> {
    if plan.first_starts == 0 {
        return Ok(());
    }
    let takes = start(plan, machine, disk.clone())
        .await
        .context("with the power on")?;
    for _ in 0..plan.first_starts {
        let running = machine.switch_on(disk.clone())?;
        let mut left = cut_at_start(plan, running, moment(chance, takes)).await?;
        report.cuts_at_first_start += 1;
        report.forget(left.lose_power(&mut survivors(chance)));
        if let Err(error) = start(plan, machine, left).await {
            report.violation(&format!("no start after one that was cut off: {error:#}"));
        }
    }
    Ok(())
}

/// Starts everything and lets people arrive; how long the start takes.
async fn start(plan: &Plan, machine: &Machine, disk: Disk) -> anyhow::Result<Duration> {
    let began = Instant::now();
    let mut running = machine.switch_on(disk)?;
    running.start_database().await?;
    let program = running.start_program(&plan.server).await?;
    let takes = began.elapsed();
    let api = Api::new(&program.url)?;
    let token = program.setup_token.as_deref().context("no setup link")?;
    People::arrive(&api, token).await?;
    program.kill().await?;
    Ok(takes)
}

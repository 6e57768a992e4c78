//! A whole run: a deployment, a workload, a storm of faults, a calm, and the reckoning.

mod metronome;
mod options;
mod storm;

pub use options::Options;
pub(crate) use storm::{name_of, planned};

use crate::deployment::{Deployment, Plan};
use crate::history::{Event, History, Told};
use crate::reconcile::{Evidence, Kept, reconcile};
use crate::report::Report;
use crate::workload::{self, Workload};
use anyhow::Context;
use std::path::Path;
use std::sync::Arc;
use tokio::time::{Instant, sleep};

/// Runs it from beginning to end. The folder of the history is removed unless something is wrong.
///
/// # Errors
/// It could not be run: whatever the product does wrong is in the report.
pub async fn torture(options: Options) -> anyhow::Result<Report> {
    let began = Instant::now();
    let folder = tempfile::Builder::new()
        .prefix("ludger-torture-")
        .tempdir()?;
    let path = folder.path().join("history.jsonl");
    let mut plan = Plan::new(options.kind, &options.server);
    plan.settings = workload::settings();
    plan.disk_mib = Some(options.disk_mib);
    let deployment = Deployment::start(plan).await?;
    let evidence = endure(&deployment, &options, &path).await;
    let evidence = match evidence {
        Ok(evidence) => evidence,
        Err(error) => {
            let kept = folder.keep();
            return Err(error.context(format!("what is known is in {}", kept.display())));
        }
    };
    let findings = reconcile(&evidence);
    let mut report = Report::of(&options, &evidence, findings, began.elapsed());
    if !report.is_passed() {
        let kept = folder.keep();
        std::fs::write(kept.join("program.log"), &evidence.log)?;
        report.history = Some(kept.join("history.jsonl"));
    }
    Ok(report)
}

/// Storm and calm; what is told and kept at the end of them.
async fn endure(
    deployment: &Deployment,
    options: &Options,
    path: &Path,
) -> anyhow::Result<Evidence> {
    let history = Arc::new(History::create(path)?);
    let token = deployment
        .setup_token()
        .context("the program told no setup link")?;
    let who = (options.clients, options.seed);
    let workload = Workload::start(deployment.url(), &token, &history, who).await?;
    let mut failures = Vec::new();
    if options.has_faults() {
        failures.extend(storm::rage(deployment, &history, options).await?);
    } else {
        sleep(options.storm()).await;
    }
    workload.calm_down();
    sleep(options.settling()).await;
    let at_us = history.now_us();
    history.write(&Event::Calm { at_us })?;
    let late_p99_us = metronome::late_p99_us(options.calm()).await;
    history.write(&Event::CalmEnded { late_p99_us })?;
    workload.finish().await?;

    let stopped = deployment.stop().await;
    failures.extend(stopped.as_ref().err().map(|error| format!("{error:#}")));
    let verified = deployment.run(&["ledger", "verify", "--json"]).await?;
    let verified = serde_json::from_slice(&verified.stdout).unwrap_or_default();
    let url = deployment.database_url();
    let kept = tokio::task::spawn_blocking(move || Kept::read(&url)).await??;
    Ok(Evidence {
        told: Told::read(path)?,
        kept,
        log: deployment.log()?,
        verified,
        stopped: stopped.ok().flatten(),
        failures,
    })
}

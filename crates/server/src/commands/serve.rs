//! Serves the API: opens the database, prepares a first run, listens, and ends gracefully.

use super::admin;
use crate::cli::Global;
use crate::compose::{self, Composed};
use crate::config::Config;
use crate::exit::Exit;
use crate::system::files;
use crate::{starter, telemetry};
use actix_web::HttpServer;
use anyhow::Context;
use async_trait::async_trait;
use ludger_api::{ApiParts, ApiSettings, ApiState, Check, Limits, Listener, Readiness, Shared};
use ludger_application::Worker;
use ludger_application::play::Ticker;
use ludger_ports::read::Jobs;
use ludger_store_diesel::DieselStore;
use metrics_exporter_prometheus::PrometheusHandle;
use std::io::{Write, stdout};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long a collector of metrics may take to send the head of its request.
const HEAD_TIME_MAX: Duration = Duration::from_secs(10);
/// A curl session that plays a quiz; README.md has it too.
const FIRST_STEPS: &str = include_str!("../first_steps.sh");
/// How often somebody looks for jobs while there are none: one read by an index.
const JOBS_EVERY: Duration = Duration::from_millis(500);
/// How often somebody looks whether a schedule is due: a look at the clock.
const SCHEDULE_EVERY: Duration = Duration::from_secs(20);
/// How often gauges are read.
const GAUGES_EVERY: Duration = Duration::from_secs(5);

/// Serves until it is told to stop.
pub(crate) fn run(global: &Global) -> anyhow::Result<Exit> {
    let config = compose::config(global)?;
    telemetry::log(&config);
    let metrics = telemetry::metrics()?;
    let composed = compose::compose(&config)?;
    actix_web::rt::System::new().block_on(serve(config, composed, metrics))?;
    Ok(Exit::Success)
}

async fn serve(
    config: Config,
    composed: Composed,
    metrics: PrometheusHandle,
) -> anyhow::Result<()> {
    prepare(&config, &composed).await?;
    composed.hub.look_from(tokio::runtime::Handle::current());
    let shared = Shared::new(state(&config, &composed));
    let api = Listener::bind(config.listen, shared, |_| {})
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let listening = api.address()?;
    let metrics_listening = config
        .metrics_listen
        .map(|address| serve_metrics(address, metrics))
        .transpose()?;
    actix_web::rt::spawn(gauges(composed.store.clone(), composed.ports.jobs.clone()));
    if composed.mailer.is_none() {
        tracing::warn!("mail is neither sent nor kept for later: set `mail_url`");
    }
    let worker = Worker::new(&composed.ports, &composed.settings, composed.mailer.clone());
    actix_web::rt::spawn(work(worker));
    actix_web::rt::spawn(tick(composed.ticker));
    let link = composed.use_cases.accounts.issue_setup_link.run().await?;
    let config = Config {
        public_url: public_url(&config, listening),
        ..config
    };
    // From here on a signal is heard, also one that comes before anybody could read the greeting.
    let signals = Signals::listen()?;
    greet(
        &config,
        listening,
        metrics_listening,
        link.map(|token| admin::link(&config, &token)),
    )?;
    api.serve(stop(signals), config.shutdown_timeout).await?;
    tracing::info!("stopped");
    Ok(())
}

/// What has to be so before the first request: the house's floors, and something to play on a first run.
async fn prepare(config: &Config, composed: &Composed) -> anyhow::Result<()> {
    composed
        .use_cases
        .ledger
        .floors
        .set(&config.house_floors)
        .await?;
    let starter = starter::document()?;
    if let Some(report) = composed
        .use_cases
        .bank
        .import
        .starter("starter.json", &starter)
        .await?
    {
        tracing::info!(
            questions = report.taken,
            topics = report.topics_created.len(),
            "the starter bank is in"
        );
    }
    Ok(())
}

fn state(config: &Config, composed: &Composed) -> Arc<ApiState> {
    let limits = Limits {
        connections_max: files::room_for(config.connections_max),
        in_flight_max: config.requests_max,
        media_bytes_max: config.media_bytes_max,
        ..Limits::default()
    };
    let settings = ApiSettings {
        cors_origins: config.cors_origins.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        opentdb_limited: config.opentdb_limited,
        limits,
        rates: config.rates,
        ..ApiSettings::new(&config.public_url, composed.secrets.cursor_key())
    };
    Arc::new(ApiState::new(ApiParts {
        use_cases: composed.use_cases.clone(),
        currencies: config.currencies.clone(),
        clock: composed.ports.clock.clone(),
        ids: composed.ports.ids.clone(),
        readiness: Arc::new(DatabaseAnswers(composed.store.clone())),
        settings,
    }))
}

/// Ready means that the database answers.
struct DatabaseAnswers(DieselStore);

#[async_trait]
impl Readiness for DatabaseAnswers {
    async fn check(&self) -> Vec<Check> {
        let answer = self.0.ping().await;
        if let Err(error) = &answer {
            tracing::warn!(error = error as &dyn std::error::Error, "not ready");
        }
        let detail = answer.is_err().then(|| "it does not answer".to_owned());
        vec![Check {
            name: "database".to_owned(),
            ok: answer.is_ok(),
            detail,
        }]
    }
}

fn serve_metrics(address: SocketAddr, metrics: PrometheusHandle) -> anyhow::Result<SocketAddr> {
    let server = HttpServer::new(move || {
        let metrics = metrics.clone();
        ludger_api::metrics_app(Arc::new(move || metrics.render()))
    });
    let server = server
        .workers(1)
        .client_request_timeout(HEAD_TIME_MAX)
        .disable_signals()
        .bind(address)
        .with_context(|| format!("cannot listen on {address} (metrics_listen)"))?;
    let listening = server.addrs().first().copied().unwrap_or(address);
    actix_web::rt::spawn(server.run());
    Ok(listening)
}

/// Does what is due, for as long as the process lives: a job that it is at when the process ends is another's when its
/// lease has run out.
async fn work(worker: Worker) {
    let mut scheduled_at = None;
    loop {
        if scheduled_at.is_none_or(|at: Instant| at.elapsed() >= SCHEDULE_EVERY) {
            match worker.schedule().await {
                Ok(()) => scheduled_at = Some(Instant::now()),
                Err(error) => tracing::warn!(%error, "what is due cannot be scheduled"),
            }
        }
        match worker.round().await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::debug!(error = %error.source, "the jobs cannot be read"),
        }
        actix_web::rt::time::sleep(JOBS_EVERY).await;
    }
}

/// Keeps games on time. While the database is out of reach nobody plays.
async fn tick(ticker: Ticker) {
    loop {
        let pause = match ticker.round().await {
            Ok(pause) => pause.unsigned_abs(),
            Err(error) => {
                tracing::debug!(%error, "what is due in sessions cannot be read");
                JOBS_EVERY
            }
        };
        actix_web::rt::time::sleep(pause).await;
    }
}

async fn gauges(store: DieselStore, jobs: Arc<dyn Jobs>) {
    loop {
        let waiting = u32::try_from(store.commits_waiting()).unwrap_or(u32::MAX);
        metrics::gauge!("ludger_commits_waiting").set(waiting);
        if let Ok(dead) = jobs.dead().await {
            let dead = u32::try_from(dead).unwrap_or(u32::MAX);
            metrics::gauge!("ludger_jobs_dead").set(dead);
        }
        actix_web::rt::time::sleep(GAUGES_EVERY).await;
    }
}

/// With port 0 the address is known only now.
fn public_url(config: &Config, listening: SocketAddr) -> String {
    if config.listen.port() == 0 && config.public_url.ends_with(":0") {
        return format!("http://{listening}");
    }
    config.public_url.clone()
}

/// Resolves at the first signal, so that running requests can finish; the second ends at once.
async fn stop(mut signals: Signals) {
    signals.next().await;
    tracing::info!("stopping; a second signal ends at once");
    actix_web::rt::spawn(async move {
        signals.next().await;
        std::process::exit(130);
    });
}

/// Asks to stop.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}

/// Says where everything is, and what to do next.
fn greet(
    config: &Config,
    listening: SocketAddr,
    metrics: Option<SocketAddr>,
    setup_link: Option<String>,
) -> anyhow::Result<()> {
    let url = &config.public_url;
    let mut out = stdout().lock();
    writeln!(
        out,
        "Ludger {} listens on http://{listening}",
        env!("CARGO_PKG_VERSION")
    )?;
    writeln!(out, "  API documentation  {url}/docs")?;
    if let Some(metrics) = metrics {
        writeln!(out, "  metrics            http://{metrics}/metrics")?;
    }
    if let Some(link) = setup_link {
        writeln!(out, "  become the admin   {link}")?;
        writeln!(out, "                     (works until there is an admin)")?;
    }
    writeln!(
        out,
        "\nThree things to try:\n\n\
         -- play a quiz; paste this into another terminal:\n\n{}\n\
         -- bring your own questions:  ludger questions import FILE\n\
         -- prove that no coin was lost:  ludger ledger verify\n",
        FIRST_STEPS.replace("http://127.0.0.1:8080", url)
    )?;
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_readme_has_the_first_steps_as_they_are_printed() {
        assert!(include_str!("../../../../README.md").contains(super::FIRST_STEPS));
    }
}

//! Log lines on standard error, metrics in Prometheus's format.

use crate::config::Config;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::io::{IsTerminal, stderr};
use tracing_subscriber::EnvFilter;

/// Log lines as configured. A second call, as tests make, changes nothing.
pub(crate) fn log(config: &Config) {
    let filter = EnvFilter::new(&config.log_filter);
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal());
    let installed = if config.log_json {
        lines.json().try_init()
    } else {
        lines.try_init()
    };
    if let Err(error) = installed {
        tracing::debug!(error, "log lines go where they went before");
    }
}

/// Seconds, from a cached read to a time-out.
const LATENCY_S: [f64; 14] = [
    0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0,
];
const BATCH_SIZE: [f64; 12] = [
    1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0,
];

/// Collects metrics from here on.
pub(crate) fn metrics() -> anyhow::Result<PrometheusHandle> {
    use metrics_exporter_prometheus::Matcher;
    Ok(PrometheusBuilder::new()
        .set_buckets(&LATENCY_S)?
        .set_buckets_for_metric(Matcher::Suffix("batch_size".to_owned()), &BATCH_SIZE)?
        .install_recorder()?)
}

use crate::cli::Global;
use crate::compose;
use crate::data_dir;
use crate::exit::Exit;
use secrecy::ExposeSecret;
use serde_json::json;
use std::io::{Write, stdout};

/// Brings the schema up to date, or tells what would be done.
pub(crate) fn run(global: &Global, dry_run: bool) -> anyhow::Result<Exit> {
    let config = compose::config(global)?;
    crate::telemetry::log(&config);
    if config.is_sqlite {
        data_dir::make(&config.data_dir)?;
    }
    let url = config.database_url.expose_secret();
    let migrations = if dry_run {
        ludger_store_diesel::pending(url)?
    } else {
        ludger_store_diesel::migrate(url)?.applied
    };
    let mut out = stdout().lock();
    if global.json {
        writeln!(
            out,
            "{}",
            json!({ "dry_run": dry_run, "migrations": migrations })
        )?;
    } else if migrations.is_empty() {
        writeln!(out, "the schema is up to date")?;
    } else {
        let verb = if dry_run { "would apply" } else { "applied" };
        migrations
            .iter()
            .try_for_each(|name| writeln!(out, "{verb} {name}"))?;
    }
    Ok(Exit::Success)
}

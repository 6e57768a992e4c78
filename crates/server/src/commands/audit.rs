use super::block_on;
use crate::cli::{Audit, Global};
use crate::compose;
use crate::exit::Exit;
use ludger_ports::read::{Audit as _, AuditVerification};
use serde_json::json;
use std::io::{Write, stdout};

/// Checks the audit log.
pub(crate) fn run(global: &Global, command: &Audit) -> anyhow::Result<Exit> {
    let config = compose::config(global)?;
    crate::telemetry::log(&config);
    let composed = compose::compose(&config)?;
    let found = block_on(async {
        match command {
            Audit::Verify => Ok(composed.store.verify().await?),
        }
    })?;
    tell(&found, global.json)
}

fn tell(found: &AuditVerification, as_json: bool) -> anyhow::Result<Exit> {
    let AuditVerification {
        records,
        unsealed,
        broken,
    } = found;
    let mut out = stdout().lock();
    if as_json {
        let told = json!({ "records": records, "unsealed": unsealed, "broken": broken });
        writeln!(out, "{told:#}")?;
    } else {
        writeln!(out, "read {records} records")?;
        if *unsealed > 0 {
            writeln!(
                out,
                "{unsealed} of them are from before the log was chained"
            )?;
        }
        for place in broken {
            writeln!(out, "DOES NOT FIT: {place}")?;
        }
        if broken.is_empty() {
            writeln!(out, "every hash fits")?;
        }
    }
    Ok(if broken.is_empty() {
        Exit::Success
    } else {
        Exit::Failure
    })
}

use crate::exit::Exit;
use std::io::{Write, stdout};

/// Writes the OpenAPI document.
pub(crate) fn run() -> anyhow::Result<Exit> {
    writeln!(stdout(), "{}", ludger_api::openapi().to_pretty_json()?)?;
    Ok(Exit::Success)
}

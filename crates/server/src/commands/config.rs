use crate::cli::{ConfigCommand, Global};
use crate::compose;
use crate::config::{Config, print};
use crate::exit::Exit;
use std::io::{Write, stdout};

/// Tells what is wrong with the configuration, or all of it.
pub(crate) fn run(global: &Global, command: &ConfigCommand) -> anyhow::Result<Exit> {
    let (layers, faults) = compose::layers(global);
    match command {
        ConfigCommand::Check => {
            Config::load(&layers, faults)?;
            writeln!(stdout(), "the configuration is fine")?;
        }
        ConfigCommand::Print => print(&layers, global.json, &mut stdout().lock())?,
    }
    Ok(Exit::Success)
}

//! The binary: reads the command line, runs one command, exits with its code.
//!
//! - [`cli`]: what can be asked for. - [`config`]: what the operator decided. - [`compose`]: plugs adapters into
//!   use cases; the one place that knows both. - [`commands`]: one file each. - [`data_dir`]: what lies beside the database. - [`system`]: clock, ids, randomness,
//!   bcrypt.

mod cli;
mod commands;
mod compose;
mod config;
mod data_dir;
mod exit;
#[cfg(feature = "sabotage")]
mod sabotage;
mod starter;
mod system;
mod telemetry;

use cli::{Cli, Command};
use exit::Exit;
use std::process::ExitCode;

/// Every request makes and drops some dozens of small things, on threads that hand them to each other.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    #[cfg(feature = "sabotage")]
    sabotage::choose();
    let cli = match cli::parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no mistakes, and clap knows which stream is theirs.
            let code = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Success
            };
            return match error.print() {
                Ok(()) => code.into(),
                Err(_) => Exit::Failure.into(),
            };
        }
    };
    match run(cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            exit::tell(&error);
            Exit::of(&error).into()
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<Exit> {
    let Cli { global, command } = cli;
    match command.unwrap_or(Command::Serve) {
        Command::Serve => commands::serve::run(&global),
        Command::Migrate { dry_run } => commands::migrate::run(&global, dry_run),
        Command::Admin(command) => commands::admin::run(&global, command),
        Command::Questions(command) => commands::questions::run(&global, command),
        Command::Ledger(command) => commands::ledger::run(&global, &command),
        Command::Audit(command) => commands::audit::run(&global, &command),
        Command::Config(command) => commands::config::run(&global, &command),
        Command::Openapi => commands::openapi::run(),
        Command::Healthcheck { address } => commands::healthcheck::run(&global, address),
    }
}

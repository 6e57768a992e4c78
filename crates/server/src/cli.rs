//! The command line.

use clap::{Args, Parser, Subcommand};
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A self-hosted backend for games in which something is at stake.
#[derive(Debug, Parser)]
#[command(name = "ludger", version, about, propagate_version = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Options that every command takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Configuration file [default: ludger.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Sets one setting, over file and environment; may be repeated
    #[arg(long = "set", global = true, value_name = "KEY=VALUE", value_parser = assignment)]
    pub(crate) settings: Vec<(String, String)>,
    /// Writes lists and reports as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What to do; `serve` when nothing is said.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serves the API; what happens when no command is given
    Serve,
    /// Brings the database's schema up to date
    Migrate {
        /// Only tells what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// Makes admins
    #[command(subcommand)]
    Admin(Admin),
    /// Moves questions in and out
    #[command(subcommand)]
    Questions(Questions),
    /// Checks the books
    #[command(subcommand)]
    Ledger(Ledger),
    /// Checks the audit log
    #[command(subcommand)]
    Audit(Audit),
    /// Looks at the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Writes the OpenAPI document
    Openapi,
    /// Asks a running server whether it is ready; exit code 0 or 69
    Healthcheck {
        /// [default: the address of `listen`]
        #[arg(long, value_name = "ADDRESS:PORT")]
        address: Option<SocketAddr>,
    },
}

/// Commands about admins.
#[derive(Debug, Subcommand)]
pub(crate) enum Admin {
    /// Makes a user who is an admin; the password is read from standard input
    Create {
        #[arg(long)]
        email: String,
        #[arg(long)]
        username: String,
    },
    /// Prints a new one-time link for the first admin
    SetupLink,
    /// Sends a mail, to see whether the settings are right
    TestEmail {
        /// To whom
        address: String,
    },
}

/// Commands about the question bank.
#[derive(Debug, Subcommand)]
pub(crate) enum Questions {
    /// Takes questions from a file: GIFT, Aiken, CSV, Open Trivia DB JSON or Ludger's own JSON
    Import {
        file: PathBuf,
        /// gift, aiken, csv, opentdb or json [default: seen from the file]
        #[arg(long)]
        format: Option<String>,
        /// For questions whose file names no topic [default: the file's name]
        #[arg(long)]
        topic: Option<String>,
        /// Only tells what would be taken
        #[arg(long)]
        dry_run: bool,
    },
    /// Writes the bank, or one topic of it
    Export {
        /// gift, csv or json
        #[arg(long, default_value = "json")]
        format: String,
        /// Only this topic
        #[arg(long)]
        topic: Option<String>,
        /// [default: standard output]
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Commands about the books.
#[derive(Debug, Subcommand)]
pub(crate) enum Ledger {
    /// Recomputes every hash, sequence and balance; exit code 1 if something does not fit
    Verify,
    /// The sums of each currency
    TrialBalance,
}

/// Commands about the audit log.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Recomputes every hash; exit code 1 if something does not fit
    Verify,
}

/// Commands about the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Tells everything that is wrong with it; exit code 78 if something is
    Check,
    /// Writes every setting, its value and where that came from
    Print,
}

/// Reads the command line.
///
/// clap keeps the values of a repeated option from one side of a command only, so every `--set` goes before it.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut arguments = arguments.into_iter();
    let mut ordered: Vec<_> = arguments.by_ref().take(1).collect();
    let mut others = Vec::new();
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            others.extend([argument].into_iter().chain(arguments.by_ref()));
        } else if argument == "--set" {
            ordered.extend([argument].into_iter().chain(arguments.next()));
        } else if argument.as_encoded_bytes().starts_with(b"--set=") {
            ordered.push(argument);
        } else {
            others.push(argument);
        }
    }
    Cli::try_parse_from(ordered.into_iter().chain(others))
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write KEY=VALUE")?;
    Ok((key.trim().to_owned(), value.to_owned()))
}

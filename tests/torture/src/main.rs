//! `ludger-torture`: runs the program under faults and tells whether its books came through.
//!
//! Exit codes: 0 passed, 1 a violation was found, 2 inconclusive, 3 could not run.

use anyhow::Context;
use clap::{Parser, ValueEnum};
use ludger_torture::deployment::Kind;
use ludger_torture::run::{Options, torture};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the program under every fault that can be made, and reconciles the books afterwards.
#[derive(Debug, Parser)]
#[command(name = "ludger-torture", version)]
struct Arguments {
    /// The program.
    #[arg(long, value_name = "PATH")]
    server: PathBuf,
    /// Its database.
    #[arg(long, value_enum)]
    database: Database,
    /// How long: `90`, `90s`, `5m`, `1h`.
    #[arg(long = "for", value_name = "TIME", default_value = "60s", value_parser = seconds)]
    seconds: u64,
    /// How many clients.
    #[arg(long, default_value_t = 16)]
    clients: usize,
    /// What all chance comes from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How often the program is killed at least; Postgres half as often.
    #[arg(long, default_value_t = 4)]
    kills: u32,
    /// Only these faults, such as `kill-program,cut-at-commit`.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// No faults at all.
    #[arg(long)]
    without_faults: bool,
    /// How much the disk below the database holds, in MiB. It is in memory.
    #[arg(long, default_value_t = 2_048)]
    disk_mib: u32,
    /// Writes the report as JSON too.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Database {
    Sqlite,
    Postgres,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            // Standard error may be closed; the exit code tells enough.
            writeln!(std::io::stderr(), "{error:?}").unwrap_or_default();
            ExitCode::from(3)
        }
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let options = Options {
        kind: match arguments.database {
            Database::Sqlite => Kind::Sqlite,
            Database::Postgres => Kind::Postgres,
        },
        server: arguments.server,
        seconds: arguments.seconds,
        clients: arguments.clients,
        seed: arguments.seed,
        only: arguments.only,
        without_faults: arguments.without_faults,
        kills: arguments.kills,
        disk_mib: arguments.disk_mib,
    };
    let report = torture(options).await?;
    write!(std::io::stdout().lock(), "{report}")?;
    if let Some(path) = arguments.json {
        let json = serde_json::to_vec_pretty(&report)?;
        std::fs::write(&path, json).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(ExitCode::from(
        match (report.is_violated(), report.is_passed()) {
            (true, _) => 1,
            (false, true) => 0,
            (false, false) => 2,
        },
    ))
}

fn seconds(text: &str) -> Result<u64, String> {
    let (number, unit) = match text.char_indices().next_back() {
        Some((place, unit)) if unit.is_ascii_alphabetic() => (&text[..place], unit),
        _ => (text, 's'),
    };
    let factor = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        _ => return Err("a time is written like 90s, 5m or 1h".to_owned()),
    };
    let number: u64 = number
        .parse()
        .map_err(|_| format!("{number:?} is no number"))?;
    number
        .checked_mul(factor)
        .ok_or_else(|| "is too long".to_owned())
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times_are_read() {
        for (text, expected) in [
            ("90", Ok(90)),
            ("90s", Ok(90)),
            ("5m", Ok(300)),
            ("1h", Ok(3_600)),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
        assert!(seconds("1d").is_err());
        assert!(seconds("").is_err());
        assert!(seconds("9999999999999999h").is_err());
    }
}

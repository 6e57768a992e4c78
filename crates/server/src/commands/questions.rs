use super::block_on;
use crate::cli::{Global, Questions};
use crate::compose::{self, Composed};
use crate::exit::Exit;
use anyhow::Context;
use ludger_application::bank::{BYTES_MAX, ImportReport, ImportRequest, ItemStatus, Keeper};
use ludger_application::formats::Format;
use ludger_domain::quiz::Topic;
use std::fs::File;
use std::io::{IsTerminal, Read, Write, stderr, stdout};
use std::path::{Path, PathBuf};

/// Moves questions in and out of the bank.
pub(crate) fn run(global: &Global, command: Questions) -> anyhow::Result<Exit> {
    let config = compose::config(global)?;
    crate::telemetry::log(&config);
    let composed = compose::compose(&config)?;
    block_on(async move {
        match command {
            Questions::Import {
                file,
                format,
                topic,
                dry_run,
            } => {
                let format = format.as_deref().map(format_of).transpose()?;
                let text = read(&file)?;
                let file_name = file.file_name().unwrap_or_default().to_string_lossy();
                let request = ImportRequest {
                    format,
                    topic,
                    dry_run,
                    ..ImportRequest::of(&file_name, &text)
                };
                let report = composed
                    .use_cases
                    .bank
                    .import
                    .run(Keeper::System, request, &progress)
                    .await?;
                tell(&report, global.json)?;
                Ok(if report.skipped == 0 {
                    Exit::Success
                } else {
                    Exit::Failure
                })
            }
            Questions::Export {
                format,
                topic,
                output,
            } => export(&composed, format_of(&format)?, topic, output).await,
        }
    })
}

fn format_of(name: &str) -> anyhow::Result<Format> {
    Format::from_name(name)
        .with_context(|| format!("{name:?} is no format: gift, aiken, csv, opentdb or json"))
}

fn read(path: &Path) -> anyhow::Result<String> {
    let context = || format!("cannot read {}", path.display());
    let file = File::open(path).with_context(context)?;
    let mut bytes = Vec::new();
    file.take(BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(context)?;
    anyhow::ensure!(
        bytes.len() <= BYTES_MAX,
        "{} has more than {} MiB",
        path.display(),
        BYTES_MAX >> 20
    );
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))
}

/// On a terminal only; a report in a file needs none.
fn progress(done: usize, total: usize) {
    if stderr().is_terminal() {
        let end = if done == total { "\n" } else { "" };
        drop(write!(stderr(), "\r{done} of {total} questions{end}"));
    }
}

fn tell(report: &ImportReport, as_json: bool) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    if as_json {
        writeln!(out, "{}", serde_json::to_string_pretty(report)?)?;
        return Ok(());
    }
    for item in &report.items {
        let detail = match (item.status, &item.detail) {
            (ItemStatus::Taken, _) => continue,
            (ItemStatus::Repeated, _) => "repeated: the topic has this question".to_owned(),
            (ItemStatus::Skipped, detail) => {
                format!("skipped: {}", detail.as_deref().unwrap_or("not readable"))
            }
        };
        writeln!(out, "line {}: {detail}", item.line)?;
    }
    let verb = if report.dry_run { "would take" } else { "took" };
    writeln!(
        out,
        "{verb} {} questions, repeated {}, skipped {}",
        report.taken, report.repeated, report.skipped
    )?;
    for topic in &report.topics_created {
        writeln!(out, "new topic: {topic}")?;
    }
    Ok(())
}

async fn export(
    composed: &Composed,
    format: Format,
    topic: Option<String>,
    output: Option<PathBuf>,
) -> anyhow::Result<Exit> {
    let topic = match topic {
        None => None,
        Some(title) => {
            let found = composed
                .ports
                .topics
                .by_title(&Topic::key_of(&title))
                .await?;
            Some(
                found
                    .with_context(|| format!("there is no topic {title:?}"))?
                    .id,
            )
        }
    };
    let text = composed
        .use_cases
        .bank
        .export
        .run(Keeper::System, format, topic)
        .await?;
    match output {
        Some(path) => {
            std::fs::write(&path, text)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        None => stdout().write_all(text.as_bytes())?,
    }
    Ok(Exit::Success)
}

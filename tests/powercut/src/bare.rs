//! What databases lose without the program on them, by their settings. It shows that the disk forgets and that this is
//! found: a setting that is known to be unsafe has to lose, one that is safe must not.

use crate::apart::apart;
use crate::disk::{Names, Survivors};
use crate::machine::{Kind, Machine, Make};
use anyhow::Context as _;
use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncReadExt as _;
use tokio::process::Command;
use tokio::time::sleep;

/// Until one takes something.
const CUTS_MAX: usize = 5;

/// A setting, and whether it keeps what it acknowledges.
pub struct Setting {
    pub statement: &'static str,
    pub is_safe: bool,
}

/// What a setting came to.
#[derive(Debug, Clone, Copy)]
pub struct Loss {
    pub acknowledged: usize,
    pub lost: usize,
}

#[derive(QueryableByName)]
struct Mark {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

const fn safe(statement: &'static str) -> Setting {
    Setting {
        statement,
        is_safe: true,
    }
}

const fn unsafe_(statement: &'static str) -> Setting {
    Setting {
        statement,
        is_safe: false,
    }
}

const SQLITE: &[Setting] = &[
    unsafe_("PRAGMA synchronous = OFF"),
    unsafe_("PRAGMA synchronous = NORMAL"),
    safe("PRAGMA synchronous = FULL"),
];
const POSTGRES: &[Setting] = &[
    unsafe_("SET synchronous_commit = off"),
    safe("SET synchronous_commit = on"),
];

impl Setting {
    pub const fn all(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Sqlite => SQLITE,
            Kind::Postgres => POSTGRES,
        }
    }

    /// Whether it came to what is known of it.
    pub const fn is_borne_out(&self, loss: Loss) -> bool {
        loss.acknowledged > 0 && self.is_safe == (loss.lost == 0)
    }
}

/// Lets `writer`, this very program, write for so long under a setting, cuts the power and counts. A cut that happens
/// to come right behind a sync takes nothing, so what is unsafe has a few of them.
pub fn lose(kind: Kind, setting: &Setting, writer: &Path, time: Duration) -> anyhow::Result<Loss> {
    let mut loss = apart(cut_while_writing(kind, setting, writer, time))?;
    for _ in 1..CUTS_MAX {
        if setting.is_safe || loss.lost > 0 {
            break;
        }
        let next = apart(cut_while_writing(kind, setting, writer, time))?;
        loss.acknowledged += next.acknowledged;
        loss.lost += next.lost;
    }
    Ok(loss)
}

async fn cut_while_writing(
    kind: Kind,
    setting: &Setting,
    writer: &Path,
    time: Duration,
) -> anyhow::Result<Loss> {
    let make = Make {
        kind,
        names: Names::Strict,
        sync_time: Duration::from_micros(100),
        settings: &[],
    };
    let (machine, disk) = Machine::new(&make).await?;
    let mut running = machine.switch_on(disk)?;
    running.start_database().await?;
    let mut command = Command::new(writer);
    command.args(["write", &machine.database_url(), setting.statement]);
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let mut child = command.spawn().context("cannot run the writer")?;
    let mut out = child.stdout.take().context("its output")?;
    let mut said = String::new();
    let cut = async {
        sleep(time).await;
        let disk = running.cut()?;
        child.kill().await?;
        running.fall_silent()?;
        anyhow::Ok(disk)
    };
    let (read, disk) = tokio::join!(out.read_to_string(&mut said), cut);
    read?;
    let mut disk = disk?;
    disk.lose_power(&mut Survivors::none());

    let mut running = machine.switch_on(disk)?;
    running.start_database().await?;
    // A table that is not there has lost all of it.
    let found = running
        .tables()
        .and_then(|mut tables| tables.rows("SELECT n FROM marks"));
    let marks: Vec<Mark> = found.unwrap_or_default();
    let there: BTreeSet<i64> = marks.into_iter().map(|mark| mark.n).collect();
    running.cut()?;
    running.fall_silent()?;
    // The last line may be cut off in the middle.
    let whole = said.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let acknowledged: Vec<i64> = whole.lines().filter_map(|line| line.parse().ok()).collect();
    let lost = acknowledged.iter().filter(|n| !there.contains(n)).count();
    Ok(Loss {
        acknowledged: acknowledged.len(),
        lost,
    })
}

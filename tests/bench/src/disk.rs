//! Whether a sync costs what it costs: a database that lies in memory would make durability free.

use anyhow::{Context as _, bail};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::path::Path;
use std::process::Command;

#[derive(QueryableByName)]
struct Durability {
    #[diesel(sql_type = Text)]
    folder: String,
    #[diesel(sql_type = Text)]
    settings: String,
}

const DURABILITY: &str = "
    SELECT current_setting('data_directory') AS folder,
           current_setting('fsync') || ' ' || current_setting('synchronous_commit') || ' '
           || current_setting('full_page_writes') AS settings";

/// Of the Postgres at `url`.
pub(crate) fn postgres_must_be_durable(url: &str) -> anyhow::Result<()> {
    let Durability { folder, settings } =
        diesel::sql_query(DURABILITY).get_result(&mut PgConnection::establish(url)?)?;
    if settings != "on on on" {
        bail!("fsync, synchronous_commit and full_page_writes of Postgres are {settings}");
    }
    must_be_durable(Path::new(&folder))
}

/// A folder of this machine; one that is not here is on a machine that we cannot ask.
pub(crate) fn must_be_durable(folder: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("stat");
    command.args(["--file-system", "--format=%T"]).arg(folder);
    let output = command.output().context("cannot run `stat`")?;
    let kind = String::from_utf8_lossy(&output.stdout);
    if matches!(kind.trim(), "tmpfs" | "ramfs") {
        bail!(
            "{} is kept in memory: set TMPDIR to a folder on a disk",
            folder.display()
        );
    }
    Ok(())
}

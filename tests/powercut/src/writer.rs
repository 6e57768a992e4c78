//! A writer that is nothing but a loop: it writes a number and says it, again and again, in a process of its own that can
//! be killed. What it said is what its database had acknowledged.

use anyhow::Context as _;
use diesel::connection::SimpleConnection;
use diesel::{Connection as _, PgConnection, SqliteConnection};
use std::fs::File;
use std::io::{Write as _, stdout};
use std::path::Path;

/// Writes until it is stopped, or the database fails. `setting` is a statement, run first.
pub fn write(url: &str, setting: &str) -> anyhow::Result<()> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        make_folder(Path::new(path).parent().context("no folder")?)?;
        let mut connection = SqliteConnection::establish(path)?;
        connection.batch_execute("PRAGMA journal_mode = WAL")?;
        return write_with(&mut connection, setting);
    }
    write_with(&mut PgConnection::establish(url)?, setting)
}

/// Makes a folder whose name is safe.
fn make_folder(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    Ok(File::open(folder.parent().context("no folder")?)?.sync_all()?)
}

fn write_with(connection: &mut impl SimpleConnection, setting: &str) -> anyhow::Result<()> {
    connection.batch_execute(setting)?;
    connection.batch_execute("CREATE TABLE IF NOT EXISTS marks (n BIGINT PRIMARY KEY)")?;
    let mut out = stdout().lock();
    for n in 0_u64.. {
        connection.batch_execute(&format!("INSERT INTO marks VALUES ({n})"))?;
        writeln!(out, "{n}")?;
        out.flush()?;
    }
    Ok(())
}

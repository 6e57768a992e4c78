//! The database of a deployment, and the way of the program to it.

use super::Kind;
use super::guard::Guard;
use super::postgres::Postgres;
use super::proxy::Proxy;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// As the program sees it.
pub(super) enum Database {
    /// In the program's own process.
    Sqlite { file: PathBuf },
    /// Elsewhere.
    Postgres(Box<Served>),
}

/// A database that has processes and a network of its own.
pub(super) struct Served {
    // In the order in which they end.
    pub(super) proxy: Proxy,
    pub(super) server: Postgres,
}

impl Database {
    /// An empty one on this disk.
    pub(super) async fn start(kind: Kind, disk: &Path, guard: &Arc<Guard>) -> anyhow::Result<Self> {
        if kind == Kind::Sqlite {
            let file = disk.join("ludger.db");
            return Ok(Self::Sqlite { file });
        }
        let mut server = Postgres::create(disk, guard)?;
        server.start().await?;
        let proxy = Proxy::start(server.address())?;
        Ok(Self::Postgres(Box::new(Served { proxy, server })))
    }

    /// The shortest way to it.
    pub(super) fn url(&self) -> String {
        match self {
            Self::Sqlite { file } => format!("sqlite:{}", file.display()),
            Self::Postgres(served) => Postgres::url_over(served.server.address()),
        }
    }

    /// The way that the program takes.
    pub(super) fn url_of_program(&self) -> String {
        match self {
            Self::Sqlite { .. } => self.url(),
            Self::Postgres(served) => Postgres::url_over(served.proxy.address()),
        }
    }

    /// Starts it again if it has ended.
    pub(super) async fn revive(&mut self) -> anyhow::Result<()> {
        if let Self::Postgres(served) = self
            && served.server.is_over()?
        {
            served.server.start().await?;
        }
        Ok(())
    }

    /// For the faults that only such a one has.
    pub(super) fn served(&mut self) -> anyhow::Result<&mut Served> {
        match self {
            Self::Sqlite { .. } => anyhow::bail!("SQLite has no process and no network of its own"),
            Self::Postgres(served) => Ok(served),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::disk::Disk;
    use diesel::connection::SimpleConnection as _;
    use diesel::{Connection as _, PgConnection};
    use std::time::Duration;

    /// Room for what `initdb` makes, and for some log.
    const DISK_MIB: u32 = 128;
    /// Fills the log and nothing else.
    const LOG: &str = "SELECT pg_logical_emit_message(true, 'torture', repeat('x', 1000000))";

    /// Postgres gives up when there is no room for its log, and again while it recovers.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_postgres_that_had_no_room_is_started_again() {
        let guard = Arc::new(Guard::of_new_folder(Path::new("/tmp")).unwrap());
        let disk = Disk::in_folder(guard.folder(), Some(DISK_MIB)).unwrap();
        let database = Database::start(Kind::Postgres, disk.folder(), &guard);
        let mut database = database.await.unwrap();
        let mut writer = PgConnection::establish(&database.url()).unwrap();
        writer.batch_execute(LOG).unwrap();
        let writing =
            tokio::task::spawn_blocking(move || while writer.batch_execute(LOG).is_ok() {});
        let was_full = disk.fill(Duration::from_secs(5)).await.unwrap();
        let server = &mut database.served().unwrap().server;
        if was_full {
            assert!(server.is_over().unwrap());
        } else {
            // No small disk can be had here, which was said.
            server.kill().await.unwrap();
        }
        database.revive().await.unwrap();
        let mut reader = PgConnection::establish(&database.url()).unwrap();
        reader.batch_execute("SELECT 1").unwrap();
        writing.await.unwrap();
    }
}

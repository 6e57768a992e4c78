//! A place where the program runs: a folder, a database, settings.

use super::database::{ByHand, Database, Kind};
use super::{Finished, Proxy, Server, finished};
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::process::Command;

/// All nodes of a deployment share it.
pub(crate) const SECRET: &str = "an end-to-end test's secret of 32 bytes and more";

/// A place where the program runs. What it leaves behind goes with it.
pub(crate) struct Deployment {
    settings: Vec<(String, String)>,
    // Before the folder, which has its file.
    database: Database,
    folder: TempDir,
}

impl Deployment {
    /// Nothing has run here yet.
    pub(crate) fn on(kind: Kind) -> Self {
        Self {
            settings: Vec::new(),
            database: Database::fresh(kind),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Another one, on the same kind of database.
    pub(crate) fn another(&self) -> Self {
        Self::on(self.kind())
    }

    /// Decides a setting.
    pub(crate) fn with(mut self, key: &str, value: &str) -> Self {
        self.settings.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Which database it has.
    pub(crate) fn kind(&self) -> Kind {
        match self.database {
            Database::Sqlite => Kind::Sqlite,
            Database::Postgres { .. } => Kind::Postgres,
        }
    }

    /// Where the program is started.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where its Postgres listens.
    pub(crate) fn database_address(&self) -> SocketAddr {
        let url = self.database.url().expect("it has a Postgres");
        let (_, behind) = url.rsplit_once('@').unwrap();
        let (address, _) = behind.split_once('/').unwrap();
        address.parse().expect("an address and a port")
    }

    /// The same, reaching its Postgres through a proxy.
    pub(crate) fn by_way_of(self, proxy: &Proxy) -> Self {
        let url = self.database.url().expect("it has a Postgres");
        let address = self.database_address().to_string();
        let url = url.replacen(&address, &proxy.address.to_string(), 1);
        self.with("database_url", &url)
    }

    /// Puts a file there.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Serves, and waits until it does.
    pub(crate) async fn start(&self) -> Server {
        Server::start(self.command(&[])).await
    }

    /// Runs a command to its end.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Finished {
        finished::run(self.command(arguments), "").await
    }

    /// Runs a command that reads this.
    pub(crate) async fn run_reading(&self, arguments: &[&str], input: &str) -> Finished {
        finished::run(self.command(arguments), input).await
    }

    /// SQL written by hand.
    pub(crate) fn sql(&self) -> ByHand {
        self.database.open(self.folder())
    }

    /// The program with arguments, as it is started in this deployment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(self.folder());
        if let Some(url) = self.database.url() {
            command.env("LUDGER_DATABASE_URL", url);
            command.env("LUDGER_SECRET", SECRET);
        }
        // The cheapest hash that is allowed: these passwords guard nothing. And nobody asks too often, who is all at once.
        let common = [
            ("listen", "127.0.0.1:0"),
            ("metrics_listen", "off"),
            ("bcrypt_cost", "10"),
            ("rate_auth_per_min", "0"),
            ("rate_read_per_min", "0"),
            ("rate_write_per_min", "0"),
        ];
        let own = self
            .settings
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()));
        for (key, value) in common.into_iter().chain(own) {
            command.env(format!("LUDGER_{}", key.to_uppercase()), value);
        }
        command.args(arguments);
        command
    }
}

/// The program and nothing else, started in a folder, with no setting from outside.
pub(crate) fn bare(folder: &Path) -> Command {
    let mut command = Command::new(program());
    for name in settings_of_the_surroundings() {
        command.env_remove(name);
    }
    command.current_dir(folder).kill_on_drop(true);
    command
}

/// The one that was built with the tests, unless `LUDGER_PROGRAM` names another, such as one that is optimised.
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the tests decides what they test"
)]
fn program() -> OsString {
    let built = env!("CARGO_BIN_EXE_ludger");
    std::env::var_os("LUDGER_PROGRAM").unwrap_or_else(|| built.into())
}

#[expect(
    clippy::disallowed_methods,
    reason = "to keep it away from what is tested"
)]
fn settings_of_the_surroundings() -> impl Iterator<Item = OsString> {
    std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| name.to_string_lossy().starts_with("LUDGER_"))
}

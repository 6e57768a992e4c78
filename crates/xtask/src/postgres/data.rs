//! The files of a cluster: made by `initdb`, then configured for tests.

use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context as _, bail};

use super::account::Account;
use super::folder::Folder;
use super::installation::Installation;

/// The superuser inside the cluster, whoever runs it.
pub(super) const USER: &str = "postgres";

const CONNECTIONS_MAX: u16 = 200;

/// Whoever is on this machine may connect, and nobody else: there is nothing in it but tests.
const WHO_MAY_CONNECT: &str = "local all all trust\nhost all all 127.0.0.1/32 trust\n";

pub(super) fn create(
    installation: &Installation,
    account: Account,
    folder: &Folder,
) -> anyhow::Result<()> {
    let mut initdb = without_settings(account.command(installation.program("initdb")));
    // `--no-sync` is about these files alone: the server itself syncs as it does by default.
    initdb.args([
        "--no-sync",
        "--no-locale",
        "--encoding=UTF8",
        "--auth=trust",
    ]);
    initdb
        .arg(format!("--username={USER}"))
        .arg("--pgdata")
        .arg(folder.data());
    let output = initdb
        .stdin(Stdio::null())
        .output()
        .context("cannot run initdb")?;
    if !output.status.success() {
        bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// `fsync`, `full_page_writes` and `synchronous_commit` stay on: the tests are about durability.
pub(super) fn configure(folder: &Folder, port: u16) -> anyhow::Result<()> {
    let data = folder.data();
    let sockets = folder.path().display();
    let settings = format!(
        "listen_addresses = '127.0.0.1'\n\
         port = {port}\n\
         unix_socket_directories = '{sockets}'\n\
         max_connections = {CONNECTIONS_MAX}\n"
    );
    fs::write(data.join("postgresql.auto.conf"), settings)
        .and_then(|()| fs::write(data.join("pg_hba.conf"), WHO_MAY_CONNECT))
        .context("cannot configure Postgres")
}

/// Leaves out the caller's own settings for Postgres, and asks for messages in English.
pub(super) fn without_settings(mut command: Command) -> Command {
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C");
    command
}

//! A Postgres for the tests: the one that the environment names, or a throw-away one.

mod account;
mod cluster;
mod data;
mod folder;
mod install;
mod installation;
mod leftovers;
mod server;

use std::env;

use self::account::Account;
use self::cluster::Cluster;
use self::installation::Installation;

/// Where the tests look for Postgres: an address whose user may create databases.
pub(crate) const URL_VARIABLE: &str = "LUDGER_TEST_DATABASE_URL";

/// Does `work` with the address of a Postgres. A throw-away one is stopped and removed afterwards,
/// whatever `work` comes to, and even when this process is killed.
pub(crate) fn with_database<T>(work: impl FnOnce(&str) -> anyhow::Result<T>) -> anyhow::Result<T> {
    if let Some(url) = env::var(URL_VARIABLE).ok().filter(|url| !url.is_empty()) {
        println!("Postgres: the one that {URL_VARIABLE} names");
        return work(&url);
    }
    let installation = Installation::find_or_install()?;
    let account = Account::unprivileged()?;
    leftovers::remove(account);
    let cluster = Cluster::start(&installation, account)?;
    println!(
        "Postgres: {} from {}, {cluster}",
        installation.version,
        installation.folder.display()
    );
    work(&cluster.url())
}

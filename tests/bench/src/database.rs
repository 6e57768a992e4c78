//! A Postgres database of a benchmark's own, in the server that `LUDGER_TEST_DATABASE_URL` names.

use anyhow::Context as _;
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use std::env;

const URL_VARIABLE: &str = "LUDGER_TEST_DATABASE_URL";

/// Dropped when it goes out of scope.
pub(crate) struct Database {
    server: String,
    name: String,
    url: String,
}

impl Database {
    /// An empty one.
    pub(crate) fn create(purpose: &str) -> anyhow::Result<Self> {
        let server = env::var(URL_VARIABLE).with_context(|| {
            format!("{URL_VARIABLE} names no Postgres: `cargo xtask bench` starts one")
        })?;
        let name = format!("ludger_bench_{purpose}_{}", std::process::id());
        let (address, _) = server
            .rsplit_once('/')
            .context("the URL of Postgres names no database")?;
        let url = format!("{address}/{name}");
        PgConnection::establish(&server)?.batch_execute(&format!("CREATE DATABASE {name}"))?;
        Ok(Self { server, name, url })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let gone = PgConnection::establish(&self.server)
            .map_err(|error| error.to_string())
            .and_then(|mut admin| {
                admin
                    .batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name))
                    .map_err(|error| error.to_string())
            });
        if let Err(error) = gone {
            eprintln!("the database {} stays behind: {error}", self.name);
        }
    }
}

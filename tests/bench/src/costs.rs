//! What an answer costs: processor time of everybody who has a part in it, log of the database, commits.

use crate::deployment::{Deployment, Kind};
use crate::load::Connection;
use crate::processes::{self, Usage};
use crate::server::Server;
use anyhow::Context as _;
use diesel::Connection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer};
use std::ops::Sub;

/// Reads the counters of a running deployment.
pub(crate) struct Meter {
    server: u32,
    metrics: std::net::SocketAddr,
    postgres: Option<Postgres>,
}

struct Postgres {
    connection: PgConnection,
    /// The process that all others of the cluster descend from; `None` when it runs on another machine.
    main: Option<u32>,
}

/// Counters at some moment, or what they grew by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counters {
    client_s: f64,
    server_s: f64,
    database_s: f64,
    log_bytes: f64,
    transactions: f64,
    writes: f64,
    batches: f64,
    commits: f64,
}

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = BigInt)]
    log_bytes: i64,
    #[diesel(sql_type = BigInt)]
    transactions: i64,
    #[diesel(sql_type = BigInt)]
    writes: i64,
}

#[derive(QueryableByName)]
struct Backend {
    #[diesel(sql_type = Integer)]
    process: i32,
}

/// A transaction takes an id when it first writes.
const WRITTEN: &str = "
    SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::BIGINT AS log_bytes,
           pg_snapshot_xmax(pg_current_snapshot())::TEXT::BIGINT AS writes,
           xact_commit AS transactions
    FROM pg_stat_database WHERE datname = current_database()";

impl Meter {
    pub(crate) fn new(deployment: &Deployment, server: &Server) -> anyhow::Result<Self> {
        let postgres = match deployment.kind {
            Kind::Postgres => Some(Postgres::connect(&deployment.url())?),
            Kind::Sqlite => None,
        };
        Ok(Self {
            server: server.process(),
            metrics: server.metrics,
            postgres,
        })
    }

    pub(crate) fn read(&mut self) -> anyhow::Result<Counters> {
        let (batches, commits) = grouped(&scrape(self.metrics)?);
        let (mut database_s, mut written) = (0.0, None);
        if let Some(Postgres { connection, main }) = &mut self.postgres {
            database_s = main.map_or(0.0, |main| Usage::of_family(main).seconds);
            written = Some(diesel::sql_query(WRITTEN).get_result::<Written>(connection)?);
        }
        let of = |figure: fn(&Written) -> i64| {
            written
                .as_ref()
                .map_or(0.0, |written| figure(written) as f64)
        };
        Ok(Counters {
            client_s: Usage::of(std::process::id())?.seconds,
            server_s: Usage::of(self.server)?.seconds,
            database_s,
            log_bytes: of(|written| written.log_bytes),
            transactions: of(|written| written.transactions),
            writes: of(|written| written.writes),
            batches,
            commits,
        })
    }
}

impl Postgres {
    fn connect(url: &str) -> anyhow::Result<Self> {
        let mut connection = PgConnection::establish(url)?;
        let backend: Backend =
            diesel::sql_query("SELECT pg_backend_pid() AS process").get_result(&mut connection)?;
        let main = u32::try_from(backend.process)
            .ok()
            .and_then(processes::parent_of_postgres);
        Ok(Self { connection, main })
    }
}

impl Counters {
    /// One line: each for one of so many answers.
    pub(crate) fn per(&self, answers: u64) -> String {
        let of = |figure: f64| figure / answers as f64;
        let micros = |seconds: f64| of(seconds) * 1e6;
        let mut parts = vec![format!(
            "µs of processor time: server {:.0}, client {:.0}, Postgres {:.0}",
            micros(self.server_s),
            micros(self.client_s),
            micros(self.database_s),
        )];
        if self.transactions > 0.0 {
            parts.push(format!(
                "{:.2} database transactions ({:.3} that write), {:.0} bytes of log",
                of(self.transactions),
                of(self.writes),
                of(self.log_bytes),
            ));
        }
        if self.batches > 0.0 {
            parts.push(format!(
                "{:.1} commits in a batch",
                self.commits / self.batches
            ));
        }
        parts.join("; ")
    }
}

impl Sub for Counters {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            client_s: self.client_s - earlier.client_s,
            server_s: self.server_s - earlier.server_s,
            database_s: self.database_s - earlier.database_s,
            log_bytes: self.log_bytes - earlier.log_bytes,
            transactions: self.transactions - earlier.transactions,
            writes: self.writes - earlier.writes,
            batches: self.batches - earlier.batches,
            commits: self.commits - earlier.commits,
        }
    }
}

/// What `/metrics` says.
fn scrape(metrics: std::net::SocketAddr) -> anyhow::Result<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut connection = Connection::open(metrics).await?;
        let answer = connection
            .ask(b"GET /metrics HTTP/1.1\r\nHost: metrics\r\n\r\n")
            .await?;
        answer.must_be(200)?;
        String::from_utf8(answer.body.to_vec()).context("metrics that are no text")
    })
}

/// How many batches there were, and how many commits in them.
fn grouped(metrics: &str) -> (f64, f64) {
    let figure = |name: &str| {
        let line = metrics.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|figure| figure.trim().parse().ok())
            .unwrap_or(0.0)
    };
    (
        figure("ludger_commit_batch_size_count "),
        figure("ludger_commit_batch_size_sum "),
    )
}

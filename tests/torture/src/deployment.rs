//! A deployment of our own to be hard on: the program, its database, the network between them and the disk below.
//!
//! Everything in it is a process of ours, known by its number, on the loopback interface and in one folder, and goes with
//! the [`Deployment`], however we end (see `guard`). Linux is needed: it tells of processes in `/proc`.

mod database;
mod disk;
mod guard;
mod node;
mod port;
mod postgres;
mod process;
mod program;
mod proxy;
mod suffer;

use database::Database;
use disk::Disk;
use guard::Guard;
use nix::unistd::Uid;
use node::Node;
use program::Program;
use serde::Serialize;
use std::path::PathBuf;
use std::process::Output;
use std::sync::Arc;
use tokio::sync::Mutex;

/// On which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Kind {
    /// A file.
    Sqlite,
    /// A server of its own, behind a network that fails.
    Postgres,
}

/// How a deployment is made.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its database.
    pub kind: Kind,
    /// The program.
    pub server: PathBuf,
    /// Settings besides our own, as `ludger.toml` names them; they win.
    pub settings: Vec<(String, String)>,
    /// How much the disk holds that the database lies on, so that it can be full; none: a disk that cannot be filled.
    /// It is in memory.
    pub disk_mib: Option<u32>,
}

impl Plan {
    /// Enough of a disk for some minutes of load.
    pub fn new(kind: Kind, server: impl Into<PathBuf>) -> Self {
        Self {
            kind,
            server: server.into(),
            settings: Vec::new(),
            disk_mib: Some(2_048),
        }
    }
}

/// A program that serves, and what it stands on.
pub struct Deployment {
    // In the order in which they end.
    parts: Mutex<Parts>,
    program: Program,
    database_url: String,
    url: String,
    setup_token: Option<String>,
    // Who removes the folder, last.
    _guard: Arc<Guard>,
}

/// What faults happen to.
struct Parts {
    node: Node,
    database: Database,
    disk: Disk,
}

impl Deployment {
    /// Makes all of it, and waits until the program is ready.
    pub async fn start(plan: Plan) -> anyhow::Result<Self> {
        // Root's own temporary folder is often closed to others, and Postgres runs as another.
        let temporary = if Uid::effective().is_root() {
            PathBuf::from("/tmp")
        } else {
            std::env::temp_dir()
        };
        let guard = Arc::new(Guard::of_new_folder(&temporary)?);
        let disk = Disk::in_folder(guard.folder(), plan.disk_mib)?;
        let database = Database::start(plan.kind, disk.folder(), &guard).await?;
        let program = Program::new(plan, guard.folder())?;
        let node = Node::new(program.clone(), &guard)?;
        let mut parts = Parts {
            node,
            database,
            disk,
        };
        parts.recover().await?;
        Ok(Self {
            database_url: parts.database.url(),
            url: parts.node.url(),
            setup_token: program.setup_token()?,
            parts: Mutex::new(parts),
            program,
            _guard: guard,
        })
    }

    /// Where the program is, in all its lives.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// By which the first admin is made, as the first life told it.
    pub fn setup_token(&self) -> Option<String> {
        self.setup_token.clone()
    }

    /// The database, past the network that fails.
    pub fn database_url(&self) -> String {
        self.database_url.clone()
    }

    /// Asks the program to stop, and tells its exit code.
    pub async fn stop(&self) -> anyhow::Result<Option<i32>> {
        let mut parts = self.parts.lock().await;
        let status = parts.node.terminate().await?;
        Ok(status.code())
    }

    /// Runs a command of the program on this database, past the network that fails.
    pub async fn run(&self, arguments: &[&str]) -> anyhow::Result<Output> {
        self.program.run(&self.database_url, arguments).await
    }

    /// What the program has logged in all its lives.
    pub fn log(&self) -> anyhow::Result<String> {
        self.program.log()
    }
}

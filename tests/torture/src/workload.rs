//! The workload: clients that do everything the API offers, hardest where value moves, on few hot accounts, and that
//! send again, give up and race each other as clients do.

mod client;
mod dice;
mod operations;
mod person;
mod pursue;
mod wire;
mod world;

pub(crate) use dice::Dice;

use crate::history::{History, Operation};
use anyhow::{Context, bail};
use client::Client;
use person::{PATIENCE, Person, registration, sign_in};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};
use wire::{Ask, Reply, Wire};
use world::{Phase, World};

/// Accounts that may do anything, shared by all clients.
const DESKS: usize = 4;
/// For every client to find out what is unknown to it.
const END_MAX: Duration = Duration::from_secs(120);
/// How often somebody tries to arrive, and how long after the last time.
const ARRIVALS_MAX: u32 = 10;
const ARRIVALS_APART: Duration = Duration::from_millis(200);

/// What this workload needs of a deployment: a coin for balances at the end of 64 bits, and a house that may lose.
pub(crate) fn settings() -> Vec<(String, String)> {
    let coin = format!("{}:0:play", operations::WHALE_COIN);
    [
        ("currencies", coin.as_str()),
        ("house_floors", "INR:-1000.00"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .to_vec()
}

/// Clients at work.
pub(crate) struct Workload {
    world: Arc<World>,
    clients: JoinSet<anyhow::Result<()>>,
}

impl Workload {
    /// Makes an admin, desks and players, and lets the clients begin.
    pub(crate) async fn start(
        url: &str,
        setup_token: &str,
        history: &Arc<History>,
        (clients, seed): (usize, u64),
    ) -> anyhow::Result<Self> {
        // Beside the clients, in the history's count as well.
        let wire = Wire::new(url, Arc::clone(history), clients)?;
        let desks = make_desks(&wire, setup_token).await?;
        let world = Arc::new(World::new(desks));
        // All before the first client begins: nobody arrives in the midst of what a broken program does to others.
        let mut players = Vec::new();
        for number in 0..clients {
            let player = Arc::new(register(&wire, &format!("player-{number}")).await?);
            world.join(Arc::clone(&player));
            players.push(player);
        }
        let mut running = JoinSet::new();
        for (number, player) in players.into_iter().enumerate() {
            let wire = Wire::new(url, Arc::clone(history), number)?;
            running.spawn(Client::new(number, seed, wire, Arc::clone(&world), player).run());
        }
        Ok(Self {
            world,
            clients: running,
        })
    }

    /// From now on nobody gives up early.
    pub(crate) fn calm_down(&self) {
        self.world.enter(Phase::Calm);
    }

    /// Lets every client finish what it does. Who still waits after a long time is sent home; the history shows a request
    /// without an end then, for the reckoning to judge.
    ///
    /// # Errors
    /// A client could not write the history, or panicked.
    pub(crate) async fn finish(mut self) -> anyhow::Result<()> {
        self.world.enter(Phase::Over);
        let end = Instant::now() + END_MAX;
        while let Ok(Some(ended)) = timeout_at(end, self.clients.join_next()).await {
            ended.context("a client panicked")??;
        }
        self.clients.shutdown().await;
        Ok(())
    }
}

/// The first admin, who also is the first desk, makes the others.
async fn make_desks(wire: &Wire, setup_token: &str) -> anyhow::Result<Vec<Arc<Person>>> {
    let mut first = registration("desk-0");
    first["token"] = setup_token.into();
    let ask = Ask::of(Operation::Setup).json(first);
    let reply = insist(async || wire.send(&ask, PATIENCE).await).await?;
    let admin = Arc::new(person(&reply, "desk-0")?);
    let mut desks = vec![Arc::clone(&admin)];
    for number in 1..DESKS {
        desks.push(Arc::new(register(wire, &format!("desk-{number}")).await?));
    }
    for desk in &desks {
        for role in ["admin", "ledger"] {
            let path = Operation::GrantRole.route();
            let path = path.replace("{id}", &desk.id.to_string());
            let ask = Ask::bare(Operation::GrantRole, path.replace("{role}", role));
            let reply = insist(async || admin.send(wire, &ask, PATIENCE).await).await?;
            if !reply.is_done() {
                bail!("a desk did not get its role: {}", json!(reply.body));
            }
        }
    }
    Ok(desks)
}

async fn register(wire: &Wire, name: &str) -> anyhow::Result<Person> {
    let ask = Ask::of(Operation::Register).json(registration(name));
    insist(async || wire.send(&ask, PATIENCE).await).await?;
    let reply = insist(async || sign_in(wire, name, PATIENCE).await).await?;
    let trouble = || format!("{name} did not get an account: {}", json!(reply.body));
    Person::signed_in(&reply, name).with_context(trouble)
}

/// Sends until it is done, or there is no hope. A program that breaks its word from the start is to be found out by the
/// reckoning, for which the workload has to begin.
async fn insist(send: impl AsyncFn() -> anyhow::Result<Reply>) -> anyhow::Result<Reply> {
    let mut reply = send().await?;
    for _ in 1..ARRIVALS_MAX {
        if reply.is_done() {
            break;
        }
        sleep(ARRIVALS_APART).await;
        reply = send().await?;
    }
    Ok(reply)
}

fn person(reply: &Reply, name: &str) -> anyhow::Result<Person> {
    let id = reply.text("/id").filter(|_| reply.is_done());
    let id = id.with_context(|| format!("{name} did not get an account: {}", json!(reply.body)))?;
    Ok(Person::known(id.parse()?, name))
}

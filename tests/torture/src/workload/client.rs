//! One client: what it knows by itself, and its days.

use super::dice::Dice;
use super::operations::{self, Kind};
use super::person::{PATIENCE, Person};
use super::wire::{Ask, Reply, Wire};
use super::world::{Phase, World};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// Requests that are remembered, to be sent again much later.
const REMEMBERED: usize = 60;

/// A client with a desk (somebody who may do anything) and a player of its own.
pub(crate) struct Client {
    pub(crate) number: usize,
    pub(crate) dice: Dice,
    pub(crate) wire: Wire,
    pub(crate) world: Arc<World>,
    pub(crate) desk: Arc<Person>,
    pub(crate) player: Arc<Person>,
    /// The unfinished quiz session of its player.
    pub(crate) session: Option<String>,
    /// Requests with a key that were acknowledged.
    pub(super) done: VecDeque<Ask>,
    /// Transfers with a reference that were acknowledged.
    pub(super) referred: VecDeque<Ask>,
    /// Hands out keys and marks.
    numbers: u64,
}

impl Client {
    pub(crate) fn new(
        number: usize,
        seed: u64,
        wire: Wire,
        world: Arc<World>,
        player: Arc<Person>,
    ) -> Self {
        let desks = &world.desks;
        let desk = Arc::clone(&desks[number % desks.len()]);
        let place = u64::try_from(number).unwrap_or_default();
        Self {
            number,
            dice: Dice::of(seed, place),
            wire,
            world,
            desk,
            player,
            session: None,
            done: VecDeque::new(),
            referred: VecDeque::new(),
            numbers: 0,
        }
    }

    /// Does one thing after the other until all is over.
    pub(crate) async fn run(mut self) -> anyhow::Result<()> {
        while self.world.phase() != Phase::Over {
            let kind = self.dice.weighted(operations::MIX).unwrap_or(Kind::Mint);
            operations::perform(&mut self, kind).await?;
            if self.world.phase() == Phase::Calm {
                self.rest().await;
            }
        }
        Ok(())
    }

    /// In the calm the load is a steady one, and not all that the machine can bear: it is to show that the program has
    /// recovered, not how much it can do.
    async fn rest(&mut self) {
        let rest = self.dice.between(20, 150).unsigned_abs();
        tokio::time::sleep(Duration::from_millis(rest)).await;
    }

    /// Says by its name what a request is to do, so that its effect can be found. Clients of one desk have different
    /// marks; so have different requests under one key.
    pub(crate) fn mark(&mut self) -> String {
        self.numbers += 1;
        format!("m{}-{}", self.number, self.numbers)
    }

    /// A fresh key. Clients of different desks use the same ones, which must not matter.
    pub(crate) fn key(&mut self) -> String {
        self.numbers += 1;
        format!("k{}-{}", self.number / self.world.desks.len(), self.numbers)
    }

    /// How long this request may take. In the storm some clients give up early, when the work may be half done.
    pub(crate) fn patience(&mut self) -> Duration {
        if self.world.phase() == Phase::Storm && self.dice.one_in(40) {
            let early = self.dice.between(4, 120);
            return Duration::from_millis(early.unsigned_abs());
        }
        PATIENCE
    }

    /// Sends it in the desk's name.
    pub(crate) async fn at_desk(&mut self, ask: &Ask) -> anyhow::Result<Reply> {
        let patience = self.patience();
        let reply = self.desk.send(&self.wire, ask, patience).await?;
        self.rest_after(&reply).await;
        Ok(reply)
    }

    /// Sends it in the player's name.
    pub(crate) async fn as_player(&mut self, ask: &Ask) -> anyhow::Result<Reply> {
        let patience = self.patience();
        let reply = self.player.send(&self.wire, ask, patience).await?;
        self.rest_after(&reply).await;
        Ok(reply)
    }

    /// Nobody hammers at a closed door.
    pub(crate) async fn rest_after(&mut self, reply: &Reply) {
        if reply.is_trouble() {
            let rest = self.dice.between(20, 200).unsigned_abs();
            tokio::time::sleep(Duration::from_millis(rest)).await;
        }
    }

    pub(super) fn remember(to: &mut VecDeque<Ask>, ask: &Ask) {
        if to.len() >= REMEMBERED {
            to.pop_front();
        }
        to.push_back(ask.clone());
    }
}

//! What all clients know together: who there is, what they last heard of their accounts, and what was posted lately.

use super::person::Person;
use super::wire::Reply;
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// Transfers, topics and questions that are remembered.
const REMEMBERED: usize = 400;
/// Users that the workload makes; with more, none would be hot.
pub(crate) const PLAYERS_MAX: usize = 150;

/// What goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Faults, and clients without patience.
    Storm,
    /// Nothing is broken on purpose, and nobody goes away early.
    Calm,
    /// Nobody begins anything; what is unknown is found out.
    Over,
}

/// What all clients know together.
pub(crate) struct World {
    /// Those who may do anything, shared by the clients in turn.
    pub(crate) desks: Vec<Arc<Person>>,
    phase: AtomicU8,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    players: Vec<Arc<Person>>,
    balances: HashMap<(String, String), i64>,
    posted: VecDeque<Posted>,
    topics: VecDeque<(Uuid, String)>,
    questions: VecDeque<(Uuid, String)>,
}

/// A transfer that was acknowledged.
#[derive(Debug, Clone)]
pub(crate) struct Posted {
    pub(crate) id: String,
    pub(crate) at: String,
    pub(crate) reference: Option<String>,
}

impl World {
    pub(crate) fn new(desks: Vec<Arc<Person>>) -> Self {
        Self {
            desks,
            phase: AtomicU8::new(0),
            known: Mutex::default(),
        }
    }

    pub(crate) fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Acquire) {
            0 => Phase::Storm,
            1 => Phase::Calm,
            _ => Phase::Over,
        }
    }

    pub(crate) fn enter(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Release);
    }

    /// Another player.
    pub(crate) fn join(&self, player: Arc<Person>) {
        self.known().players.push(player);
    }

    pub(crate) fn players(&self) -> Vec<Arc<Person>> {
        self.known().players.clone()
    }

    /// What somebody last heard of an account, such as `user-id` or `house`.
    pub(crate) fn balance(&self, account: &str, currency: &str) -> i64 {
        let known = self.known();
        let place = (account.to_owned(), currency.to_owned());
        known.balances.get(&place).copied().unwrap_or_default()
    }

    /// Remembers what a reply tells of transfers: one, or the results of a batch.
    pub(crate) fn learn(&self, reply: &Reply) {
        if !reply.is_done() {
            return;
        }
        match reply.body.get("results").and_then(Value::as_array) {
            Some(results) => results
                .iter()
                .filter_map(|result| result.get("transfer"))
                .for_each(|transfer| self.learn_transfer(transfer)),
            None => self.learn_transfer(&reply.body),
        }
    }

    fn learn_transfer(&self, transfer: &Value) {
        let text = |name: &str| Some(transfer.get(name)?.as_str()?.to_owned());
        let (Some(id), Some(at)) = (text("id"), text("posted_at")) else {
            return;
        };
        let mut known = self.known();
        for entry in transfer["entries"].as_array().into_iter().flatten() {
            let account = &entry["account"];
            let account = account["user"].as_str().or(account["system"].as_str());
            let after = &entry["balance_after"];
            if let (Some(account), Some(amount), Some(currency)) = (
                account,
                after["amount"].as_str(),
                after["currency"].as_str(),
            ) && let Ok(minor) = amount.replace('.', "").parse()
            {
                let place = (account.to_owned(), currency.to_owned());
                known.balances.insert(place, minor);
            }
        }
        let reference = text("reference");
        remember(&mut known.posted, Posted { id, at, reference });
    }

    /// Transfers that were acknowledged lately, oldest first.
    pub(crate) fn posted(&self) -> Vec<Posted> {
        self.known().posted.iter().cloned().collect()
    }

    /// A topic that the workload made, with its tag.
    pub(crate) fn learn_topic(&self, topic: (Uuid, String)) {
        remember(&mut self.known().topics, topic);
    }

    pub(crate) fn topics(&self) -> Vec<(Uuid, String)> {
        self.known().topics.iter().cloned().collect()
    }

    /// A question that the workload made, with its tag.
    pub(crate) fn learn_question(&self, question: (Uuid, String)) {
        remember(&mut self.known().questions, question);
    }

    pub(crate) fn questions(&self) -> Vec<(Uuid, String)> {
        self.known().questions.iter().cloned().collect()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn remember<T>(what: &mut VecDeque<T>, new: T) {
    if what.len() >= REMEMBERED {
        what.pop_front();
    }
    what.push_back(new);
}

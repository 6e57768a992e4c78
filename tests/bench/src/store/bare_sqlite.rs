//! The bare loop on SQLite: nothing but the statements that a batch of transfers takes, prepared once.

use super::world::{Spread, World, new_id};
use crate::chance::Chance;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use hdrhistogram::Histogram;
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

diesel::table! {
    accounts (id) {
        id -> Binary,
        balance -> BigInt,
        sequence -> BigInt,
        floor -> Nullable<BigInt>,
        updated_at -> Text,
    }
}
diesel::table! {
    ledger_shards (shard) {
        shard -> SmallInt,
        position -> BigInt,
        hash -> Binary,
        batch -> Nullable<Binary>,
    }
}
diesel::table! {
    entries (transfer_id, ordinal) {
        transfer_id -> Binary,
        ordinal -> SmallInt,
        account_id -> Binary,
        currency -> Text,
        amount -> BigInt,
        sequence -> BigInt,
        balance_after -> BigInt,
        posted_at -> Text,
    }
}
diesel::table! {
    transfers (id) {
        id -> Binary,
        shard -> SmallInt,
        position -> BigInt,
        hash -> Binary,
        category -> Text,
        occurred_at -> Text,
        posted_at -> Text,
    }
}

pub(super) struct Bare {
    connection: SqliteConnection,
    players: Vec<Uuid>,
    chance: Chance,
}

/// How it went.
pub(super) struct Went {
    pub(super) rate: f64,
    latency: Histogram<u64>,
}

impl Went {
    /// Of one transaction.
    pub(super) fn p50_ms(&self) -> f64 {
        self.latency.value_at_quantile(0.5) as f64 / 1_000.0
    }
}

impl Bare {
    pub(super) fn open(path: &Path, world: &World) -> anyhow::Result<Self> {
        let mut connection = SqliteConnection::establish(&path.display().to_string())?;
        connection.batch_execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
        )?;
        Ok(Self {
            connection,
            players: world
                .players
                .iter()
                .map(|player| player.id().uuid())
                .collect(),
            chance: Chance::new(1),
        })
    }

    pub(super) fn run(
        &mut self,
        spread: Spread,
        batch: usize,
        lasting: Duration,
    ) -> anyhow::Result<Went> {
        let (begun, mut transfers) = (Instant::now(), 0);
        let mut latency = Histogram::<u64>::new(3)?;
        while begun.elapsed() < lasting {
            let pairs: Vec<_> = (0..batch).map(|_| spread.pick(&mut self.chance)).collect();
            let start = Instant::now();
            let players = &self.players;
            self.connection
                .immediate_transaction(|connection| write(connection, players, &pairs))?;
            latency.record(start.elapsed().as_micros() as u64)?;
            transfers += batch;
        }
        let rate = transfers as f64 / begun.elapsed().as_secs_f64();
        Ok(Went { rate, latency })
    }
}

fn write(
    connection: &mut SqliteConnection,
    players: &[Uuid],
    pairs: &[(usize, usize)],
) -> QueryResult<()> {
    let at = super::world::now()
        .strftime("%Y-%m-%dT%H:%M:%S.%6fZ")
        .to_string();
    let mut books = load(connection, players, pairs)?;
    let (position, hash): (i64, Vec<u8>) = ledger_shards::table
        .find(0)
        .select((ledger_shards::position, ledger_shards::hash))
        .first(connection)?;
    let moved = fold(players, pairs, &mut books);
    for (id, (balance, sequence)) in &books {
        diesel::update(accounts::table.find(id.as_bytes().as_slice()))
            .set((
                accounts::balance.eq(balance),
                accounts::sequence.eq(sequence),
                accounts::floor.eq(Some(0)),
                accounts::updated_at.eq(&at),
            ))
            .execute(connection)?;
    }
    for (id, ordinal, account, amount, sequence, balance) in &moved {
        diesel::insert_into(entries::table)
            .values((
                entries::transfer_id.eq(id.as_bytes().as_slice()),
                entries::ordinal.eq(ordinal),
                entries::account_id.eq(account.as_bytes().as_slice()),
                entries::currency.eq("WISE"),
                entries::amount.eq(amount),
                entries::sequence.eq(sequence),
                entries::balance_after.eq(balance),
                entries::posted_at.eq(&at),
            ))
            .execute(connection)?;
    }
    for (position, (id, ..)) in (position + 1..).zip(moved.iter().step_by(2)) {
        diesel::insert_into(transfers::table)
            .values((
                transfers::id.eq(id.as_bytes().as_slice()),
                transfers::shard.eq(0),
                transfers::position.eq(position),
                transfers::hash.eq(&hash),
                transfers::category.eq("transfer"),
                transfers::occurred_at.eq(&at),
                transfers::posted_at.eq(&at),
            ))
            .execute(connection)?;
    }
    diesel::update(ledger_shards::table.find(0))
        .set((
            ledger_shards::position.eq(position + pairs.len() as i64),
            ledger_shards::hash.eq(&hash),
            ledger_shards::batch.eq(Some(Uuid::now_v7().as_bytes().as_slice())),
        ))
        .execute(connection)?;
    Ok(())
}

type Books = HashMap<Uuid, (i64, i64)>;

fn load(
    connection: &mut SqliteConnection,
    players: &[Uuid],
    pairs: &[(usize, usize)],
) -> QueryResult<Books> {
    let mut books = Books::new();
    for player in pairs
        .iter()
        .flat_map(|(from, to)| [players[*from], players[*to]])
    {
        if let std::collections::hash_map::Entry::Vacant(place) = books.entry(player) {
            let state = accounts::table
                .find(player.as_bytes().as_slice())
                .select((accounts::balance, accounts::sequence))
                .first(connection)?;
            place.insert(state);
        }
    }
    Ok(books)
}

/// An entry's transfer, ordinal, account, amount, sequence and balance.
type Moved = (Uuid, i16, Uuid, i64, i64, i64);

fn fold(players: &[Uuid], pairs: &[(usize, usize)], books: &mut Books) -> Vec<Moved> {
    let mut moved = Vec::with_capacity(2 * pairs.len());
    for (from, to) in pairs {
        let id = new_id().uuid();
        for (ordinal, player, amount) in [(0, from, -1), (1, to, 1)] {
            let account = players[*player];
            let (balance, sequence) = books.entry(account).or_default();
            *balance += amount;
            *sequence += 1;
            moved.push((id, ordinal, account, amount, *sequence, *balance));
        }
    }
    moved
}

//! The bare loop on Postgres: nothing but the statements that a batch of transfers takes.

use super::world::{Spread, World, new_id};
use crate::chance::Chance;
use hdrhistogram::Histogram;
use postgres::{Client, NoTls, Statement, Transaction};
use std::collections::HashMap;
use std::time::{Duration, Instant, SystemTime};
use uuid::Uuid;

/// One connection, with every statement prepared.
pub(super) struct Bare {
    client: Client,
    statements: Statements,
    players: Vec<Uuid>,
    shard: i16,
    chance: Chance,
}

struct Statements {
    lock: Statement,
    balances: Statement,
    head: Statement,
    entries: Statement,
    transfers: Statement,
    move_head: Statement,
}

/// How it went.
pub(super) struct Went {
    pub(super) rate: f64,
    /// Of one transaction, in microseconds.
    pub(super) latency: Histogram<u64>,
}

/// As many loops side by side as the door has writers, each on a shard of its own; their rates together.
pub(super) fn side_by_side(
    loops: &mut [Bare],
    spread: Spread,
    batch: usize,
    lasting: Duration,
) -> anyhow::Result<f64> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = loops
            .iter_mut()
            .map(|bare| scope.spawn(move || bare.run(spread, batch, lasting)))
            .collect();
        threads
            .into_iter()
            .map(|thread| match thread.join() {
                Ok(went) => went.map(|went| went.rate),
                Err(_) => Err(anyhow::anyhow!("a bare loop panicked")),
            })
            .sum()
    })
}

impl Bare {
    pub(super) fn open(url: &str, world: &World, shard: i16) -> anyhow::Result<Self> {
        let mut client = Client::connect(url, NoTls)?;
        client.batch_execute("SET synchronous_commit = on; SET jit = off")?;
        Ok(Self {
            statements: Statements::prepare(&mut client)?,
            client,
            players: world
                .players
                .iter()
                .map(|player| player.id().uuid())
                .collect(),
            shard,
            chance: Chance::new(shard.unsigned_abs().into()),
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
            let transaction = self.client.transaction()?;
            write(
                transaction,
                &self.statements,
                &self.players,
                self.shard,
                &pairs,
            )?;
            latency.record(start.elapsed().as_micros() as u64)?;
            transfers += batch;
        }
        Ok(Went {
            rate: transfers as f64 / begun.elapsed().as_secs_f64(),
            latency,
        })
    }
}

fn write(
    mut transaction: Transaction<'_>,
    statements: &Statements,
    players: &[Uuid],
    shard: i16,
    pairs: &[(usize, usize)],
) -> anyhow::Result<()> {
    let mut touched: Vec<Uuid> = pairs
        .iter()
        .flat_map(|(from, to)| [players[*from], players[*to]])
        .collect();
    touched.sort_unstable();
    touched.dedup();
    let mut books: HashMap<Uuid, (i64, i64)> = transaction
        .query(&statements.lock, &[&touched])?
        .iter()
        .map(|row| (row.get(0), (row.get(1), row.get(2))))
        .collect();
    let at = SystemTime::now();
    let head = transaction.query_one(&statements.head, &[&shard])?;
    let (position, hash): (i64, Vec<u8>) = (head.get(0), head.get(1));
    let rows = Rows::of(pairs, players, &mut books);
    let states: Vec<_> = touched
        .iter()
        .map(|id| books.get(id).copied().unwrap_or_default())
        .collect();
    let balances: Vec<i64> = states.iter().map(|(balance, _)| *balance).collect();
    let sequences: Vec<i64> = states.iter().map(|(_, sequence)| *sequence).collect();
    let floors = vec![0_i64; touched.len()];
    transaction.execute(
        &statements.balances,
        &[
            &touched,
            &balances,
            &sequences,
            &floors,
            &vec![at; touched.len()],
        ],
    )?;
    insert(
        &mut transaction,
        statements,
        &rows,
        at,
        (shard, position, &hash),
    )?;
    let position = position + pairs.len() as i64;
    transaction.execute(
        &statements.move_head,
        &[&position, &hash, &Uuid::now_v7(), &shard],
    )?;
    Ok(transaction.commit()?)
}

/// The entries and the transfers.
fn insert(
    transaction: &mut Transaction<'_>,
    statements: &Statements,
    rows: &Rows,
    at: SystemTime,
    (shard, position, hash): (i16, i64, &[u8]),
) -> anyhow::Result<()> {
    let (entries, transfers) = (rows.accounts.len(), rows.accounts.len() / 2);
    transaction.execute(
        &statements.entries,
        &[
            &rows.transfers,
            &rows.ordinals,
            &rows.accounts,
            &vec!["WISE"; entries],
            &rows.amounts,
            &rows.sequences,
            &rows.balances,
            &vec![at; entries],
        ],
    )?;
    let ids: Vec<Uuid> = rows.transfers.iter().step_by(2).copied().collect();
    let positions: Vec<i64> = (position + 1..).take(transfers).collect();
    let (no_text, no_id) = (vec![None::<&str>; transfers], vec![None::<Uuid>; transfers]);
    transaction.execute(
        &statements.transfers,
        &[
            &ids,
            &vec![shard; transfers],
            &positions,
            &vec![hash; transfers],
            &vec!["transfer"; transfers],
            &no_text,
            &no_text,
            &no_text,
            &no_id,
            &no_id,
            &no_text,
            &vec![at; transfers],
            &vec![at; transfers],
        ],
    )?;
    Ok(())
}

/// The columns of the entries, two for each transfer.
#[derive(Default)]
struct Rows {
    transfers: Vec<Uuid>,
    ordinals: Vec<i16>,
    accounts: Vec<Uuid>,
    amounts: Vec<i64>,
    sequences: Vec<i64>,
    balances: Vec<i64>,
}

impl Rows {
    fn of(
        pairs: &[(usize, usize)],
        players: &[Uuid],
        books: &mut HashMap<Uuid, (i64, i64)>,
    ) -> Self {
        let mut rows = Self::default();
        for (from, to) in pairs {
            let id = new_id().uuid();
            for (ordinal, (player, amount)) in [(from, -1), (to, 1)].into_iter().enumerate() {
                let account = players[*player];
                let (balance, sequence) = books.entry(account).or_default();
                *balance += amount;
                *sequence += 1;
                rows.transfers.push(id);
                rows.ordinals.push(ordinal as i16);
                rows.accounts.push(account);
                rows.amounts.push(amount);
                rows.sequences.push(*sequence);
                rows.balances.push(*balance);
            }
        }
        rows
    }
}

impl Statements {
    fn prepare(client: &mut Client) -> anyhow::Result<Self> {
        Ok(Self {
            lock: client.prepare(
                "SELECT id, balance, sequence, owner_id, purpose, currency, floor, updated_at FROM accounts \
                 WHERE id = ANY($1) ORDER BY id FOR UPDATE",
            )?,
            balances: client.prepare(
                "UPDATE accounts SET balance = v.balance, sequence = v.sequence, floor = v.floor, \
                 updated_at = v.updated_at \
                 FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[]) \
                 AS v(id, balance, sequence, floor, updated_at) WHERE accounts.id = v.id",
            )?,
            head: client.prepare("SELECT position, hash FROM ledger_shards WHERE shard = $1 FOR UPDATE")?,
            entries: client.prepare(
                "INSERT INTO entries (transfer_id, ordinal, account_id, currency, amount, sequence, balance_after, \
                 posted_at) SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::uuid[], $4::text[], $5::bigint[], \
                 $6::bigint[], $7::bigint[], $8::timestamptz[])",
            )?,
            transfers: client.prepare(
                "INSERT INTO transfers (id, shard, position, hash, category, description, metadata, reference, \
                 reverses, hold_id, hold_step, occurred_at, posted_at) SELECT * FROM unnest($1::uuid[], \
                 $2::smallint[], $3::bigint[], $4::bytea[], $5::text[], $6::text[], $7::text[], $8::text[], \
                 $9::uuid[], $10::uuid[], $11::text[], $12::timestamptz[], $13::timestamptz[])",
            )?,
            move_head: client
                .prepare("UPDATE ledger_shards SET position = $1, hash = $2, batch = $3 WHERE shard = $4")?,
        })
    }
}

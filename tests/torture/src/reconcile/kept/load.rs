//! One snapshot of either database. The statements are written once; what the two spell differently stands in brackets.

use super::rows::{
    AccountRow, AnswerRow, BankRow, EntryRow, HeadRow, HiddenRow, HoldRow, IdRow, SessionRow,
    TransferRow,
};
use super::{Account, Answer, Entry, Head, Hold, Kept, Session, Transfer};
use anyhow::{Context, anyhow};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection, sql_query};
use std::collections::HashMap;
use uuid::Uuid;

enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// All rows of a statement.
macro_rules! rows {
    ($database:expr, $row:ty, $sql:expr) => {{
        let sql = $database.spell($sql);
        let rows: Vec<$row> = match &mut *$database {
            Database::Sqlite(conn) => sql_query(&sql).load(conn),
            Database::Postgres(conn) => sql_query(&sql).load(conn),
        }
        .with_context(|| sql.clone())?;
        rows.into_iter()
    }};
}

pub(super) fn load(url: &str) -> anyhow::Result<Kept> {
    let database = &mut Database::open(url)?;
    let mut entries = entries(database)?;
    let transfers = transfers(database, &mut entries)?;
    Ok(Kept {
        accounts: accounts(database)?,
        transfers,
        strays: entries.into_keys().collect(),
        heads: heads(database)?,
        holds: holds(database)?,
        sessions: sessions(database)?,
        answers: answers(database)?,
        records: rows!(
            database,
            IdRow,
            "SELECT [bytes scope] AS id FROM idempotency_records"
        )
        .map(|row| row.id)
        .collect(),
        users: rows!(
            database,
            IdRow,
            "SELECT [id id] AS id FROM users WHERE deleted_at IS NULL"
        )
        .map(|row| id(&row.id))
        .collect::<Result<_, _>>()?,
        hidden: rows!(
            database,
            HiddenRow,
            "SELECT [id account_id] AS account, sequence FROM hidden_transactions"
        )
        .map(|row| anyhow::Ok((id(&row.account)?, row.sequence)))
        .collect::<Result<_, _>>()?,
        bank: rows!(database, BankRow, BANK)
            .map(|row| anyhow::Ok((id(&row.id)?, row.deleted != 0)))
            .collect::<Result<_, _>>()?,
    })
}

const BANK: &str = "SELECT [id id] AS id, CAST(CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS deleted \
    FROM topics UNION ALL \
    SELECT [id id] AS id, CAST(CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS deleted FROM questions";

impl Database {
    /// Connects and begins the snapshot, which lives as long as this.
    fn open(url: &str) -> anyhow::Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let mut conn = SqliteConnection::establish(path)?;
            conn.batch_execute("PRAGMA busy_timeout = 5000; BEGIN")?;
            return Ok(Self::Sqlite(conn));
        }
        let mut conn = PgConnection::establish(url)?;
        conn.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        Ok(Self::Postgres(conn))
    }

    /// The statement in this database's words: `[id c]`, `[bytes c]` and `[instant c]` are that column as text.
    fn spell(&self, sql: &str) -> String {
        let mut spelt = String::with_capacity(sql.len());
        let mut rest = sql;
        while let Some((before, (kind, column), after)) = next_word(rest) {
            spelt.push_str(before);
            let word = match (self, kind) {
                (Self::Sqlite(_), "instant") => column.to_owned(),
                (Self::Sqlite(_), _) => format!("lower(hex({column}))"),
                (Self::Postgres(_), "id") => format!("{column}::text"),
                (Self::Postgres(_), "bytes") => format!("encode({column}, 'hex')"),
                (Self::Postgres(_), _) => format!("to_char({column} AT TIME ZONE 'UTC', {ISO})"),
            };
            spelt.push_str(&word);
            rest = after;
        }
        spelt + rest
    }
}

/// How Postgres is told to write instants.
const ISO: &str = r#"'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'"#;

/// What stands before the next `[kind column]`, that, and what stands behind it.
fn next_word(sql: &str) -> Option<(&str, (&str, &str), &str)> {
    let (before, rest) = sql.split_once('[')?;
    let (word, after) = rest.split_once(']')?;
    Some((before, word.split_once(' ')?, after))
}

fn accounts(database: &mut Database) -> anyhow::Result<Vec<Account>> {
    let sql = "SELECT [id id] AS id, [id owner_id] AS owner, purpose, currency, balance, sequence, floor FROM accounts";
    rows!(database, AccountRow, sql)
        .map(|row| {
            Ok(Account {
                id: id(&row.id)?,
                owner: id(&row.owner)?,
                purpose: row.purpose,
                currency: row.currency,
                balance: row.balance,
                sequence: row.sequence,
                floor: row.floor,
            })
        })
        .collect()
}

/// By transfer.
fn entries(database: &mut Database) -> anyhow::Result<HashMap<Uuid, Vec<Entry>>> {
    let sql = "SELECT [id transfer_id] AS transfer, [id account_id] AS account, currency, amount, sequence, \
        balance_after, [instant posted_at] AS posted_at FROM entries ORDER BY transfer_id, ordinal";
    let mut all: HashMap<Uuid, Vec<Entry>> = HashMap::new();
    for row in rows!(database, EntryRow, sql) {
        all.entry(id(&row.transfer)?).or_default().push(Entry {
            account: id(&row.account)?,
            currency: row.currency,
            amount: row.amount,
            sequence: row.sequence,
            balance_after: row.balance_after,
            posted_at: instant(&row.posted_at)?,
        });
    }
    Ok(all)
}

/// Each takes its entries.
fn transfers(
    database: &mut Database,
    entries: &mut HashMap<Uuid, Vec<Entry>>,
) -> anyhow::Result<Vec<Transfer>> {
    let sql = "SELECT [id id] AS id, CAST(shard AS BIGINT) AS shard, position, [bytes hash] AS hash, category, \
        description, metadata, reference, [id reverses] AS reverses, [id hold_id] AS hold, \
        [instant occurred_at] AS occurred_at, [instant posted_at] AS posted_at \
        FROM transfers ORDER BY shard, position";
    rows!(database, TransferRow, sql)
        .map(|row| {
            let own = id(&row.id)?;
            Ok(Transfer {
                id: own,
                shard: row.shard.try_into()?,
                position: row.position,
                hash: row.hash,
                category: row.category,
                description: row.description,
                metadata: row.metadata,
                reference: row.reference,
                reverses: optional_id(row.reverses)?,
                hold: optional_id(row.hold)?,
                occurred_at: instant(&row.occurred_at)?,
                posted_at: instant(&row.posted_at)?,
                entries: entries.remove(&own).unwrap_or_default(),
            })
        })
        .collect()
}

fn heads(database: &mut Database) -> anyhow::Result<Vec<Head>> {
    let sql =
        "SELECT CAST(shard AS BIGINT) AS shard, position, [bytes hash] AS hash FROM ledger_shards";
    rows!(database, HeadRow, sql)
        .map(|row| {
            Ok(Head {
                shard: row.shard.try_into()?,
                position: row.position,
                hash: row.hash,
            })
        })
        .collect()
}

fn holds(database: &mut Database) -> anyhow::Result<Vec<Hold>> {
    let sql = "SELECT [id id] AS id, [id user_id] AS \"user\", currency, amount, captured, released FROM holds";
    rows!(database, HoldRow, sql)
        .map(|row| {
            Ok(Hold {
                id: id(&row.id)?,
                user: id(&row.user)?,
                currency: row.currency,
                amount: row.amount,
                captured: row.captured,
                released: row.released,
            })
        })
        .collect()
}

fn sessions(database: &mut Database) -> anyhow::Result<HashMap<Uuid, Session>> {
    let sql = "SELECT [id id] AS id, [id game_sessions.host_id] AS \"user\", status, ending, score FROM game_sessions \
        JOIN session_players ON session_players.session_id = id AND session_players.user_id = game_sessions.host_id";
    rows!(database, SessionRow, sql)
        .map(|row| {
            let session = Session {
                user: id(&row.user)?,
                status: row.status,
                ending: row.ending,
                score: row.score,
            };
            Ok((id(&row.id)?, session))
        })
        .collect()
}

fn answers(database: &mut Database) -> anyhow::Result<HashMap<(Uuid, Uuid), Answer>> {
    let sql = "SELECT [id session_id] AS session, [id question_id] AS question, \
        CAST(CASE WHEN is_correct THEN 1 ELSE 0 END AS BIGINT) AS is_correct, points_awarded AS points \
        FROM player_answers";
    rows!(database, AnswerRow, sql)
        .map(|row| {
            let answer = Answer {
                is_correct: row.is_correct != 0,
                points: row.points,
            };
            Ok(((id(&row.session)?, id(&row.question)?), answer))
        })
        .collect()
}

fn id(text: &str) -> anyhow::Result<Uuid> {
    Uuid::parse_str(text).map_err(|error| anyhow!("{text:?} is no id: {error}"))
}

fn optional_id(text: Option<String>) -> anyhow::Result<Option<Uuid>> {
    text.filter(|text| !text.is_empty())
        .map(|text| id(&text))
        .transpose()
}

fn instant(text: &str) -> anyhow::Result<jiff::Timestamp> {
    text.parse()
        .with_context(|| format!("{text:?} is no instant"))
}

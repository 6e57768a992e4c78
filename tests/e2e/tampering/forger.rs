//! Somebody who knows the schema, has the database, and writes SQL.

use crate::harness::{ByHand, Deployment, Kind};
use uuid::Uuid;

/// The id of the transfer that is forged.
pub(super) const FORGED: &str = "ffffffff-ffff-7fff-bfff-ffffffffffff";

const TABLES: [&str; 4] = ["entries", "transfers", "accounts", "ledger_shards"];

/// Somebody who knows the schema, has the database, and writes SQL.
pub(super) struct Forger {
    kind: Kind,
    sql: ByHand,
}

/// An account, as people call it.
pub(super) struct Account {
    owner: String,
    purpose: &'static str,
    currency: &'static str,
}

impl Account {
    pub(super) fn available(user: &str, currency: &'static str) -> Self {
        Self {
            owner: user.to_owned(),
            purpose: "available",
            currency,
        }
    }

    pub(super) fn system(purpose: &'static str, currency: &'static str) -> Self {
        Self {
            owner: Uuid::nil().to_string(),
            purpose,
            currency,
        }
    }
}

impl Forger {
    pub(super) fn at(here: &Deployment) -> Self {
        Self {
            kind: here.kind(),
            sql: here.sql(),
        }
    }

    /// Runs statements, all or none.
    pub(super) fn run(&mut self, sql: &str) -> Result<(), String> {
        self.sql.run(sql)
    }

    /// Whoever owns the tables can do that.
    pub(super) fn drop_triggers(&mut self) {
        let statements = match self.kind {
            Kind::Sqlite => {
                "SELECT 'DROP TRIGGER ' || name AS text FROM sqlite_master WHERE type = 'trigger'"
            }
            Kind::Postgres => {
                "SELECT format('DROP TRIGGER %I ON %I', tgname, relname) AS text \
                 FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
            }
        };
        let statements = self.sql.texts(statements);
        assert!(statements.len() >= 5, "{statements:?}");
        self.run(&statements.join("; ")).unwrap();
    }

    /// Keeps the books as they are now.
    pub(super) fn remember(&mut self) {
        let copies =
            TABLES.map(|table| format!("CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table}"));
        self.run(&copies.join("; ")).unwrap();
    }

    /// Makes them again as they were then.
    pub(super) fn restore(&mut self) {
        let copies = TABLES.map(|table| {
            format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}")
        });
        self.run(&copies.join("; ")).unwrap();
    }

    /// The only chain there is: its shard, and its transfers in order.
    pub(super) fn chain(&mut self) -> (i64, Vec<String>) {
        let shards = self
            .sql
            .texts("SELECT DISTINCT CAST(shard AS TEXT) AS text FROM transfers");
        assert_eq!(shards.len(), 1, "one writer has one chain");
        let id = self.text_of("id");
        let transfers = self.ids(&format!(
            "SELECT {id} AS text FROM transfers ORDER BY position"
        ));
        assert!(transfers.len() >= 10, "{transfers:?}");
        (shards[0].parse().unwrap(), transfers)
    }

    pub(super) fn id_of(&mut self, account: &Account) -> String {
        let sql = format!(
            "SELECT {} AS text FROM accounts WHERE {}",
            self.text_of("id"),
            self.is(account)
        );
        self.ids(&sql).remove(0)
    }

    /// The last transfer with an entry on an account.
    pub(super) fn last_of(&mut self, account: &Account) -> String {
        let (id, is) = (self.text_of("transfer_id"), self.is(account));
        let sql = format!(
            "SELECT {id} AS text FROM entries WHERE account_id = (SELECT id FROM accounts WHERE {is}) \
             ORDER BY sequence DESC LIMIT 1"
        );
        self.ids(&sql).remove(0)
    }

    /// Everything that the books say, as text.
    pub(super) fn everything(&mut self) -> Vec<String> {
        let columns = [
            (
                "entries",
                "ordinal || ' ' || amount || ' ' || sequence || ' ' || balance_after",
                "transfer_id",
            ),
            (
                "transfers",
                "shard || ' ' || position || ' ' || coalesce(description, '')",
                "id",
            ),
            (
                "accounts",
                "purpose || ' ' || currency || ' ' || balance || ' ' || sequence",
                "id",
            ),
            ("audit_records", "action || ' ' || meta", "id"),
        ];
        let rows = columns.map(|(table, columns, id)| {
            let id = self.text_of(id);
            self.sql.texts(&format!(
                "SELECT {id} || ' ' || {columns} AS text FROM {table} ORDER BY 1"
            ))
        });
        rows.concat()
    }

    /// An id, as SQL writes it.
    pub(super) fn literal(&self, id: &str) -> String {
        let id: Uuid = id.parse().unwrap();
        match self.kind {
            Kind::Sqlite => format!("x'{}'", id.simple()),
            Kind::Postgres => format!("CAST('{id}' AS uuid)"),
        }
    }

    /// The condition that a row of `accounts` is this one.
    pub(super) fn is(&self, account: &Account) -> String {
        let Account {
            owner,
            purpose,
            currency,
        } = account;
        let owner = self.literal(owner);
        format!("owner_id = {owner} AND purpose = '{purpose}' AND currency = '{currency}'")
    }

    /// Deletes a transfer and its entries.
    pub(super) fn delete(&self, transfer: &str) -> String {
        let id = self.literal(transfer);
        format!(
            "DELETE FROM entries WHERE transfer_id = {id}; DELETE FROM transfers WHERE id = {id}"
        )
    }

    /// Takes a transfer out of the balances, which it was the last to change.
    pub(super) fn unpost(&self, transfer: &str) -> String {
        let id = self.literal(transfer);
        format!(
            "UPDATE accounts SET sequence = sequence - 1, balance = balance - (SELECT amount FROM entries \
             WHERE transfer_id = {id} AND account_id = accounts.id) \
             WHERE id IN (SELECT account_id FROM entries WHERE transfer_id = {id})"
        )
    }

    /// Inserts the forged transfer behind the last one, with numbers and balances that fit.
    pub(super) fn post(&self, lines: &[(&Account, i64)]) -> String {
        let (id, hash) = (self.literal(FORGED), self.no_hash());
        let last = "(SELECT max(posted_at) FROM transfers)";
        let entry = |(ordinal, (account, amount)): (usize, &(&Account, i64))| {
            let is = self.is(account);
            format!(
                "SELECT {id}, {ordinal}, id, currency, {amount}, sequence + 1, balance + {amount}, {last} \
                 FROM accounts WHERE {is}"
            )
        };
        let entries: Vec<_> = lines.iter().enumerate().map(entry).collect();
        format!(
            "INSERT INTO entries (transfer_id, ordinal, account_id, currency, amount, sequence, balance_after, \
             posted_at) {}; \
             INSERT INTO transfers (id, shard, position, hash, category, occurred_at, posted_at) \
             SELECT {id}, shard, position + 1, {hash}, 'bonus', posted_at, posted_at \
             FROM transfers WHERE position > 0 ORDER BY position DESC LIMIT 1",
            entries.join(" UNION ALL ")
        )
    }

    /// Makes the balances fit to it.
    pub(super) fn book(&self, lines: &[(&Account, i64)]) -> String {
        let update = |(account, amount): &(&Account, i64)| {
            let is = self.is(account);
            format!(
                "UPDATE accounts SET balance = balance + {amount}, sequence = sequence + 1 WHERE {is}"
            )
        };
        lines.iter().map(update).collect::<Vec<_>>().join("; ")
    }

    /// Ways to change a row that do not say UPDATE or DELETE.
    pub(super) fn dialect_tricks(&self) -> impl Iterator<Item = String> + use<> {
        let tricks: &[&str] = match self.kind {
            Kind::Sqlite => &[
                "REPLACE INTO entries SELECT transfer_id, ordinal, account_id, currency, amount * 2, sequence, \
                 balance_after, posted_at FROM entries",
                "UPDATE OR REPLACE entries SET sequence = 1",
                "REPLACE INTO transfers SELECT id, shard, position, hash, 'win', description, metadata, reference, \
                 reverses, hold_id, hold_step, occurred_at, posted_at FROM transfers",
                "INSERT INTO entries SELECT * FROM entries WHERE true ON CONFLICT DO UPDATE SET amount = 1",
            ],
            Kind::Postgres => &[
                "TRUNCATE entries",
                "TRUNCATE transfers",
                "TRUNCATE accounts CASCADE",
                "INSERT INTO transfers SELECT * FROM transfers ON CONFLICT (id) DO UPDATE SET category = 'win'",
                "MERGE INTO entries USING transfers ON transfer_id = id WHEN MATCHED THEN DELETE",
                "WITH gone AS (DELETE FROM entries RETURNING 1) SELECT count(*) FROM gone",
            ],
        };
        tricks.iter().map(|trick| (*trick).to_owned())
    }

    fn no_hash(&self) -> &'static str {
        match self.kind {
            Kind::Sqlite => "zeroblob(32)",
            Kind::Postgres => "decode(repeat('00', 32), 'hex')",
        }
    }

    fn text_of(&self, id: &str) -> String {
        match self.kind {
            Kind::Sqlite => format!("lower(hex({id}))"),
            Kind::Postgres => format!("CAST({id} AS TEXT)"),
        }
    }

    /// With hyphens, as the program writes them.
    fn ids(&mut self, sql: &str) -> Vec<String> {
        let hyphenated = |id: String| id.parse::<Uuid>().unwrap().to_string();
        self.sql.texts(sql).into_iter().map(hyphenated).collect()
    }
}

//! `Audit::verify` finds what somebody did to the audit log past the door, and past the triggers too.
//!
//! A log of a few records is tampered with in hundreds of ways, one after the other; after each it is put back as it was.

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, AuditRecord};
use ludger_domain::ids::UserId;
use ludger_ports::read::{Audit, AuditVerification};
use ludger_ports::{Changes, Store};
use ludger_store_diesel::{DieselStore, Settings};
use ludger_testkit::databases::{Guard, migrated_postgres, migrated_sqlite};
use serde_json::json;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
/// Of the log. Every other one has all there is, those between have next to nothing.
const RECORDS: u128 = 12;

fn record(n: u128) -> AuditRecord {
    let ada = UserId::from(Uuid::from_u128(7));
    let plain = AuditRecord::new(Uuid::from_u128(n).into(), AuditAction::UserSignIn, NOW);
    if n % 2 == 1 {
        return plain;
    }
    let address = Some("192.0.2.1".to_owned());
    plain
        .by(ada)
        .on("user", ada)
        .with(json!({ "n": u64::try_from(n).unwrap(), "why": "x" }))
        .from_request(address, Some("r".to_owned()))
}

enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Database {
    fn run(&mut self, sql: &str) {
        let done = match self {
            Self::Sqlite(connection) => connection.batch_execute(sql),
            Self::Postgres(connection) => connection.batch_execute(sql),
        };
        done.unwrap_or_else(|error| panic!("{error}: {sql}"));
    }

    fn uuid(&self, n: u128) -> String {
        match self {
            Self::Sqlite(_) => format!("x'{n:032x}'"),
            Self::Postgres(_) => format!("'{}'::uuid", Uuid::from_u128(n)),
        }
    }

    fn bytes(&self, hex: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("x'{hex}'"),
            Self::Postgres(_) => format!("'\\x{hex}'"),
        }
    }

    /// What only one of them can hold.
    fn malformed(&self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Sqlite(_) => &[
                ("at", "'1970-01-01'"),
                ("at", "'1970-01-01T00:00:00Z'"),
                ("at", "''"),
                ("actor_id", "x'00'"),
                ("target_id", "x'00'"),
            ],
            Self::Postgres(_) => &[
                ("at", "'infinity'"),
                ("at", "'-infinity'"),
                (
                    "at",
                    "'1970-01-01T00:00:00Z'::timestamptz + interval '1 microsecond'",
                ),
            ],
        }
    }
}

struct Log {
    store: DieselStore,
    database: Database,
    _guard: Guard,
}

impl Log {
    async fn sqlite() -> Self {
        let (url, guard) = migrated_sqlite();
        let path = url.trim_start_matches("sqlite:");
        let mut connection = SqliteConnection::establish(path).unwrap();
        connection
            .batch_execute("PRAGMA busy_timeout = 5000")
            .unwrap();
        let unlocked = "DROP TRIGGER audit_records_no_update; DROP TRIGGER audit_records_no_delete";
        Self::of(Database::Sqlite(connection), &url, guard, unlocked).await
    }

    async fn postgres() -> Self {
        let (url, guard) = migrated_postgres();
        let connection = PgConnection::establish(&url).unwrap();
        let unlocked = "DROP TRIGGER append_only ON audit_records";
        Self::of(Database::Postgres(connection), &url, guard, unlocked).await
    }

    /// The log, with nothing of the database in the way.
    async fn of(mut database: Database, url: &str, guard: Guard, unlocked: &str) -> Self {
        let store = DieselStore::open(Settings::new(url)).unwrap();
        let mut told = 1..=RECORDS;
        while let (Some(first), second) = (told.next(), told.next()) {
            let both = [Some(first), second].into_iter().flatten().map(record);
            let decided = both.fold(Changes::at(NOW), Changes::audit);
            store.commit(decided).await.unwrap();
        }
        database.run(unlocked);
        database.run("DROP INDEX audit_records_chain");
        database.run("CREATE TABLE saved_records AS SELECT * FROM audit_records");
        database.run("CREATE TABLE saved_shards AS SELECT * FROM ledger_shards");
        Self {
            store,
            database,
            _guard: guard,
        }
    }

    fn put_back(&mut self) {
        self.database.run(
            "BEGIN; DELETE FROM audit_records; INSERT INTO audit_records SELECT * FROM saved_records; \
             DELETE FROM ledger_shards; INSERT INTO ledger_shards SELECT * FROM saved_shards; COMMIT",
        );
    }

    async fn verify(&self) -> AuditVerification {
        self.store.verify().await.unwrap()
    }

    /// Each of these is found, and nothing else is.
    async fn assert_found(&mut self, tamperings: Vec<String>) -> usize {
        for sql in &tamperings {
            self.database.run(sql);
            let found = self.verify().await;
            assert_ne!(found.broken, [""; 0], "was not found: {sql}");
            self.put_back();
        }
        let sound = AuditVerification {
            records: u64::try_from(RECORDS).unwrap(),
            ..AuditVerification::default()
        };
        assert_eq!(self.verify().await, sound);
        tamperings.len()
    }
}

/// Every column of every record, to something that a record may have, to nothing, and to what no record has.
fn edits(database: &Database) -> Vec<String> {
    let stranger = database.uuid(999);
    let zeros = database.bytes(&"00".repeat(32));
    let short = database.bytes("00");
    let mut edits = Vec::new();
    for n in 1..=RECORDS {
        let id = database.uuid(n);
        let is_full = n % 2 == 0;
        let mut edit = |column: &str, value: &str| {
            edits.push(format!(
                "UPDATE audit_records SET {column} = {value} WHERE id = {id}"
            ));
        };
        for value in [&stranger, &database.uuid(0)] {
            edit("id", value);
        }
        for (column, values) in [
            (
                "at",
                [
                    "'1970-01-01T00:00:00.000001Z'",
                    "'2026-01-01T00:00:00.000000Z'",
                ],
            ),
            ("action", ["'user.sign_out'", "'?'"]),
            ("target_kind", ["'transfer'", "''"]),
            ("meta", ["'{\"n\":0}'", "'?'"]),
            ("meta", ["'{ }'", "' null'"]),
            ("meta", ["'{\"why\":\"lie\",\"n\":2,\"why\":\"x\"}'", "''"]),
            ("address", ["'192.0.2.2'", "''"]),
            ("request_id", ["'s'", "''"]),
            ("shard", ["99", "NULL"]),
            ("position", ["position + 1000", "-position"]),
            ("position", ["0", "NULL"]),
        ] {
            for value in values {
                edit(column, value);
            }
        }
        edit("shard", "(shard + 1) % 16");
        edit("actor_id", &stranger);
        edit("target_id", &stranger);
        for hash in [&zeros, &short, "NULL"] {
            edit("hash", hash);
        }
        if is_full {
            for column in [
                "actor_id",
                "target_kind",
                "target_id",
                "address",
                "request_id",
            ] {
                edit(column, "NULL");
            }
        }
        for (column, value) in database.malformed() {
            edit(column, value);
        }
    }
    edits
}

/// Records that go, that come and that change places.
fn moves(database: &Database) -> Vec<String> {
    let columns = "id, at, actor_id, action, target_kind, target_id, meta, address, request_id, shard, position, hash";
    let forged = database.uuid(999);
    let mut moves = vec!["DELETE FROM audit_records".to_owned()];
    for n in 1..=RECORDS {
        let id = database.uuid(n);
        moves.push(format!("DELETE FROM audit_records WHERE id = {id}"));
        for place in [
            "shard, position, hash",
            "shard, position + 1, hash",
            "shard, position + 1000, hash",
            "shard, -1, hash",
            "99, 1, hash",
            "NULL, NULL, NULL",
            "NULL, position, hash",
        ] {
            moves.push(format!(
                "INSERT INTO audit_records ({columns}) SELECT {forged}, at, actor_id, action, target_kind, target_id, meta, \
                 address, request_id, {place} FROM saved_records WHERE id = {id}"
            ));
        }
        for other in n + 1..=RECORDS {
            let other = database.uuid(other);
            let theirs = |column: &str| {
                format!(
                    "{column} = (SELECT {column} FROM saved_records s WHERE s.id = \
                     CASE WHEN audit_records.id = {id} THEN {other} ELSE {id} END)"
                )
            };
            let place = ["shard", "position", "hash"].map(theirs).join(", ");
            moves.push(format!(
                "UPDATE audit_records SET {place} WHERE id IN ({id}, {other})"
            ));
        }
    }
    moves
}

/// Ends of chains that are no ends.
fn heads(database: &Database) -> Vec<String> {
    let zeros = database.bytes(&"00".repeat(32));
    let ones = database.bytes(&"11".repeat(32));
    let short = database.bytes("00");
    let used = "WHERE audit_position > 0";
    let mut heads = vec![
        format!("DELETE FROM ledger_shards {used}"),
        "UPDATE ledger_shards SET audit_unsealed = 1 WHERE shard = 0".to_owned(),
        "UPDATE ledger_shards SET audit_unsealed = -1 WHERE shard = 15".to_owned(),
        format!("UPDATE ledger_shards SET audit_position = 0, audit_hash = {zeros} {used}"),
        format!("DELETE FROM audit_records; UPDATE ledger_shards SET audit_position = 0 {used}"),
        format!("DELETE FROM audit_records; UPDATE ledger_shards SET audit_hash = {zeros} {used}"),
    ];
    for set in [
        "audit_position = 0",
        "audit_position = audit_position + 1",
        "audit_position = audit_position - 1",
        &format!("audit_hash = {zeros}"),
        &format!("audit_hash = {short}"),
    ] {
        heads.push(format!("UPDATE ledger_shards SET {set} {used}"));
    }
    for shard in 0..16 {
        heads.push(format!(
            "UPDATE ledger_shards SET audit_position = audit_position + 7 WHERE shard = {shard}"
        ));
        heads.push(format!(
            "UPDATE ledger_shards SET audit_hash = {ones} WHERE shard = {shard}"
        ));
    }
    heads
}

async fn every_tampering_is_found(mut log: Log) {
    let all = [
        edits(&log.database),
        moves(&log.database),
        heads(&log.database),
    ]
    .concat();
    let tried = log.assert_found(all).await;
    assert!(tried > 500, "{tried}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_tampering_is_found_on_sqlite() {
    every_tampering_is_found(Log::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_tampering_is_found_on_postgres() {
    every_tampering_is_found(Log::postgres().await).await;
}

/// Records from before there was a chain are counted, and neither more nor fewer may there be.
#[tokio::test(flavor = "multi_thread")]
async fn records_from_before_are_counted() {
    for mut log in [Log::sqlite().await, Log::postgres().await] {
        let before = "UPDATE audit_records SET shard = NULL, position = NULL, hash = NULL; \
                      UPDATE ledger_shards SET audit_position = 0; UPDATE ledger_shards SET audit_hash = ";
        let zeros = log.database.bytes(&"00".repeat(32));
        let count = format!("UPDATE ledger_shards SET audit_unsealed = {RECORDS} WHERE shard = 0");
        log.database.run(&format!("{before}{zeros}; {count}"));
        let expected = AuditVerification {
            unsealed: u64::try_from(RECORDS).unwrap(),
            ..AuditVerification::default()
        };
        assert_eq!(log.verify().await, expected);
        let id = log.database.uuid(3);
        log.database
            .run(&format!("DELETE FROM audit_records WHERE id = {id}"));
        assert_eq!(log.verify().await.broken.len(), 1);
    }
}

use super::{Fate, find};
use crate::connection::{Connection, ConnectionManager, Role};
use crate::dialect::key;
use crate::schema::ledger_shards::dsl;
use diesel::prelude::*;
use ludger_domain::ledger::Shard;
use ludger_testkit::databases::{migrated_postgres, migrated_sqlite};
use r2d2::ManageConnection;
use std::sync::mpsc;
use std::thread;
use uuid::Uuid;

const SHARD: Shard = 0;
const OURS: Uuid = Uuid::from_u128(1);
const BEFORE: Uuid = Uuid::from_u128(2);
const ANOTHERS: Uuid = Uuid::from_u128(3);

fn manager(url: &str) -> ConnectionManager {
    ConnectionManager::new(url, Role::Writer).unwrap()
}

/// Leaves a batch's id on the shard.
fn leave(connection: &mut Connection, batch: Option<Uuid>) {
    let left = diesel::update(dsl::ledger_shards.find(SHARD))
        .set(dsl::batch.eq(batch.map(key)))
        .execute(connection);
    assert_eq!(left, Ok(1));
}

#[test]
fn the_shard_tells_what_became_of_a_batch() {
    for (url, _guard) in [migrated_sqlite(), migrated_postgres()] {
        let manager = manager(&url);
        let fate = |left, before| {
            leave(&mut manager.connect().unwrap(), left);
            find(&manager, SHARD, OURS, before)
        };
        // It is the first one, or comes after one.
        for before in [None, Some(BEFORE)] {
            assert_eq!(fate(Some(OURS), before), Fate::Committed);
            assert_eq!(fate(before, before), Fate::RolledBack);
            // Another node went on from ours, or from the one before it: nobody knows.
            assert_eq!(fate(Some(ANOTHERS), before), Fate::Unknown);
        }
        assert_eq!(fate(None, Some(BEFORE)), Fate::Unknown);
    }
}

/// The lost transaction lives as long as the server has not noticed.
#[test]
fn who_asks_waits_for_the_lost_transaction() {
    let (url, _guard) = migrated_postgres();
    let manager = manager(&url);
    let mut lost = manager.connect().unwrap();
    leave(&mut lost, Some(BEFORE));
    lost.begin_write().unwrap();
    leave(&mut lost, Some(OURS));
    let (tell, told) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| {
            let fate = find(&manager, SHARD, OURS, Some(BEFORE));
            tell.send(fate).unwrap();
        });
        let waits = "SELECT COUNT(*) FROM pg_stat_activity \
                     WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let mut watch = manager.connect().unwrap();
        let mut waiting = 0;
        while waiting == 0 {
            assert_eq!(told.try_recv(), Err(mpsc::TryRecvError::Empty));
            waiting = diesel::dsl::sql::<diesel::sql_types::BigInt>(waits)
                .get_result(&mut watch)
                .unwrap();
        }
        lost.commit().unwrap();
    });
    assert_eq!(told.recv(), Ok(Fate::Committed));
}

#[test]
fn nobody_knows_without_the_database() {
    let nowhere = manager("postgres://nobody@127.0.0.1:1/nowhere");
    assert_eq!(find(&nowhere, SHARD, OURS, None), Fate::Unknown);
}

//! `verify`: every hash, number and balance again, over one moment of the database.
//!
//! Two passes, along each chain and along each account, in pages, so that the books are never in memory as a whole.
//! It takes as long as it takes: it has a connection of its own, no deadline, and one runs at a time.

mod accounts;
mod chains;

use crate::DieselStore;
use crate::connection::Connection;
use crate::errors::unavailable;
use diesel::QueryResult;
use ludger_domain::ledger::Discrepancy;
use ludger_ports::Unavailable;
use ludger_ports::read::Verification;
use r2d2::ManageConnection;
use std::sync::Arc;

/// Rows that are in memory at once.
const PAGE: i64 = 5_000;

/// What was found so far.
struct Findings {
    found: Verification,
    discrepancies_max: usize,
}

pub(super) async fn run(
    store: &DieselStore,
    discrepancies_max: usize,
) -> Result<Verification, Unavailable> {
    let Ok(permit) = Arc::clone(&store.verifying).try_acquire_owned() else {
        return Err(Unavailable::overloaded(
            "the books are being verified already",
        ));
    };
    let manager = store.maintenance.clone();
    let task = tokio::task::spawn_blocking(move || {
        let mut conn = manager.connect().map_err(Unavailable::broken)?;
        let found = conn
            .snapshot(|conn| verify(conn, discrepancies_max))
            .map_err(unavailable);
        drop(permit);
        found
    });
    task.await.map_err(Unavailable::broken)?
}

fn verify(conn: &mut Connection, discrepancies_max: usize) -> QueryResult<Verification> {
    let mut findings = Findings {
        found: Verification::default(),
        discrepancies_max,
    };
    chains::check(conn, &mut findings)?;
    accounts::check(conn, &mut findings)?;
    Ok(findings.found)
}

impl Findings {
    fn tell(&mut self, checked: Result<(), Discrepancy>) {
        if let Err(discrepancy) = checked
            && self.found.discrepancies.len() < self.discrepancies_max
        {
            self.found.discrepancies.push(discrepancy);
        }
    }
}

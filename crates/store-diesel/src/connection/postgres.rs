//! A Postgres session: in UTC, with an end to every wait. That a commit is on disk when it is answered rests on
//! `synchronous_commit`, so every session says it and reads it back.

use super::{ConnectError, Role};
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use ludger_ports::sabotage::Sabotage;

#[derive(QueryableByName)]
struct Session {
    #[diesel(sql_type = Text)]
    synchronous_commit: String,
    #[diesel(sql_type = Text)]
    time_zone: String,
}

const CURE: &str = "something between here and the server changes it";

pub(super) fn open(conninfo: &str, role: Role) -> Result<PgConnection, ConnectError> {
    let mut connection = PgConnection::establish(conninfo)?;
    connection.batch_execute(&settings(role))?;
    let session: Session = diesel::sql_query(
        "SELECT current_setting('synchronous_commit') AS synchronous_commit, current_setting('TimeZone') AS time_zone",
    )
    .get_result(&mut connection)?;
    // `remote_apply` promises more than `on`, never less.
    if Sabotage::UnsafeDurability.is_on() {
        connection.batch_execute("SET synchronous_commit = off")?;
        return Ok(connection);
    }
    if !matches!(session.synchronous_commit.as_str(), "on" | "remote_apply") {
        return Err(ConnectError::Setting {
            setting: "synchronous_commit",
            found: session.synchronous_commit,
            cure: CURE,
        });
    }
    if session.time_zone != "UTC" {
        return Err(ConnectError::Setting {
            setting: "TimeZone",
            found: session.time_zone,
            cure: CURE,
        });
    }
    Ok(connection)
}

/// Statements are planned once for a session: planning one anew costs more than running it. All of them look rows up by
/// an index and take no more of them than they need, so the plan must not come from a day on which the table was small:
/// no scans, and nothing that reads all rows before the first one.
const BY_KEY: &str = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; \
    SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_sort = off; ";

/// One round trip. Time-outs in milliseconds; 0: none. The caller's own deadline is shorter: these free the server.
fn settings(role: Role) -> String {
    let (statement, lock, idle, read_only, plans) = match role {
        Role::Reader => (5_000, 1_000, 10_000, "on", BY_KEY),
        Role::Writer => (10_000, 4_000, 10_000, "off", BY_KEY),
        Role::Maintenance => (0, 0, 0, "off", ""),
    };
    format!(
        "SET TIME ZONE 'UTC'; SET statement_timeout = {statement}; SET lock_timeout = {lock}; \
         SET idle_in_transaction_session_timeout = {idle}; SET default_transaction_read_only = {read_only}; \
         SET jit = off; {plans}SELECT set_config('synchronous_commit', 'on', false) \
         WHERE current_setting('synchronous_commit') <> 'remote_apply'"
    )
}

//! Makes a board large.

use crate::deployment::{Deployment, Kind};
use crate::people::Person;
use diesel::connection::SimpleConnection;
use diesel::{Connection as _, PgConnection, SqliteConnection};
use jiff::Timestamp;
use ludger_domain::boards::{Board, Scored};
use ludger_domain::quiz::Mode;
use ludger_ports::{Changes, Store as _};
use ludger_store_diesel::{DieselStore, Settings};

/// Different scores that players have; a prime's neighbour, so that they are spread.
const SCORES: u64 = 250_000;

/// Puts so many players on the board, and lets everybody else play on it once.
pub(super) fn fill(
    deployment: &Deployment,
    people: &[Person],
    board: Board,
    players: u64,
) -> anyhow::Result<()> {
    let url = deployment.url();
    match deployment.kind {
        Kind::Postgres => {
            let mut connection = PgConnection::establish(&url)?;
            connection.batch_execute(&sql(deployment.kind, board.number(), players))?;
            connection.batch_execute("VACUUM (ANALYZE)")?;
            connection.batch_execute("CHECKPOINT")?;
        }
        Kind::Sqlite => {
            let path = url.trim_start_matches("sqlite:");
            let mut connection = SqliteConnection::establish(path)?;
            connection.batch_execute(&sql(deployment.kind, board.number(), players))?;
        }
    }
    let store = DieselStore::open(Settings::new(url))?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let now = Timestamp::now();
        let mut scores = (1_u64..).map(|n| n * 7_919 % SCORES);
        for some in people.chunks(100) {
            let mut changes = Changes::at(now);
            for person in some {
                let points = scores.next().unwrap_or_default().try_into()?;
                changes = changes.score(Scored::finished(Mode::Solo, person.id, points, now));
            }
            store.commit(changes).await?;
        }
        anyhow::Ok(())
    })
}

fn sql(kind: Kind, board: i64, players: u64) -> String {
    let (numbers, id, at, shown, down) = match kind {
        Kind::Postgres => (
            format!("generate_series(CAST(1 AS BIGINT), {players}) AS t(n)"),
            "CAST('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS uuid)",
            "TIMESTAMPTZ '2026-01-01T00:00:00Z'",
            "TRUE",
            "score >> shift",
        ),
        Kind::Sqlite => (
            format!(
                "(WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < {players}) SELECT n FROM t)"
            ),
            "unhex('00000000000070008000' || printf('%012x', n))",
            "'2026-01-01T00:00:00.000000Z'",
            "1",
            "score >> shift",
        ),
    };
    format!(
        "INSERT INTO users (id, username, username_key, created_at, version) \
         SELECT {id}, 'crowd' || n, 'crowd' || n, {at}, 1 FROM {numbers};\n\
         INSERT INTO board_scores (user_id, board, score, sessions, reached_at, is_shown) \
         SELECT {id}, {board}, n * 48271 % {SCORES}, 1, {at}, {shown} FROM {numbers};\n\
         INSERT INTO board_tallies (board, shift, bucket, players) \
         SELECT board, shift, {down}, count(*) FROM board_scores, \
         (SELECT 0 AS shift UNION ALL SELECT 10 UNION ALL SELECT 20) AS shifts GROUP BY board, shift, {down};"
    )
}

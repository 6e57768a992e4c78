//! Two nodes add to the same boards at once: the tallies that ranks follow from are what counting the players of each
//! range gives.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel::sqlite::SqliteConnection;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Flag, User};
use ludger_domain::boards::Scored;
use ludger_domain::quiz::Mode;
use ludger_ports::{Changes, Store};
use ludger_store_diesel::{DieselStore, Settings};
use ludger_testkit::databases::{migrated_postgres, migrated_sqlite};
use uuid::Uuid;

const PLAYERS: usize = 30;
const SESSIONS: usize = 10_000;
/// Sessions of one commit, as when many play against each other.
const TOGETHER: usize = 5;

/// Tallies that are not what is counted, and what is counted without a tally.
const WRONG: &str = "\
    SELECT count(*) AS wrong FROM (\
    SELECT board, shift, bucket, players FROM board_tallies WHERE players <> 0 \
    UNION ALL SELECT board, 0, score, -count(*) FROM board_scores WHERE is_shown GROUP BY board, score \
    UNION ALL SELECT board, 10, score / 1024, -count(*) FROM board_scores WHERE is_shown GROUP BY board, score / 1024 \
    UNION ALL SELECT board, 20, score / 1048576, -count(*) FROM board_scores WHERE is_shown \
    GROUP BY board, score / 1048576) AS t \
    GROUP BY board, shift, bucket HAVING sum(players) <> 0";

#[derive(QueryableByName)]
struct Wrong {
    #[diesel(sql_type = BigInt)]
    wrong: i64,
}

fn now() -> Changes {
    Changes::at(Timestamp::UNIX_EPOCH)
}

fn player(number: usize) -> User {
    let id = Uuid::from_u128(0x7000 + number as u128).into();
    let name = format!("player{number}").parse().unwrap();
    User::service(id, name, Timestamp::UNIX_EPOCH)
}

/// Sessions of several players, with many ties and some large scores.
fn sessions(number: usize) -> Changes {
    (0..TOGETHER).fold(now(), |changes, n| {
        let session = number * TOGETHER + n;
        let player = player(session * 31 % PLAYERS);
        let score = [0, 10, 10, 500, 40_000][session * 7 % 5];
        let score = Scored::finished(Mode::Comp, player.id, score, Timestamp::UNIX_EPOCH);
        changes.score(score)
    })
}

async fn play(nodes: Vec<DieselStore>) {
    let players: Vec<_> = (0..PLAYERS).map(player).collect();
    let all = players.iter().cloned().fold(now(), Changes::add_user);
    nodes[0].commit(all).await.unwrap();
    let node = |number: usize| nodes[number % nodes.len()].clone();
    let played = (0..SESSIONS / TOGETHER).map(|number| (node(number / 3), sessions(number)));
    let left = players
        .iter()
        .step_by(4)
        .enumerate()
        .map(|(number, player)| {
            let mut profile = player.profile.clone();
            profile.flags.insert(Flag::HiddenFromBoards);
            let hidden = player.clone().with_profile(profile);
            (node(number), now().save_user(hidden, player))
        });
    let commits = played
        .chain(left)
        .map(|(node, changes)| tokio::spawn(async move { node.commit(changes).await }));
    for committed in commits.collect::<Vec<_>>() {
        committed.await.unwrap().unwrap();
    }
}

fn open(url: &str) -> DieselStore {
    DieselStore::open(Settings {
        deadline: std::time::Duration::from_secs(60),
        ..Settings::new(url)
    })
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn tallies_are_counts_on_sqlite() {
    let (url, _guard) = migrated_sqlite();
    play(vec![open(&url)]).await;
    let path = url.trim_start_matches("sqlite:");
    let mut connection = SqliteConnection::establish(path).unwrap();
    let wrong: Vec<Wrong> = diesel::sql_query(WRONG).load(&mut connection).unwrap();
    assert_eq!(wrong.iter().map(|it| it.wrong).sum::<i64>(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn tallies_are_counts_on_two_nodes() {
    let (url, _guard) = tokio::task::spawn_blocking(migrated_postgres)
        .await
        .unwrap();
    let node = || {
        let url = url.clone();
        tokio::task::spawn_blocking(move || open(&url))
    };
    play(vec![node().await.unwrap(), node().await.unwrap()]).await;
    let counted = tokio::task::spawn_blocking(move || {
        let mut connection = PgConnection::establish(&url).unwrap();
        let wrong: Vec<Wrong> = diesel::sql_query(WRONG).load(&mut connection).unwrap();
        wrong.iter().map(|it| it.wrong).sum::<i64>()
    });
    assert_eq!(counted.await.unwrap(), 0);
}

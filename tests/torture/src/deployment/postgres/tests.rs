//! A Postgres that is killed, stopped and started again.

use super::*;
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};

async fn running() -> (Postgres, Arc<Guard>) {
    let guard = Arc::new(Guard::of_new_folder(Path::new("/tmp")).unwrap());
    let mut postgres = Postgres::create(guard.folder(), &guard).unwrap();
    postgres.start().await.unwrap();
    (postgres, guard)
}

fn sql(postgres: &Postgres, sql: &str) -> anyhow::Result<()> {
    let url = format!(
        "{}?connect_timeout=2",
        Postgres::url_over(postgres.address())
    );
    PgConnection::establish(&url)?.batch_execute(sql)?;
    Ok(())
}

#[tokio::test]
async fn what_was_committed_is_there_after_a_kill_and_nothing_else_is_left() {
    let (mut postgres, guard) = running().await;
    sql(
        &postgres,
        "CREATE TABLE t (n int); INSERT INTO t VALUES (1)",
    )
    .unwrap();
    for _ in 0..2 {
        postgres.kill().await.unwrap();
        assert!(postgres.is_over().unwrap());
        assert!(sql(&postgres, "SELECT 1").is_err());
        postgres.start().await.unwrap();
        sql(&postgres, "SELECT 1 / (SELECT count(*) FROM t)").unwrap();
    }
    let server = postgres.server.as_ref().unwrap().pid();
    let others = children_of(server).unwrap();
    assert!(!others.is_empty());
    drop(postgres);
    assert!(!is_alive(server));
    assert!(others.iter().all(|other| !is_alive(*other)));
    drop(guard);
}

#[tokio::test]
async fn a_stopped_one_answers_nobody_until_it_goes_on() {
    let (mut postgres, _guard) = running().await;
    let frozen = postgres.freeze().unwrap();
    assert!(sql(&postgres, "SELECT 1").is_err());
    drop(frozen);
    sql(&postgres, "SELECT 1").unwrap();
    // Also a stopped one ends.
    let _frozen = postgres.freeze().unwrap();
    let server = postgres.server.as_ref().unwrap().pid();
    drop(postgres);
    assert!(!is_alive(server));
}

#[tokio::test]
async fn it_is_as_durable_as_it_is_by_default() {
    let (postgres, _guard) = running().await;
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        let check = format!("SELECT 1 / (current_setting('{setting}') = 'on')::int");
        sql(&postgres, &check).unwrap();
    }
}

use super::{Bounds, Reader};
use crate::connection::{Connection, ConnectionManager, Role};
use diesel::connection::SimpleConnection;
use diesel::prelude::{QueryResult, RunQueryDsl};
use diesel::sql_types::Integer;
use ludger_ports::Unavailable;
use ludger_testkit::databases::{self, Guard};
use std::error::Error;
use std::sync::{Arc, mpsc};
use std::time::Duration;
use tokio::time::Instant;

/// The queue takes as many again as can run.
fn reader(url: &str, readers: u32, deadline: Duration) -> Reader {
    let bounds = Bounds {
        readers,
        queue_max: readers as usize * 2,
        deadline,
    };
    Reader::new(ConnectionManager::new(url, Role::Reader).unwrap(), bounds)
}

fn sqlite(readers: u32, deadline: Duration) -> (Reader, Guard) {
    let (url, guard) = databases::sqlite();
    (reader(&url, readers, deadline), guard)
}

fn one(connection: &mut Connection) -> QueryResult<i32> {
    diesel::select(diesel::dsl::sql::<Integer>("1")).get_result(connection)
}

fn reason(unavailable: &Unavailable) -> String {
    let source: &dyn Error = &unavailable.source;
    source.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hung_database_holds_nobody_longer_than_the_deadline() {
    let (reader, _guard) = sqlite(2, Duration::from_millis(200));
    let (hang_up, hanging) = mpsc::channel::<()>();
    let hanging = Arc::new(std::sync::Mutex::new(hanging));
    let hung = |_| {
        let (reader, hanging) = (reader.clone(), hanging.clone());
        tokio::spawn(async move {
            let wait = move |_: &mut Connection| {
                let _end = hanging.lock().map(|hanging| hanging.recv());
                Ok(())
            };
            reader.run(wait).await
        })
    };
    let begin = Instant::now();
    let tasks: Vec<_> = (0..4).map(hung).collect();
    let mut reasons = Vec::new();
    for task in tasks {
        reasons.push(reason(&task.await.unwrap().unwrap_err()));
    }
    assert!(begin.elapsed() < Duration::from_secs(2));
    reasons.sort_unstable();
    assert_eq!(&reasons[..2], ["no read could begin within 200ms"; 2]);
    assert_eq!(
        &reasons[2..],
        ["the database gave no answer within 200ms"; 2]
    );
    // Their threads are still out, and no others come after them.
    let error = reader.run(one).await.unwrap_err();
    assert!(error.overloaded, "{error:?}");
    drop(hang_up);
    assert_eq!(retried(&reader).await, 1);
}

/// Until the threads are back.
async fn retried(reader: &Reader) -> i32 {
    for _ in 0..20 {
        if let Ok(one) = reader.run(one).await {
            return one;
        }
    }
    panic!("no read came through")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_refuses_at_once() {
    let (reader, _guard) = sqlite(1, Duration::from_secs(60));
    let (hang_up, hanging) = mpsc::channel::<()>();
    let hanging = Arc::new(std::sync::Mutex::new(hanging));
    let wait = |reader: Reader| {
        let hanging = hanging.clone();
        tokio::spawn(async move {
            let wait = move |_: &mut Connection| {
                let _end = hanging.lock().map(|hanging| hanging.recv());
                Ok(())
            };
            reader.run(wait).await
        })
    };
    let waiting = [wait(reader.clone()), wait(reader.clone())];
    while reader.queue.available_permits() > 0 {
        tokio::task::yield_now().await;
    }
    let error = reader.run(one).await.unwrap_err();
    assert!(error.overloaded);
    assert_eq!(reason(&error), "2 reads are under way already");
    drop(hang_up);
    for task in waiting {
        task.await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_survives_lost_connections() {
    let (url, _guard) = databases::postgres("template0");
    let reader = reader(&url, 3, Duration::from_secs(5));
    // All three connections are made.
    let together = || async { tokio::join!(reader.run(nap), reader.run(nap), reader.run(nap)) };
    let (a, b, c) = together().await;
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let writer =
        r2d2::ManageConnection::connect(&ConnectionManager::new(&url, Role::Writer).unwrap());
    writer.unwrap().batch_execute(end).unwrap();
    for _ in 0..5 {
        assert_eq!(reader.run(one).await.unwrap(), 1);
    }
}

fn nap(connection: &mut Connection) -> QueryResult<()> {
    connection.batch_execute("SELECT pg_sleep(0.2)")
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_cannot_write() {
    for (url, _guard) in databases::databases() {
        let reader = reader(&url, 1, Duration::from_secs(5));
        let write =
            |connection: &mut Connection| connection.batch_execute("CREATE TABLE t (n INTEGER)");
        let error = reader.run(write).await.unwrap_err();
        assert!(!error.overloaded);
        assert!(reason(&error).contains("read"), "{error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_an_error_of_its_own_caller() {
    let (reader, _guard) = sqlite(1, Duration::from_secs(5));
    let error = reader
        .run(|_| -> QueryResult<()> { panic!("on purpose") })
        .await
        .unwrap_err();
    assert!(reason(&error).contains("panicked"));
    assert_eq!(reader.run(one).await.unwrap(), 1);
}

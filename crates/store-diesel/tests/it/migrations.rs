use ludger_store_diesel::{DieselStore, OpenError, Settings, migrate, pending};
use ludger_testkit::databases::databases;
use std::thread;

#[test]
fn several_processes_may_start_at_once() {
    for (url, _guard) in databases() {
        let start = || {
            thread::scope(|scope| {
                let migrate = || migrate(&url).unwrap().applied.len();
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(migrate)).collect();
                threads
                    .into_iter()
                    .map(|thread| thread.join().unwrap())
                    .collect::<Vec<_>>()
            })
        };
        let applied = start();
        assert_eq!(
            applied.iter().filter(|count| **count > 0).count(),
            1,
            "{applied:?}"
        );
        assert_eq!(start(), [0; 4]);
        assert_eq!(pending(&url).unwrap(), [""; 0]);
    }
}

#[test]
fn a_store_is_not_opened_on_an_old_schema() {
    for (url, _guard) in databases() {
        let lacking = pending(&url).unwrap();
        assert_eq!(lacking.first().map(String::as_str), Some("0001_ledger"));
        match DieselStore::open(Settings::new(&url)) {
            Err(OpenError::Pending(pending)) => assert_eq!(pending, lacking),
            other => panic!("{:?}", other.err()),
        }
        migrate(&url).unwrap();
        DieselStore::open(Settings::new(&url)).unwrap();
    }
}

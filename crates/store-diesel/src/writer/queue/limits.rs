//! How much a batch holds at most.

use super::*;
use ludger_domain::Timestamp;
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::{AccountKey, Category, ProviderName, Purpose, Transfer};
use ludger_ports::Changes;
use uuid::Uuid;

/// A commit of a transfer with so many entries, two at least; without any, of nothing.
fn place(entries: usize) -> Place {
    let changes = Changes::at(Timestamp::UNIX_EPOCH);
    let changes = match entries {
        0 => changes,
        entries => changes.post(spread(entries)),
    };
    let ticket = Arc::new(Ticket::default());
    Place::new(changes.into_parts(), ticket, oneshot::channel().0)
}

/// The mint gives one to each of the others.
fn spread(entries: usize) -> Transfer {
    let wise = "WISE".parse().unwrap();
    let given = i64::try_from(entries).unwrap() - 1;
    let id = TransferId::from(Uuid::from_u128(1));
    let transfer = Transfer::build(id, Category::Bonus, Timestamp::UNIX_EPOCH)
        .entry(AccountKey::mint(wise), -given);
    let others = (1..entries).map(|number| format!("p{number}").parse::<ProviderName>().unwrap());
    let others = others.map(|name| AccountKey::system(Purpose::Clearing(name), wise));
    let transfer = others.fold(transfer, |transfer, key| transfer.entry(key, 1));
    transfer.finish().unwrap()
}

/// The sizes of the batches in which places of so many entries are taken.
fn batches(commits_max: usize, entries: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let queue = Queue::new(100, commits_max);
    for entries in entries {
        queue.push(place(entries)).unwrap();
    }
    queue.close();
    std::iter::from_fn(|| queue.take().map(|batch| batch.len())).collect()
}

#[test]
fn a_batch_has_no_more_commits_than_it_may() {
    assert_eq!(batches(2, [0; 5]), [2, 2, 1]);
    assert_eq!(batches(1, [0; 3]), [1, 1, 1]);
    assert_eq!(batches(100, [0; 5]), [5]);
    // None would be no batch at all.
    assert_eq!(batches(0, [0; 2]), [1, 1]);
}

#[test]
fn a_batch_has_no_more_entries_than_it_may() {
    assert_eq!(ENTRIES_MAX, 8_192);
    let entries = |last| [1_000; 8].into_iter().chain([last, 2]);
    assert_eq!(batches(100, entries(192)), [9, 1]);
    assert_eq!(batches(100, entries(193)), [8, 2]);
    assert_eq!(batches(100, entries(190)), [10]);
}

#[test]
fn a_commit_alone_may_have_any_number_of_entries() {
    let transfers = (0..9).fold(Changes::at(Timestamp::UNIX_EPOCH), |changes, _| {
        changes.post(spread(1_000))
    });
    let large = Place::new(transfers.into_parts(), Arc::default(), oneshot::channel().0);
    assert_eq!(large.entries, 9_000);
    let queue = Queue::new(100, 100);
    queue.push(large).unwrap();
    queue.push(place(2)).unwrap();
    assert_eq!(queue.len(), 2);
    assert_eq!(queue.take().map(|batch| batch.len()), Some(1));
    assert_eq!(queue.take().map(|batch| batch.len()), Some(1));
    assert_eq!(queue.len(), 0);
}

#[test]
fn a_commit_is_answered() {
    let (reply, mut answer) = oneshot::channel();
    let changes = Changes::at(Timestamp::UNIX_EPOCH);
    let place = Place::new(changes.into_parts(), Arc::default(), reply);
    let committed = Committed {
        outcomes: Vec::new(),
    };
    place.answer(Ok(committed.clone()));
    assert_eq!(answer.try_recv().unwrap().unwrap(), committed);
}

//! `verify` finds what somebody did to the books past the door, and past the triggers too.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use ludger_domain::Timestamp;
use ludger_domain::ids::{TransferId, UserId};
use ludger_domain::ledger::{AccountKey, Category, Discrepancy, Hold, Transfer};
use ludger_domain::money::{Amount, CurrencyCode};
use ludger_ports::read::Ledger;
use ludger_ports::{Changes, Store};
use ludger_store_diesel::{DieselStore, Settings};
use ludger_testkit::databases::{self, Guard};
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn wise() -> CurrencyCode {
    "WISE".parse().unwrap()
}

fn ada() -> UserId {
    Uuid::from_u128(7).into()
}

/// Three gifts, numbered 1 to 3, and a hold.
fn history() -> Changes {
    let wallet = AccountKey::available(ada(), wise());
    let gift = |n: u128| {
        let sides = (AccountKey::mint(wise()), wallet);
        Transfer::between(Uuid::from_u128(n).into(), Category::Bonus, NOW, sides, 10).unwrap()
    };
    let ids = (
        Uuid::from_u128(9).into(),
        TransferId::from(Uuid::from_u128(4)),
    );
    let amount = Amount {
        minor: 5,
        currency: wise(),
    };
    let hold = Hold::open(ids, ada(), amount, Category::Bet, None, NOW)
        .finish()
        .unwrap();
    Changes::at(NOW)
        .post(gift(1))
        .post(gift(2))
        .post(gift(3))
        .post(hold)
}

struct Books {
    store: DieselStore,
    path: String,
    _guard: Guard,
}

impl Books {
    async fn open() -> Self {
        let (url, guard) = databases::migrated_sqlite();
        let path = url.trim_start_matches("sqlite:").to_owned();
        let store = DieselStore::open(Settings::new(url)).unwrap();
        store.commit(history()).await.unwrap();
        Self {
            store,
            path,
            _guard: guard,
        }
    }

    fn tamper(&self, sql: &str) {
        let mut connection = SqliteConnection::establish(&self.path).unwrap();
        let triggers = "DROP TRIGGER transfers_no_update; DROP TRIGGER transfers_no_delete; \
                        DROP TRIGGER entries_no_update; DROP TRIGGER entries_no_delete; \
                        DROP TRIGGER entries_sealed; DROP TRIGGER accounts_no_delete;";
        connection.batch_execute(triggers).unwrap();
        connection.batch_execute(sql).unwrap();
    }

    async fn discrepancies(&self) -> Vec<Discrepancy> {
        self.store.verify(10).await.unwrap().discrepancies
    }
}

/// What is done to the books, and what `verify` says of it. `$2` stands for the second transfer's id.
const TAMPERINGS: &[(&str, &[&str])] = &[
    (
        "UPDATE transfers SET description = 'x' WHERE id = $2",
        &["BrokenHash"],
    ),
    (
        "UPDATE transfers SET category = 'win' WHERE id = $2",
        &["BrokenHash"],
    ),
    (
        "UPDATE transfers SET category = '?' WHERE id = $2",
        &["Malformed"],
    ),
    (
        "UPDATE transfers SET occurred_at = '1999-01-01T00:00:00.000000Z'",
        &["BrokenHash"],
    ),
    (
        "UPDATE entries SET posted_at = '1999-01-01T00:00:00.000000Z' WHERE transfer_id = $2",
        &["BrokenAccount", "BrokenAccount"],
    ),
    (
        "UPDATE transfers SET hash = zeroblob(32) WHERE id = $2",
        &["BrokenHash"],
    ),
    (
        "UPDATE transfers SET hash = x'00' WHERE id = $2",
        &["Malformed"],
    ),
    ("UPDATE transfers SET position = 99 WHERE id = $2", &["Gap"]),
    (
        "DELETE FROM entries WHERE transfer_id = $4; DELETE FROM transfers WHERE id = $4",
        &["Head", "ForgedBalance", "ForgedBalance"],
    ),
    (
        "UPDATE entries SET amount = amount * 2 WHERE transfer_id = $2",
        &["BrokenHash", "BrokenAccount", "BrokenAccount"],
    ),
    (
        "UPDATE entries SET amount = 11 WHERE amount = 10 AND transfer_id = $2",
        &["Malformed", "BrokenAccount"],
    ),
    (
        "UPDATE accounts SET balance = 26 WHERE balance = 25",
        &["ForgedBalance"],
    ),
    (
        "UPDATE entries SET currency = 'INR' WHERE transfer_id = $2",
        &["Stray"],
    ),
    (
        "DELETE FROM accounts WHERE purpose = 'held'",
        &["Malformed", "Stray"],
    ),
    ("DELETE FROM holds", &["Malformed"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn sound_books_have_no_discrepancies() {
    let books = Books::open().await;
    let found = books.store.verify(10).await.unwrap();
    assert_eq!((found.transfers, found.entries, found.accounts), (4, 8, 3));
    assert_eq!(found.discrepancies, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_tampering_is_found() {
    for (sql, expected) in TAMPERINGS {
        let books = Books::open().await;
        let id = |n: u8| format!("x'{n:032x}'");
        books.tamper(&sql.replace("$2", &id(2)).replace("$4", &id(4)));
        let found = books.discrepancies().await;
        let kind = |discrepancy| {
            format!("{discrepancy:?}")
                .split(' ')
                .next()
                .map(str::to_owned)
        };
        let kinds: Vec<_> = found.iter().filter_map(kind).collect();
        assert_eq!(kinds, *expected, "{sql}: {found:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_without_a_head_is_found() {
    let books = Books::open().await;
    books.tamper("UPDATE transfers SET shard = 99; DELETE FROM ledger_shards WHERE shard <> 0");
    assert!(matches!(
        books.discrepancies().await[..],
        [Discrepancy::Head { shard: 0, .. }, ..]
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_told_than_was_asked_for() {
    let books = Books::open().await;
    books.tamper("UPDATE accounts SET balance = balance + 1");
    assert_eq!(books.store.verify(2).await.unwrap().discrepancies.len(), 2);
}

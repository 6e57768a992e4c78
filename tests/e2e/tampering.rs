//! The books in the hands of somebody who has the database: what the database refuses, and what `ludger ledger verify`
//! finds where nothing refused.

mod forger;

use crate::harness::{Aim, Cashier, Deployment, Game, move_amount, system, user};
use forger::{Account, Forger};
use serde_json::{Value, json};

on_both_databases! {
    every_forgery_is_found,
    a_forged_audit_log_is_found,
    hand_written_sql_is_refused,
}

/// What somebody did, and what is told of it first.
struct Forgery {
    what: &'static str,
    sql: String,
    /// The kind of the discrepancy.
    kind: &'static str,
    /// The fields that say where it is.
    names: Value,
}

async fn every_forgery_is_found(here: Deployment) {
    let here = here.with("database_writers", "1");
    let ada = history(&here).await;
    let mut forger = Forger::at(&here);
    here.books_fit().await;
    forger.drop_triggers();
    forger.remember();
    for forgery in forgeries(&mut forger, &ada) {
        let what = forgery.what;
        forger
            .run(&forgery.sql)
            .unwrap_or_else(|error| panic!("{what}: {error}"));
        is_found(&here, &forgery).await;
        forger.restore();
    }
    here.books_fit().await;
}

async fn a_forged_audit_log_is_found(here: Deployment) {
    history(&here).await;
    let verify = async || here.run(&["audit", "verify"]).await;
    let fits = verify().await;
    assert_eq!(fits.code, Some(0), "{fits:?}");
    assert!(fits.out.contains("every hash fits"), "{fits:?}");
    let mut forger = Forger::at(&here);
    forger.drop_triggers();
    forger
        .run("UPDATE audit_records SET address = '192.0.2.66' WHERE action = 'user.sign_in'")
        .unwrap();
    let found = verify().await;
    assert_eq!(found.code, Some(1), "{found:?}");
    assert!(found.out.contains("DOES NOT FIT: "), "{found:?}");
}

/// By its exit code, in words and as JSON.
async fn is_found(here: &Deployment, forgery: &Forgery) {
    let what = forgery.what;
    let (words, data) = tokio::join!(
        here.run(&["ledger", "verify"]),
        here.run(&["ledger", "verify", "--json"]),
    );
    assert_eq!(
        (words.code, data.code),
        (Some(1), Some(1)),
        "{what}: {words:?} {data:?}"
    );
    assert!(!words.out.contains("balance fits"), "{what}: {words:?}");
    let told: Vec<_> = words
        .out
        .lines()
        .filter_map(|line| line.strip_prefix("DOES NOT FIT: "))
        .collect();
    let found: Value = serde_json::from_str(&data.out).unwrap();
    let discrepancies = found["discrepancies"].as_array().unwrap();
    assert_eq!(
        told.len(),
        discrepancies.len(),
        "{what}: {words:?} {data:?}"
    );
    let first = &discrepancies[0];
    assert_eq!(first["kind"], forgery.kind, "{what}: {found}");
    for (name, value) in forgery.names.as_object().unwrap() {
        assert_eq!(&first[name], value, "{what}: {name} of {found}");
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        assert!(told[0].contains(&text), "{what}: no {text} in {words:?}");
    }
    assert!(
        !words.out.contains("TransferId("),
        "{what}: not for people: {words:?}"
    );
}

fn forgeries(forger: &mut Forger, ada: &Account) -> Vec<Forgery> {
    let books = forger.chain();
    let mut all = changes(forger, &books);
    all.extend(deletions(forger, &books));
    all.extend(arrangements(forger, &books));
    all.extend(inventions(forger, &books, ada));
    all
}

/// The shard of the only chain, and its transfers in order.
type Books = (i64, Vec<String>);

fn transfer((shard, chain): &Books, place: usize) -> Value {
    json!({ "transfer": chain[place], "shard": shard, "position": place + 1 })
}

fn changes(forger: &Forger, books: &Books) -> Vec<Forgery> {
    let middle = books.1.len() / 2;
    let victim = forger.literal(&books.1[middle]);
    let change = |what, kind, sql: &str| Forgery {
        what,
        sql: sql.replace('$', &victim),
        kind,
        names: transfer(books, middle),
    };
    let hash = |what, sql| change(what, "broken_hash", sql);
    vec![
        hash(
            "both amounts doubled",
            "UPDATE entries SET amount = amount * 2 WHERE transfer_id = $",
        ),
        change(
            "one amount changed",
            "malformed",
            "UPDATE entries SET amount = amount + 1 WHERE transfer_id = $ AND ordinal = 1",
        ),
        hash(
            "a forged balance_after",
            "UPDATE entries SET balance_after = balance_after + 1 WHERE transfer_id = $",
        ),
        hash(
            "another description",
            "UPDATE transfers SET description = 'nothing to see' WHERE id = $",
        ),
        hash(
            "another category",
            "UPDATE transfers SET category = 'win' WHERE id = $",
        ),
        hash(
            "another reference",
            "UPDATE transfers SET reference = 'not-mine' WHERE id = $",
        ),
        hash(
            "more metadata",
            "UPDATE transfers SET metadata = '{\"a\":1}' WHERE id = $",
        ),
        change(
            "a deleted entry",
            "malformed",
            "DELETE FROM entries WHERE transfer_id = $ AND ordinal = 1",
        ),
        change(
            "deleted entries",
            "malformed",
            "DELETE FROM entries WHERE transfer_id = $",
        ),
    ]
}

fn deletions(forger: &Forger, books: &Books) -> Vec<Forgery> {
    let (shard, chain) = books;
    let last = chain.last().unwrap();
    let gap = |what, place: usize| Forgery {
        what,
        sql: forger.delete(&chain[place]),
        kind: "gap",
        names: json!({ "next": chain[place + 1], "shard": shard, "position": place + 1 }),
    };
    let head = |what, sql| Forgery {
        what,
        sql,
        kind: "head",
        names: json!({ "shard": shard, "position": chain.len() - 1 }),
    };
    vec![
        gap("a deleted transfer", chain.len() / 2),
        gap("the first transfer deleted", 0),
        head("the last transfer deleted", forger.delete(last)),
        head(
            "the last transfer deleted, and the balances made to fit",
            format!("{}; {}", forger.unpost(last), forger.delete(last)),
        ),
    ]
}

fn arrangements(forger: &Forger, books: &Books) -> Vec<Forgery> {
    let (shard, chain) = books;
    let middle = chain.len() / 2;
    let [previous, victim, next] =
        [middle - 1, middle, middle + 1].map(|at| forger.literal(&chain[at]));
    let (place, following, end) = (middle + 1, middle + 2, chain.len() - 1);
    vec![
        Forgery {
            what: "two transfers that changed places",
            sql: format!(
                "UPDATE transfers SET position = -1 WHERE id = {victim}; \
                 UPDATE transfers SET position = {place} WHERE id = {next}; \
                 UPDATE transfers SET position = {following} WHERE id = {victim}"
            ),
            kind: "broken_hash",
            names: json!({ "transfer": chain[middle + 1], "shard": shard, "position": place }),
        },
        Forgery {
            what: "the hash of another one",
            sql: format!(
                "UPDATE transfers SET hash = (SELECT hash FROM transfers WHERE id = {previous}) WHERE id = {victim}"
            ),
            kind: "broken_hash",
            names: transfer(books, middle),
        },
        Forgery {
            what: "an end that lies further back",
            sql: format!(
                "UPDATE ledger_shards SET position = position - 1, hash = (SELECT hash FROM transfers \
                 WHERE position = {end} AND shard = {shard}) WHERE shard = {shard}"
            ),
            kind: "head",
            names: json!({ "shard": shard, "position": chain.len() }),
        },
    ]
}

fn inventions(forger: &mut Forger, (shard, chain): &Books, ada: &Account) -> Vec<Forgery> {
    let mint = Account::system("mint", "INR");
    let lines = [(&mint, -100), (ada, 100)];
    let (posted, booked) = (forger.post(&lines), forger.book(&lines));
    let id = forger.literal(forger::FORGED);
    vec![
        Forgery {
            what: "a forged balance",
            sql: format!(
                "UPDATE accounts SET balance = balance + 100 WHERE {}",
                forger.is(ada)
            ),
            kind: "forged_balance",
            names: json!({ "account": forger.id_of(ada), "transfer": forger.last_of(ada) }),
        },
        Forgery {
            what: "a transfer that nobody posted, with everything around it made to fit",
            sql: format!(
                "{posted}; {booked}; UPDATE ledger_shards SET position = position + 1, hash = \
                 (SELECT hash FROM transfers WHERE id = {id}) WHERE shard = {shard}"
            ),
            kind: "broken_hash",
            names: json!({ "transfer": forger::FORGED, "shard": shard, "position": chain.len() + 1 }),
        },
    ]
}

async fn hand_written_sql_is_refused(here: Deployment) {
    let ada = history(&here).await;
    let mut forger = Forger::at(&here);
    let before = forger.everything();
    let (mint, house) = (
        Account::system("mint", "INR"),
        Account::system("house", "INR"),
    );
    let coins = Account::system("mint", "WISE");
    let unbalanced = "do not sum to zero";
    let mut refused: Vec<(&str, String)> = Vec::new();
    for table in ["entries", "transfers", "audit_records"] {
        refused.push(("append-only", format!("DELETE FROM {table}")));
    }
    for change in [
        "entries SET amount = amount * 2",
        "entries SET balance_after = balance_after + 1",
        "transfers SET description = 'x'",
        "transfers SET position = position + 100",
        "audit_records SET action = 'x'",
    ] {
        refused.push(("append-only", format!("UPDATE {change}")));
    }
    refused.extend(forger.dialect_tricks().map(|sql| ("append-only", sql)));
    for lines in [
        vec![(&mint, -100), (&ada, 101)],
        vec![(&ada, 100)],
        vec![(&mint, -100), (&ada, 100), (&house, 1)],
        // To nothing, but not in each currency.
        vec![(&coins, -100), (&ada, 100)],
    ] {
        refused.push((unbalanced, forger.post(&lines)));
    }
    refused.push((
        "accounts_floor",
        format!("UPDATE accounts SET balance = -1 WHERE {}", forger.is(&ada)),
    ));
    // What is wrong with one part of it ends all of it.
    let overdrawn = [(&ada, -1_000_000), (&mint, 1_000_000)];
    refused.push((
        "accounts_floor",
        format!("{}; {}", forger.post(&overdrawn), forger.book(&overdrawn)),
    ));
    refused.push((
        "append-only",
        format!("DELETE FROM accounts WHERE {}", forger.is(&ada)),
    ));
    for (because, sql) in refused {
        let said = forger.run(&sql).expect_err(&sql);
        assert!(said.contains(because), "{sql}: {said}");
        assert_eq!(forger.everything(), before, "{sql}");
    }
    here.books_fit().await;

    // The program does not mind either.
    let server = here.start().await;
    let (cashier, whom) = (
        server.sign_in_again("cashier").await,
        server.sign_in_again("ada").await,
    );
    Cashier::new(&server, &cashier)
        .stake("one-more", &whom, "1.00 INR")
        .await
        .gives(201);
    server.stop().await;
    here.books_fit().await;
}

/// A quiz reward, adjustments, a reversal and transfers of a service; the account of who has a share in all of it.
async fn history(here: &Deployment) -> Account {
    let server = here.start().await;
    let grace = server.admin().await;
    let service = server.service(&grace).await;
    let ada = server.player("ada").await;
    let mut game = Game::start(&server, &ada, json!({ "count": 5 })).await;
    for _ in 0..5 {
        game.play(&grace, Aim::Right).await;
    }
    let adjust = async |key: &str, direction: &str, amount: &str| {
        let adjustment = json!({ "user": ada.id, "type": direction, "amount": amount, "currency": "INR", "reason": key });
        let request = server
            .post("/v1/admin/adjustments")
            .as_(&grace)
            .key(key.replace(' ', "-"));
        request.json(adjustment).await.gives(201)
    };
    adjust("the prize of the spring cup", "credit", "120.00").await;
    adjust("the prize was too high", "debit", "20.00").await;
    let cashier = Cashier::new(&server, &service);
    cashier.fund(&ada, "50.00 INR").await;
    for number in 0..4 {
        cashier
            .stake(format!("stake-{number}"), &ada, "10.00 INR")
            .await
            .gives(201);
    }
    let win = move_amount("win", &system("house"), &user(&ada), "35.50 INR");
    let win = cashier.post("a-win", &win).await.gives(201);
    let path = format!(
        "/v1/admin/transfers/{}/reversal",
        win["id"].as_str().unwrap()
    );
    let reversal = server.post(&path).as_(&grace).key("a-win-undone");
    reversal
        .json(json!({ "reason": "it was not one" }))
        .await
        .gives(201);
    assert_eq!(server.balance(&ada, "INR").await, "110.00");
    assert_ne!(server.balance(&ada, "WISE").await, "0");
    server.stop().await;
    Account::available(&ada.id, "INR")
}

//! The books in the hands of somebody who has the database: what the database refuses, and what `ludger ledger verify`
//! finds where nothing refused.

mod forger;

use crate::harness::{Aim, Cashier, Deployment, Game, move_amount, system, user};
use forger::{Account, Forger};
use serde_json::{Value, json};

on_both_databases! {
    every_forgery_is_found,
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

/// By its exit code, in words and as JSON.
async fn is_found(here: &Deployment, forgery: &Forgery) {
    let what = forgery.what;
    let (words, data) = (
        here.run(&["ledger", "verify"]).await,
        here.run(&["ledger", "verify", "--json"]).await,
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
    let (shard, chain) = forger.chain();
    let middle = chain.len() / 2;
    let [before, victim, next] = [middle - 1, middle, middle + 1].map(|place| chain[place].clone());
    let [last, forged] = [chain.last().unwrap().clone(), forger::FORGED.to_owned()];
    let transfer =
        |place: usize| json!({ "transfer": chain[place], "shard": shard, "position": place + 1 });
    let [of_victim, of_next, of_last] = [&victim, &next, &last].map(|id| forger.literal(id));
    let of_mint = Account::system("mint", "INR");
    let behind_its_hash = |what, sql| Forgery {
        what,
        sql,
        kind: "broken_hash",
        names: transfer(middle),
    };
    let malformed = |what, sql| Forgery {
        what,
        sql,
        kind: "malformed",
        names: transfer(middle),
    };
    let change = |table: &str, set: &str| {
        let id = if table == "entries" {
            "transfer_id"
        } else {
            "id"
        };
        format!("UPDATE {table} SET {set} WHERE {id} = {of_victim}")
    };
    vec![
        behind_its_hash(
            "both amounts doubled",
            change("entries", "amount = amount * 2"),
        ),
        malformed(
            "one amount changed",
            change("entries", "amount = amount + 1") + " AND ordinal = 1",
        ),
        behind_its_hash(
            "a forged balance_after",
            change("entries", "balance_after = balance_after + 1"),
        ),
        behind_its_hash(
            "another description",
            change("transfers", "description = 'nothing to see'"),
        ),
        behind_its_hash("another category", change("transfers", "category = 'win'")),
        behind_its_hash(
            "another reference",
            change("transfers", "reference = 'not-mine'"),
        ),
        behind_its_hash(
            "more metadata",
            change("transfers", "metadata = '{\"a\":1}'"),
        ),
        malformed(
            "a deleted entry",
            format!("DELETE FROM entries WHERE transfer_id = {of_victim} AND ordinal = 1"),
        ),
        malformed(
            "deleted entries",
            format!("DELETE FROM entries WHERE transfer_id = {of_victim}"),
        ),
        Forgery {
            what: "a deleted transfer",
            sql: forger.delete(&victim),
            kind: "gap",
            names: json!({ "next": next, "shard": shard, "position": middle + 1 }),
        },
        Forgery {
            what: "the first transfer deleted",
            sql: forger.delete(&chain[0]),
            kind: "gap",
            names: json!({ "next": chain[1], "shard": shard, "position": 1 }),
        },
        Forgery {
            what: "the last transfer deleted",
            sql: forger.delete(&last),
            kind: "head",
            names: json!({ "shard": shard, "position": chain.len() - 1 }),
        },
        Forgery {
            what: "the last transfer deleted, and the balances made to fit",
            sql: format!("{}; {}", forger.unpost(&last), forger.delete(&last)),
            kind: "head",
            names: json!({ "shard": shard, "position": chain.len() - 1 }),
        },
        Forgery {
            what: "two transfers that changed places",
            sql: format!(
                "UPDATE transfers SET position = -1 WHERE id = {of_victim}; \
                 UPDATE transfers SET position = {} WHERE id = {of_next}; \
                 UPDATE transfers SET position = {} WHERE id = {of_victim}",
                middle + 1,
                middle + 2,
            ),
            kind: "broken_hash",
            names: json!({ "transfer": next, "shard": shard, "position": middle + 1 }),
        },
        Forgery {
            what: "a transfer that hides behind the one before",
            sql: change(
                "transfers",
                &format!(
                    "hash = (SELECT hash FROM transfers WHERE id = {})",
                    forger.literal(&before)
                ),
            ),
            kind: "broken_hash",
            names: transfer(middle),
        },
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
                "{}; {}; UPDATE ledger_shards SET position = position + 1, hash = \
                 (SELECT hash FROM transfers WHERE id = {}) WHERE shard = {shard}",
                forger.post(&[(&of_mint, -100), (ada, 100)]),
                forger.book(&[(&of_mint, -100), (ada, 100)]),
                forger.literal(&forged),
            ),
            kind: "broken_hash",
            names: json!({ "transfer": forged, "shard": shard, "position": chain.len() + 1 }),
        },
        Forgery {
            what: "an end that lies further back",
            sql: format!(
                "UPDATE ledger_shards SET position = position - 1, hash = \
                 (SELECT hash FROM transfers WHERE position = {} AND shard = {shard}) WHERE shard = {shard}",
                chain.len() - 1,
            ),
            kind: "head",
            names: json!({ "shard": shard, "position": chain.len() }),
        },
        behind_its_hash(
            "a hash of its own",
            format!(
                "UPDATE transfers SET hash = (SELECT hash FROM transfers WHERE id = {of_last}) WHERE id = {of_victim}"
            ),
        ),
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

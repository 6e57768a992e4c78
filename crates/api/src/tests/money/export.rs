//! A history as a file.

use super::words::{TRANSFERS, and, keyed, stake};
use super::world::{Person, World};
use crate::app::build_app;
use actix_web::body::to_bytes;
use actix_web::test::{self, TestRequest};
use actix_web::{HttpServer, web};
use jiff::Timestamp;
use ludger_domain::ledger::{AccountKey, Category, Transaction};
use ludger_ports::read::MockWallets;
use ludger_ports::{Page, Unavailable};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use uuid::Uuid;

const CSV: &str = "/v1/me/transactions/export?format=csv";

async fn ada_who_lost_on_heads(world: &World) -> Person {
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "50.00", "INR").await,
    );
    let bet = and(
        stake(&ada, "12.50", "INR"),
        "description",
        "=HYPERLINK(\"http://x\")",
    );
    let answer = world.send(&service, keyed(TRANSFERS, "k-1", &bet)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    ada
}

#[actix_web::test]
async fn csv_is_a_file_with_a_header() {
    let world = World::new();
    let ada = ada_who_lost_on_heads(&world).await;
    let answer = world.get(&ada, CSV).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("text/csv; charset=utf-8"))
    );
    let disposition = "attachment; filename=\"transactions.csv\"";
    assert_eq!(answer.header("content-disposition"), Some(disposition));
    let lines: Vec<_> = answer.body.split("\r\n").collect();
    assert!(
        lines[0].starts_with("transfer_id,currency,account,"),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].contains(",INR,available,2,debit,12.50,37.50,bet,\"'=HYPERLINK("),
        "{}",
        lines[1]
    );
    assert_eq!(
        lines.len(),
        4,
        "a header, two rows, and the end of the last"
    );
}

#[actix_web::test]
async fn json_lines_are_an_object_each() {
    let world = World::new();
    let ada = ada_who_lost_on_heads(&world).await;
    let answer = world
        .get(&ada, "/v1/me/transactions/export?format=jsonl&type=credit")
        .await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/x-ndjson"))
    );
    let disposition = "attachment; filename=\"transactions.jsonl\"";
    assert_eq!(answer.header("content-disposition"), Some(disposition));
    let lines: Vec<_> = answer.body.lines().collect();
    let [line] = lines[..] else {
        panic!("{}", answer.body)
    };
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(
        (&line["type"], &line["amount"]),
        (&"credit".into(), &"50.00".into())
    );
}

#[actix_web::test]
async fn who_has_no_history_gets_an_empty_file() {
    let world = World::new();
    let ada = world.player("ada").await;
    assert_eq!(world.get(&ada, CSV).await.body.lines().count(), 1);
    let answer = world
        .get(&ada, "/v1/me/transactions/export?format=jsonl")
        .await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
}

#[actix_web::test]
async fn a_long_history_comes_whole() {
    let world = World::new();
    let ada = world.player("ada").await;
    for _ in 0..1_001 {
        world.gift(&ada, "1", "WISE").await;
    }
    assert_eq!(world.get(&ada, CSV).await.body.lines().count(), 1_002);
}

#[actix_web::test]
async fn a_format_has_to_be_asked_for() {
    let world = World::new();
    let ada = world.player("ada").await;
    let table = [
        ("", "/format", "required"),
        ("?format=xlsx", "/format", "invalid_parameter"),
        ("?format=csv&currency=XYZ", "/currency", "unknown_currency"),
        ("?format=csv&limit=5", "/limit", "unknown_parameter"),
    ];
    for (query, pointer, code) in table {
        let answer = world
            .get(&ada, &format!("/v1/me/transactions/export{query}"))
            .await;
        assert_eq!(
            answer.refusal(),
            (400, "invalid_query".to_owned()),
            "{query}"
        );
        assert_eq!(
            answer.faults(),
            [(pointer.to_owned(), code.to_owned())],
            "{query}"
        );
    }
}

/// A store that shows `chunks` chunks of 500 and then is gone.
fn gone_after(chunks: usize) -> World {
    let mut wallets = MockWallets::new();
    let mut asked = 0;
    wallets.expect_statement().returning(move |account, _, _| {
        asked += 1;
        if asked > chunks {
            return Err(Unavailable::broken("the database went away"));
        }
        Ok(Page {
            items: (1..=500).rev().map(|n| row(account, n)).collect(),
            next: Some(1),
        })
    });
    World::with(move |ports| ports.wallets = Arc::new(wallets))
}

fn row(account: AccountKey, sequence: i64) -> Transaction {
    Transaction {
        account,
        sequence,
        transfer: Uuid::nil().into(),
        amount: 1,
        balance_after: sequence,
        category: Category::Bonus,
        description: None,
        metadata: None,
        created_at: Timestamp::UNIX_EPOCH,
        deleted_at: None,
    }
}

const ONE_WALLET: &str = "/v1/me/transactions/export?format=csv&currency=WISE";

#[actix_web::test]
async fn an_outage_at_the_beginning_is_a_problem() {
    let world = gone_after(0);
    let ada = world.player("ada").await;
    let answer = world.get(&ada, ONE_WALLET).await;
    assert_eq!(answer.refusal(), (503, "unavailable".to_owned()));
    assert_eq!(answer.header("content-disposition"), None);
}

#[actix_web::test]
async fn an_outage_on_the_way_breaks_the_body_off() {
    let world = gone_after(1);
    let ada = world.player("ada").await;
    let app = test::init_service(build_app(world.shared.clone(), |_| {})).await;
    let (name, value) = ada.authorization().split_once(": ").map(owned).unwrap();
    let request = TestRequest::get()
        .uri(ONE_WALLET)
        .insert_header((name, value));
    let answer = test::call_service(&app, request.to_request()).await;
    assert_eq!(answer.status(), 200);
    assert!(to_bytes(answer.into_body()).await.is_err());
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[actix_web::test]
async fn a_client_sees_that_the_file_is_not_whole() {
    for (chunks, whole) in [(1, false), (usize::MAX, true)] {
        let world = if whole {
            World::new()
        } else {
            gone_after(chunks)
        };
        let ada = world.player("ada").await;
        if whole {
            world.gift(&ada, "1", "WISE").await;
        }
        let text = over_a_socket(&world, &ada).await;
        assert!(text.starts_with("HTTP/1.1 200 OK"), "{text}");
        // The last chunk of a body that is whole has no bytes.
        assert_eq!(text.ends_with("\r\n0\r\n\r\n"), whole);
    }
}

/// What the export is on the wire, until the server closes the connection.
async fn over_a_socket(world: &World, person: &Person) -> String {
    let shared = world.shared.clone();
    let server = HttpServer::new(move || build_app(shared.clone(), |_| {}))
        .workers(1)
        .disable_signals()
        .bind(("127.0.0.1", 0))
        .unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    let running = actix_web::rt::spawn(server);
    let authorization = person.authorization();
    let text = web::block(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        let head = format!(
            "GET {ONE_WALLET} HTTP/1.1\r\nHost: x\r\n{authorization}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        // A reset is an end as well.
        drop(stream.read_to_end(&mut bytes));
        String::from_utf8(bytes).unwrap()
    })
    .await
    .unwrap();
    handle.stop(false).await;
    running.await.unwrap().unwrap();
    text
}

//! What changed a wallet.

use super::words::{TRANSFERS, and, keyed, stake, system, transfer, user};
use super::world::{Person, World, code};
use actix_web::test::TestRequest;
use ludger_domain::ledger::{Category, Hold};
use ludger_domain::money::Amount;
use ludger_ports::{Changes, Clock, Store};
use serde_json::{Value, json};

/// Somebody who was given 50.00 INR, lost 12.50 on Heads, won 25.00 back, and has 7 WISE besides; a minute between
/// each.
async fn ada_with_a_history(world: &World) -> Person {
    let service = world.service().await;
    let ada = world.rich("ada", "50.00", "INR").await;
    let bet = stake(&ada, "12.50", "INR");
    let bet = and(
        and(bet, "description", "On Heads"),
        "metadata",
        json!({"round": 7}),
    );
    let win = transfer("win", &system("house"), &user(&ada), "12.50", "INR");
    for (key, body) in [
        ("k-1", bet),
        ("k-2", and(win, "description", "heads it was")),
    ] {
        world.clock.advance(60);
        let answer = world.send(&service, keyed(TRANSFERS, key, &body)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    world.clock.advance(60);
    world.gift(&ada, "7", "WISE").await;
    ada
}

/// Currency and number of each.
fn places(page: &Value) -> Vec<String> {
    let place = |item: &Value| {
        format!(
            "{} {}",
            item["currency"].as_str().unwrap(),
            item["sequence"]
        )
    };
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(place)
        .collect()
}

#[actix_web::test]
async fn transactions_come_newest_first() {
    let world = World::new();
    let ada = ada_with_a_history(&world).await;
    insta::assert_snapshot!(world.get(&ada, "/v1/me/transactions").await.told());
}

#[actix_web::test]
async fn filters_narrow_the_list() {
    let world = World::new();
    let ada = ada_with_a_history(&world).await;
    let table = [
        ("currency=INR", &["INR 3", "INR 2", "INR 1"][..]),
        ("currency=USD", &[]),
        ("type=debit", &["INR 2"]),
        ("type=credit&currency=INR", &["INR 3", "INR 1"]),
        ("category=bonus", &["WISE 1", "INR 1"]),
        ("text=HEADS", &["INR 3", "INR 2"]),
        ("text=%25", &[]),
        ("from=2026-01-01T12:02:00Z", &["WISE 1", "INR 3"]),
        ("to=2026-01-01T12:02:00Z", &["INR 2", "INR 1"]),
        ("account=held", &[]),
        ("account=available&type=debit&category=win", &[]),
    ];
    for (query, expected) in table {
        let answer = world
            .get(&ada, &format!("/v1/me/transactions?{query}"))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(places(&answer.json()), expected, "{query}");
    }
}

#[actix_web::test]
async fn wrong_filters_are_all_told() {
    let world = World::new();
    let ada = world.player("ada").await;
    let long = format!("text={}", "x".repeat(256));
    let table = [
        ("account=jar", "/account", "invalid_parameter"),
        ("type=Credit", "/type", "invalid_parameter"),
        ("category=bets", "/category", "invalid_parameter"),
        ("from=today", "/from", "invalid_parameter"),
        ("to=2026-13-01T00:00:00Z", "/to", "invalid_parameter"),
        ("text=a%00b", "/text", "invalid_parameter"),
        (long.as_str(), "/text", "invalid_parameter"),
        ("hidden=yes", "/hidden", "invalid_parameter"),
        ("limit=0", "/limit", "invalid_parameter"),
        ("currency=XYZ", "/currency", "unknown_currency"),
        ("user=bob", "/user", "unknown_parameter"),
    ];
    for (query, pointer, code) in table {
        let answer = world
            .get(&ada, &format!("/v1/me/transactions?{query}"))
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
    let answer = world
        .get(&ada, "/v1/me/transactions?type=x&from=y&limit=0")
        .await;
    assert_eq!(answer.faults().len(), 3);
}

#[actix_web::test]
async fn pages_hang_together_while_others_write() {
    let world = World::new();
    let ada = ada_with_a_history(&world).await;
    let (mut path, mut seen) = ("/v1/me/transactions?limit=1".to_owned(), Vec::new());
    loop {
        let answer = world.get(&ada, &path).await;
        seen.extend(places(&answer.json()));
        let Some(link) = answer.header("link") else {
            break;
        };
        path = link
            .strip_prefix('<')
            .unwrap()
            .split_once('>')
            .unwrap()
            .0
            .to_owned();
        world.clock.advance(60);
        world.gift(&ada, "1.00", "INR").await;
    }
    assert_eq!(seen, ["WISE 1", "INR 3", "INR 2", "INR 1"]);
}

#[actix_web::test]
async fn a_cursor_is_of_one_user() {
    let world = World::new();
    let (ada, bob) = (ada_with_a_history(&world).await, world.player("bob").await);
    let page = world.get(&ada, "/v1/me/transactions?limit=1").await.json();
    let cursor = page["next_cursor"].as_str().unwrap();
    let path = format!("/v1/me/transactions?limit=1&cursor={cursor}");
    assert_eq!(world.get(&ada, &path).await.status, 200);
    assert_eq!(
        world.get(&bob, &path).await.refusal(),
        (400, "invalid_cursor".to_owned())
    );
    let other = format!("{path}&type=debit");
    assert_eq!(
        world.get(&ada, &other).await.refusal(),
        (400, "invalid_cursor".to_owned())
    );
}

#[actix_web::test]
async fn one_transaction_is_shown_to_its_owner() {
    let world = World::new();
    let (ada, bob) = (ada_with_a_history(&world).await, world.player("bob").await);
    let path = "/v1/me/wallets/INR/transactions/2";
    insta::assert_snapshot!(world.get(&ada, path).await.told());
    assert_eq!(
        world.get(&bob, path).await.refusal(),
        (404, "not_found".to_owned())
    );
    let hide = world.send(&bob, TestRequest::delete().uri(path)).await;
    assert_eq!(hide.refusal(), (404, "not_found".to_owned()));
    assert_eq!(
        world.get(&ada, path).await.json()["deleted_at"],
        Value::Null
    );
    for sequence in ["0", "-1", "4", "99999999999999999999", "x", "%00"] {
        let answer = world
            .get(&ada, &format!("/v1/me/wallets/INR/transactions/{sequence}"))
            .await;
        assert_eq!(
            answer.refusal(),
            (404, "not_found".to_owned()),
            "{sequence}"
        );
    }
}

#[actix_web::test]
async fn what_is_hidden_is_kept() {
    let world = World::new();
    let ada = ada_with_a_history(&world).await;
    let path = "/v1/me/wallets/INR/transactions/2";
    for _ in 0..2 {
        let answer = world.send(&ada, TestRequest::delete().uri(path)).await;
        assert_eq!((answer.status, answer.body.as_str()), (204, ""));
        world.clock.advance(60);
    }
    let list = async |query: &str| {
        places(
            &world
                .get(&ada, &format!("/v1/me/transactions?currency=INR{query}"))
                .await
                .json(),
        )
    };
    assert_eq!(list("").await, ["INR 3", "INR 1"]);
    assert_eq!(list("&hidden=true").await, ["INR 3", "INR 2", "INR 1"]);
    let shown = world.get(&ada, path).await.json();
    assert_eq!(shown["deleted_at"], "2026-01-01T12:03:00Z");
    assert_eq!(shown["updated_at"], shown["deleted_at"]);
    assert_eq!(world.available(&ada, "INR").await, "50.00");
    world.assert_sound().await;
}

#[actix_web::test]
async fn what_is_held_has_a_statement_of_its_own() {
    let world = World::new();
    let ada = world.rich("ada", "10.00", "INR").await;
    let ids = (world.ids.next().into(), world.ids.next().into());
    let (amount, now) = (
        Amount {
            minor: 400,
            currency: code("INR"),
        },
        world.clock.now(),
    );
    let hold = Hold::open(ids, ada.id, amount, Category::Bet, None, now)
        .finish()
        .unwrap();
    world
        .store
        .commit(Changes::at(now).post(hold))
        .await
        .unwrap();

    let wallet = world.get(&ada, "/v1/me/wallets/INR").await.json();
    let amounts = ["available", "held", "total"].map(|part| wallet[part]["amount"].clone());
    assert_eq!(amounts, ["6.00", "4.00", "10.00"]);
    let list = world
        .get(&ada, "/v1/me/transactions?account=held")
        .await
        .json();
    assert_eq!(places(&list), ["INR 1"]);
    assert_eq!(list["items"][0]["account"], "held");
    let path = "/v1/me/wallets/INR/transactions/1";
    assert_eq!(world.get(&ada, path).await.json()["category"], "bonus");
    let held = world
        .get(&ada, &format!("{path}?account=held"))
        .await
        .json();
    assert_eq!(
        (&held["category"], &held["type"]),
        (&"bet".into(), &"credit".into())
    );
}

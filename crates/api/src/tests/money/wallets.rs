//! What somebody has.

use super::words::{TRANSFERS, keyed, stake};
use super::world::World;
use actix_web::http::Method;
use actix_web::test::TestRequest;

#[actix_web::test]
async fn the_currencies_are_there_for_anybody() {
    let answer = World::new()
        .send_unsigned(TestRequest::get().uri("/v1/currencies"))
        .await;
    insta::assert_snapshot!(answer.told());
}

#[actix_web::test]
async fn there_is_a_wallet_for_each_currency() {
    let world = World::new();
    let ada = world.rich("ada", "12.50", "INR").await;
    insta::assert_snapshot!(world.get(&ada, "/v1/me/wallets").await.told());
}

#[actix_web::test]
async fn a_wallet_has_a_tag_that_changes_with_it() {
    let world = World::new();
    let ada = world.rich("ada", "12.50", "INR").await;
    let first = world.get(&ada, "/v1/me/wallets/INR").await;
    let tag = first.header("etag").unwrap().to_owned();
    insta::assert_snapshot!(first.told());
    let ask = || {
        let request = TestRequest::get().uri("/v1/me/wallets/INR");
        world.send(&ada, request.insert_header(("if-none-match", tag.as_str())))
    };
    assert_eq!(ask().await.status, 304);
    world.gift(&ada, "1.00", "INR").await;
    assert_eq!(ask().await.status, 200);
}

#[actix_web::test]
async fn a_balance_is_told_for_any_instant() {
    let world = World::new();
    let ada = world.player("ada").await;
    for _ in 0..2 {
        world.clock.advance(60);
        world.gift(&ada, "10.00", "INR").await;
    }
    let table = [
        ("2026-01-01T12:00:59.999999Z", "0.00"),
        ("2026-01-01T12:01:00Z", "10.00"),
        ("2026-01-01T13:01:30%2B01:00", "10.00"),
        ("2026-01-01T12:02:00Z", "20.00"),
        ("2030-01-01T00:00:00Z", "20.00"),
    ];
    for (at, amount) in table {
        let balance = world
            .get(&ada, &format!("/v1/me/wallets/INR/balance?at={at}"))
            .await
            .json();
        assert_eq!(balance["available"]["amount"], amount, "{at}");
        assert_eq!(balance["total"]["amount"], amount, "{at}");
        assert_eq!(balance["held"]["amount"], "0.00", "{at}");
    }
    let path = "/v1/me/wallets/INR/balance?at=2026-01-01T12:02:00Z";
    insta::assert_snapshot!(world.get(&ada, path).await.told());
}

#[actix_web::test]
async fn a_balance_is_asked_for_with_an_instant() {
    let world = World::new();
    let ada = world.player("ada").await;
    for (query, code) in [
        ("", "required"),
        ("?at=", "required"),
        ("?at=yesterday", "invalid_parameter"),
        ("?at=2026-01-01", "invalid_parameter"),
    ] {
        let answer = world
            .get(&ada, &format!("/v1/me/wallets/INR/balance{query}"))
            .await;
        assert_eq!(
            answer.refusal(),
            (400, "invalid_query".to_owned()),
            "{query}"
        );
        assert_eq!(
            answer.faults(),
            [("/at".to_owned(), code.to_owned())],
            "{query}"
        );
    }
}

#[actix_web::test]
async fn a_currency_that_is_none_has_no_wallet() {
    let world = World::new();
    let ada = world.player("ada").await;
    for code in ["XYZ", "inr", "%00", "A".repeat(300).as_str()] {
        for rest in ["", "/balance?at=2026-01-01T12:00:00Z", "/transactions/1"] {
            let answer = world
                .get(&ada, &format!("/v1/me/wallets/{code}{rest}"))
                .await;
            assert_eq!(
                answer.refusal(),
                (404, "not_found".to_owned()),
                "{code}{rest}"
            );
        }
    }
}

#[actix_web::test]
async fn one_sees_ones_own_wallet_alone() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "12.50", "INR").await,
    );
    let bob = world.player("bob").await;
    world
        .send(
            &service,
            keyed(TRANSFERS, "k-1", &stake(&ada, "2.50", "INR")),
        )
        .await;
    assert_eq!(world.available(&ada, "INR").await, "10.00");
    assert_eq!(world.available(&bob, "INR").await, "0.00");
}

#[actix_web::test]
async fn all_but_the_currencies_is_for_those_who_signed_in() {
    let world = World::new();
    let routes = [
        (Method::GET, "/v1/me/wallets"),
        (Method::GET, "/v1/me/wallets/INR"),
        (Method::GET, "/v1/me/wallets/INR/balance"),
        (Method::GET, "/v1/me/transactions"),
        (Method::GET, "/v1/me/transactions/export"),
        (Method::GET, "/v1/me/wallets/INR/transactions/1"),
        (Method::DELETE, "/v1/me/wallets/INR/transactions/1"),
        (Method::POST, "/v1/ledger/transfers"),
        (Method::GET, "/v1/ledger/transfers"),
        (Method::POST, "/v1/ledger/transfers/batch"),
        (
            Method::GET,
            "/v1/ledger/transfers/00000000-0000-7000-8000-000000000001",
        ),
        (Method::GET, "/v1/ledger/accounts"),
        (Method::GET, "/v1/ledger/trial-balance"),
        (Method::POST, "/v1/admin/adjustments"),
        (
            Method::POST,
            "/v1/admin/transfers/00000000-0000-7000-8000-000000000001/reversal",
        ),
    ];
    for (method, path) in routes {
        let request = TestRequest::default().method(method).uri(path);
        let answer = world.send_unsigned(request).await;
        assert_eq!(
            answer.refusal(),
            (401, "not_signed_in".to_owned()),
            "{path}"
        );
    }
}

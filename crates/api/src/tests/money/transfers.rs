//! What services post, and find again.

use super::words::{TRANSFERS, and, keyed, post, stake, system, transfer, user};
use super::world::World;
use actix_web::rt::System;
use actix_web::test::TestRequest;
use serde_json::json;
use std::thread;

#[actix_web::test]
async fn a_transfer_is_posted_and_found_where_the_answer_says() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "50.00", "INR").await,
    );
    let bet = and(stake(&ada, "12.50", "INR"), "reference", "bet/1");
    let bet = and(
        and(bet, "description", "On Heads"),
        "metadata",
        json!({"round": 7}),
    );
    let bet = and(bet, "occurred_at", "2025-12-31T23:00:00+05:30");
    let posted = world.send(&service, keyed(TRANSFERS, "k-1", &bet)).await;
    insta::assert_snapshot!(posted.told());
    let place = posted.header("location").unwrap();
    assert_eq!(world.get(&service, place).await.json(), posted.json());
    let found = world
        .get(&service, "/v1/ledger/transfers?reference=bet/1")
        .await
        .json();
    assert_eq!(
        found,
        json!({ "items": [posted.json()], "next_cursor": null })
    );
    assert_eq!(world.available(&ada, "INR").await, "37.50");
    world.assert_sound().await;
}

#[actix_web::test]
async fn a_transfer_has_a_tag() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "50.00", "INR").await,
    );
    let posted = world
        .send(
            &service,
            keyed(TRANSFERS, "k-1", &stake(&ada, "1.00", "INR")),
        )
        .await;
    let place = posted.header("location").unwrap();
    let first = world.get(&service, place).await;
    let known = TestRequest::get().uri(place);
    let known = known.insert_header(("if-none-match", first.header("etag").unwrap()));
    assert_eq!(world.send(&service, known).await.status, 304);
}

#[actix_web::test]
async fn what_is_not_there_is_not_found() {
    let world = World::new();
    let service = world.service().await;
    for id in ["00000000-0000-7000-8000-00000000ffff", "x", "%00"] {
        let answer = world.get(&service, &format!("{TRANSFERS}/{id}")).await;
        assert_eq!(answer.refusal(), (404, "not_found".to_owned()), "{id}");
    }
    let nothing = json!({ "items": [], "next_cursor": null });
    for reference in ["bet/1", "%20", "%00", "x".repeat(201).as_str()] {
        let answer = world
            .get(&service, &format!("{TRANSFERS}?reference={reference}"))
            .await;
        assert_eq!(answer.json(), nothing, "{reference}");
    }
    let answer = world.get(&service, TRANSFERS).await;
    assert_eq!(answer.refusal(), (400, "invalid_query".to_owned()));
}

#[actix_web::test]
async fn one_transfer_can_change_many_accounts_and_currencies() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "100", "WISE").await,
    );
    let entry = |account, amount, currency| json!({ "account": account, "amount": amount, "currency": currency });
    let exchange = json!({
        "category": "transfer",
        "entries": [
            entry(user(&ada), "-100", "WISE"),
            entry(system("mint"), "100", "WISE"),
            entry(system("mint"), "-1.00", "INR"),
            entry(user(&ada), "0.90", "INR"),
            entry(system("fees"), "0.10", "INR"),
        ],
    });
    assert_eq!(
        world
            .send(&service, keyed(TRANSFERS, "k-1", &exchange))
            .await
            .status,
        201
    );
    assert_eq!(world.available(&ada, "WISE").await, "0");
    assert_eq!(world.available(&ada, "INR").await, "0.90");
    world.assert_sound().await;
}

#[actix_web::test]
async fn a_rehearsal_changes_nothing_and_needs_no_key() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "50.00", "INR").await,
    );
    let rehearsal = format!("{TRANSFERS}?dry_run=true");
    let bet = and(stake(&ada, "12.50", "INR"), "reference", "bet/1");
    let answer = world.send(&service, post(&rehearsal, &bet)).await;
    insta::assert_snapshot!(answer.told());
    assert_eq!(answer.header("location"), None);
    assert_eq!(world.available(&ada, "INR").await, "50.00");

    let too_much = world
        .send(&service, post(&rehearsal, &stake(&ada, "99.00", "INR")))
        .await;
    assert_eq!(too_much.refusal(), (422, "insufficient_funds".to_owned()));
    let malformed = world
        .send(&service, post(&rehearsal, &stake(&ada, "1e3", "INR")))
        .await;
    assert_eq!(malformed.refusal(), (422, "validation_failed".to_owned()));
    let unclear = post(&format!("{TRANSFERS}?dry_run=1"), &bet);
    let unclear = world.send(&service, unclear).await;
    assert_eq!(unclear.refusal(), (400, "invalid_query".to_owned()));

    // A key is not remembered either.
    let kept = keyed(&rehearsal, "k-1", &stake(&ada, "1.00", "INR"));
    assert_eq!(world.send(&service, kept).await.status, 200);
    let posted = world.send(&service, keyed(TRANSFERS, "k-1", &bet)).await;
    assert_eq!(
        (posted.status, posted.header("idempotent-replayed")),
        (201, None)
    );
}

#[test]
fn of_eight_parallel_debits_one_succeeds() {
    let world = World::new();
    let setup = async {
        (
            world.service().await,
            world.rich("ada", "10.00", "INR").await,
        )
    };
    let (service, ada) = System::new().block_on(setup);
    let debit = |n: usize| {
        let (world, service, ada) = (world.clone(), service.clone(), ada.clone());
        thread::spawn(move || {
            let request = keyed(TRANSFERS, &format!("k-{n}"), &stake(&ada, "10.00", "INR"));
            let answer = System::new().block_on(world.send(&service, request));
            (
                answer.status,
                answer.json()["code"].as_str().map(str::to_owned),
            )
        })
    };
    let debits: Vec<_> = (0..8).map(debit).collect();
    let mut answers: Vec<_> = debits
        .into_iter()
        .map(|debit| debit.join().unwrap())
        .collect();
    answers.sort();
    let refused = (422, Some("insufficient_funds".to_owned()));
    assert_eq!(answers[0], (201, None));
    assert_eq!(answers[1..], vec![refused; 7]);
    System::new().block_on(async {
        assert_eq!(world.available(&ada, "INR").await, "0.00");
        world.assert_sound().await;
    });
}

#[actix_web::test]
async fn a_house_that_wins_pays_out_again() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    world
        .send(
            &service,
            keyed(TRANSFERS, "k-1", &stake(&ada, "10.00", "INR")),
        )
        .await;
    let win = transfer("win", &system("house"), &user(&ada), "10.00", "INR");
    assert_eq!(
        world
            .send(&service, keyed(TRANSFERS, "k-2", &win))
            .await
            .status,
        201
    );
    assert_eq!(world.available(&ada, "INR").await, "10.00");
}

//! Many transfers at once.

use super::words::{BATCH, TRANSFERS, and, keyed, post, stake};
use super::world::{Person, World};
use serde_json::{Value, json};

/// One that was posted before, one that is good, one that is too much, one that is no transfer, one that is good again.
fn mixed(ada: &Person) -> Value {
    let bet = |amount| stake(ada, amount, "INR");
    json!({
        "transfers": [
            and(bet("1.00"), "reference", "bet/1"),
            bet("2.00"),
            bet("99.00"),
            and(bet("nonsense"), "category", "bets"),
            bet("3.00"),
        ],
    })
}

async fn ada_who_bet_once(world: &World, service: &Person) -> Person {
    let ada = world.rich("ada", "10.00", "INR").await;
    let bet = and(stake(&ada, "1.00", "INR"), "reference", "bet/1");
    assert_eq!(
        world
            .send(service, keyed(TRANSFERS, "k-0", &bet))
            .await
            .status,
        201
    );
    ada
}

#[actix_web::test]
async fn each_succeeds_or_fails_by_itself() {
    let world = World::new();
    let service = world.service().await;
    let ada = ada_who_bet_once(&world, &service).await;
    let first = world
        .send(&service, keyed(BATCH, "k-1", &mixed(&ada)))
        .await;
    insta::assert_snapshot!(first.told());
    assert_eq!(world.available(&ada, "INR").await, "4.00");
    let again = world
        .send(&service, keyed(BATCH, "k-1", &mixed(&ada)))
        .await;
    assert_eq!(
        (again.status, again.header("idempotent-replayed")),
        (200, Some("true"))
    );
    assert_eq!(again.body, first.body);
    assert_eq!(world.available(&ada, "INR").await, "4.00");
    world.assert_sound().await;
}

#[actix_web::test]
async fn all_together_one_refusal_is_the_refusal_of_all() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let bets = ["4.00", "5.00", "6.00"].map(|amount| stake(&ada, amount, "INR"));
    let batch = json!({ "transfers": bets, "all_together": true });
    let answer = world.send(&service, keyed(BATCH, "k-1", &batch)).await;
    assert_eq!(answer.refusal(), (422, "insufficient_funds".to_owned()));
    let problem = answer.json();
    assert_eq!(problem["index"], 2);
    assert_eq!(
        problem["available"],
        json!({ "amount": "1.00", "currency": "INR" })
    );
    assert_eq!(
        problem["required"],
        json!({ "amount": "6.00", "currency": "INR" })
    );
    assert_eq!(world.available(&ada, "INR").await, "10.00");
}

#[actix_web::test]
async fn all_together_one_fault_is_the_fault_of_all() {
    let world = World::new();
    let service = world.service().await;
    let ada = ada_who_bet_once(&world, &service).await;
    let batch = and(mixed(&ada), "all_together", true);
    let answer = world.send(&service, keyed(BATCH, "k-1", &batch)).await;
    assert_eq!(answer.refusal(), (422, "validation_failed".to_owned()));
    assert!(
        answer
            .faults()
            .iter()
            .all(|(pointer, _)| pointer.starts_with("/transfers/3/"))
    );
    assert_eq!(world.available(&ada, "INR").await, "9.00");
}

#[actix_web::test]
async fn a_rehearsal_of_a_batch_changes_nothing() {
    let world = World::new();
    let service = world.service().await;
    let ada = ada_who_bet_once(&world, &service).await;
    let path = format!("{BATCH}?dry_run=true");
    let answer = world.send(&service, post(&path, &mixed(&ada))).await;
    let results = answer.json()["results"].as_array().unwrap().clone();
    let outcomes: Vec<_> = results
        .iter()
        .map(|result| result["outcome"].clone())
        .collect();
    assert_eq!(
        outcomes,
        ["already_posted", "posted", "refused", "invalid", "posted"]
    );
    assert_eq!(world.available(&ada, "INR").await, "9.00");
}

#[actix_web::test]
async fn a_batch_has_bounds() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "2000", "WISE").await,
    );
    let bets = |count| json!({ "transfers": vec![stake(&ada, "1", "WISE"); count] });
    for count in [0, 1_001] {
        let answer = world
            .send(&service, keyed(BATCH, "k-1", &bets(count)))
            .await;
        let expected = ("/transfers".to_owned(), "transfer_count".to_owned());
        assert_eq!(answer.faults(), [expected], "{count}");
    }
    // More than any other body may have.
    let large = bets(1_000);
    assert!(large.to_string().len() > 64 * 1024);
    let answer = world.send(&service, keyed(BATCH, "k-1", &large)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(world.available(&ada, "WISE").await, "1000");

    let huge = json!({ "transfers": [], "all_together": "x".repeat(2 * 1024 * 1024) });
    let answer = world.send(&service, keyed(BATCH, "k-2", &huge)).await;
    assert_eq!(answer.refusal(), (413, "body_too_large".to_owned()));
    assert_eq!(answer.json()["limit_bytes"], 2 * 1024 * 1024);
}

#[actix_web::test]
async fn a_batch_needs_a_key_and_the_permission() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let batch = json!({ "transfers": [stake(&ada, "1.00", "INR")] });
    let answer = world.send(&service, post(BATCH, &batch)).await;
    assert_eq!(
        answer.refusal(),
        (400, "idempotency_key_required".to_owned())
    );
    let answer = world.send(&ada, keyed(BATCH, "k-1", &batch)).await;
    assert_eq!(answer.refusal(), (403, "forbidden".to_owned()));
    // The name of this route is no id.
    assert_eq!(
        world.get(&service, BATCH).await.refusal(),
        (405, "method_not_allowed".to_owned())
    );
}
